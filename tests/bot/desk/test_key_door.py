"""Coming back to the desk by a device's key alone, without a word from the chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from audit.event import Event
from tests.bot.desk.device import Device
from tests.bot.desk.sitting import Browser, hidden
from tests.bot.desk.test_proof import asked, send
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

OFFICE = "P29"


@dataclass
class Owner:
    """Somebody with a device, and the browser in which its key was made."""

    town: TownInProcess
    desk: Browser
    device: Device

    def question(self, browser: Browser | None = None) -> dict[str, Any]:
        """What the page's script gets for whoever isn't signed in."""
        mine = browser or self.desk
        sent = {"form_token": hidden(mine.get("/desk"), "/desk/key")["form_token"]}
        answer: dict[str, Any] = mine.http.post("/desk/key/question", data=sent).json()["sign"]
        return answer

    def enter(self, answer: str, browser: Browser | None = None) -> httpx.Response:
        """Hand the device's answer in."""
        mine = browser or self.desk
        return mine.press(mine.get("/desk"), "/desk/key", answer=answer)


@pytest.fixture
def owner(town: TownInProcess, browser: Callable[[str], Browser]) -> Owner:
    """The secretariat came from the chat once, made a key, and went home."""
    desk, device = browser(OFFICE), Device(town.app.settings.public_url)
    desk.sign_in()
    send(desk, "/desk/me/key", answer=device.make(asked(desk)["make"]))
    desk.press(desk.get("/desk"), "/desk/out")
    town.deliver()
    town.now += timedelta(hours=10)
    return Owner(town, desk, device)


def test_the_next_morning_the_key_is_enough(owner: Owner) -> None:
    """R-063, R-064: signed in where they were before; what takes a proof takes none for a quarter of an hour."""
    page = owner.desk.get("/desk")
    assert (page.status_code, "パスキーでサインイン" in page.text) == (403, True)
    assert owner.question()["allowCredentials"] == []
    before = owner.town.titles(OFFICE)
    assert owner.enter(owner.device.sign(owner.question())).url.path == "/desk"
    assert "確認済み" in owner.desk.get("/desk/me").text
    owner.town.deliver()
    assert owner.town.titles(OFFICE) == before
    with owner.town.reading() as uow:
        assert (noted(uow).count(Event.DESK_ENTER), noted(uow).count(Event.KEY_PROVE)) == (2, 1)


def test_of_another_browser_the_chat_hears(owner: Owner, browser: Callable[[str], Browser]) -> None:
    """R-001, R-063: the key is enough there too; the card has the page's number and its 「いいえ」 ends all of it."""
    other = browser(OFFICE)
    page = owner.enter(owner.device.sign(owner.question(other)), other)
    assert page.url.path == "/desk"
    card = owner.town.last(OFFICE)
    assert card.title == "あなたのページが開かれました"
    assert f"<b>{dict(card.facts)['番号']}</b>" in page.text
    owner.town.press(OFFICE, "いいえ、私ではありません")
    assert other.get("/desk").status_code == 403
    assert owner.enter(owner.device.sign(owner.question(other)), other).status_code == 403


@pytest.mark.parametrize(
    "how", ["again", "late", "elsewhere", "a copy", "nobody touched", "a key of nobody", "nothing"]
)
def test_what_is_no_fresh_answer_of_the_key_opens_nothing(
    owner: Owner, browser: Callable[[str], Browser], how: str
) -> None:
    """R-063, R-064: an answer that was used, is late or was asked in another browser; a copied or unknown key."""
    other = browser(OFFICE)
    answer = owner.device.sign(owner.question(), known=how != "nobody touched")
    if how == "again":
        owner.device.counter = 0  # of those that don't count
        owner.enter(answer)
        owner.desk.press(owner.desk.get("/desk"), "/desk/out")
    if how == "late":
        owner.town.now += timedelta(minutes=5)
    if how == "a copy":
        owner.enter(answer)
        owner.desk.press(owner.desk.get("/desk"), "/desk/out")
        owner.device.counter = 0
        answer = owner.device.sign(owner.question())
    if how == "a key of nobody":
        owner.device._id = b"of nobody"
        answer = owner.device.sign(owner.question())
    mine = other if how == "elsewhere" else owner.desk
    refused = owner.enter("{}" if how == "nothing" else answer, mine)
    assert refused.status_code in (403, 409)
    assert "チャット" in refused.text
    assert mine.get("/desk").status_code == 403


def test_whoever_has_no_seat_any_more_is_not_let_in(owner: Owner) -> None:
    """R-063: the key outlives the role by nothing."""
    question = owner.question()
    owner.town.leave(OFFICE)
    assert owner.enter(owner.device.sign(question)).status_code in (403, 409)
    assert owner.desk.get("/desk").status_code == 403


def test_no_other_site_s_page_asks_or_enters(owner: Owner) -> None:
    """R-064: both posts take the token of a page that we served to this browser."""
    answer = owner.device.sign(owner.question())
    assert owner.desk.http.post("/desk/key/question", data={"form_token": "x"}).status_code == 403
    assert owner.desk.http.post("/desk/key", data={"form_token": "x", "answer": answer}).status_code == 403
    owner.desk.http.headers["sec-fetch-site"] = "cross-site"
    assert owner.enter(answer).status_code == 403
