"""How somebody comes in, as the desk sees it: a code to scan, and how far each person is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import httpx

from audit.event import Event
from bot.qr import qr
from handlers.commands.chat import Enrol
from handlers.commands.worker import FoundAccess, NoteAccess
from tests.bot.desk.sitting import Browser
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

Make = Callable[[str], Browser]
OFFICE, NEWCOMER = "P29", "P95"
PERSON = {"member_code": NEWCOMER, "name": "新井 望", "language": "ja", "role": "staff", "store_code": "H01"}
DOOR = "https://line.me/R/oaMessage/%40hansho/?"


def sits(browser: Make) -> Browser:
    mine = browser(OFFICE)
    mine.sign_in()
    return mine


def invited(mine: Browser) -> httpx.Response:
    """The person is there, and their code was just made."""
    page = mine.press(mine.get("/desk/new/member"), "/desk/new/member", **PERSON)
    return mine.press(page, f"/desk/people/{NEWCOMER}/invite")


def code_of(card: httpx.Response) -> str:
    return card.text.split('class="words">登録 ')[1].split("<")[0]


def test_the_card_has_a_code_to_scan_with_the_words_ready(town: TownInProcess, browser: Make) -> None:
    """R-001: what opens LINE with the words in its field; and without a known door the words alone."""
    mine = sits(browser)
    bare = invited(mine)
    assert "<svg" not in bare.text
    town.run(NoteAccess("line", {"": FoundAccess({}, DOOR, door_ready=True)}))
    card = mine.press(mine.get(f"/desk/people/{NEWCOMER}"), f"/desk/people/{NEWCOMER}/invite")
    assert card.text.count("<svg") == 1
    assert qr(DOOR + quote(f"登録 {code_of(card)}", safe="")) in card.text
    assert "<svg" not in mine.get("/desk/people/P01/card").text


def test_each_step_on_the_way_in_is_told(town: TownInProcess, browser: Make) -> None:
    """R-001, R-113: no code, a code until when, one that ended, and in."""
    mine = sits(browser)
    page = mine.press(mine.get("/desk/new/member"), "/desk/new/member", **PERSON)
    assert "コードはまだありません" in page.text
    code = code_of(mine.press(page, f"/desk/people/{NEWCOMER}/invite"))
    assert "まで使えます" in mine.get(f"/desk/people/{NEWCOMER}").text
    assert "まで使えます" in mine.get("/desk/people?outside=yes").text
    town.now += timedelta(hours=49)
    mine.sign_in()
    assert "コードの期限が切れました" in mine.get(f"/desk/people/{NEWCOMER}").text
    code = code_of(invited_again(mine))
    town.run(Enrol("line", "U" + "9" * 32, code))
    assert "登録済み" in mine.get(f"/desk/people/{NEWCOMER}").text
    assert NEWCOMER not in mine.get("/desk/people?outside=yes").text


def invited_again(mine: Browser) -> httpx.Response:
    return mine.press(mine.get(f"/desk/people/{NEWCOMER}"), f"/desk/people/{NEWCOMER}/invite")


def test_a_second_account_waits_for_a_yes_in_the_list_too(town: TownInProcess, browser: Make) -> None:
    """R-113: whoever has a code may be anybody; the secretariat sees that somebody has to say so."""
    mine = sits(browser)
    code = code_of(mine.press(mine.get("/desk/people/P01"), "/desk/people/P01/invite"))
    town.run(Enrol("line", "U" + "9" * 32, code))
    assert "本人かどうかの確認を待っています" in mine.get("/desk/people?code=P01").text
    with town.reading() as uow:
        assert Event.ACCOUNT_APPLY in noted(uow)
