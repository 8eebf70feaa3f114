"""Showing at the desk that it is oneself: by a key of a device, by an app's digits, by a code on paper."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from audit.event import Event
from handlers.commands.chat import EndBrowsers
from policy.codes import PAPER, STEP, TRIES, digits
from tests.bot.desk.device import Device
from tests.bot.desk.sitting import Browser, hidden
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

Make = Callable[[str], Browser]
OFFICE = "P29"
PROVEN = "確認済み"
PRESSES = count()


@pytest.fixture
def desk(town: TownInProcess, browser: Make) -> Browser:
    """The secretariat, signed in from the chat."""
    assert town
    mine = browser(OFFICE)
    mine.sign_in()
    return mine


def asked(desk: Browser) -> dict[str, Any]:
    """What the page's script gets for the browser."""
    sent = hidden(desk.get("/desk/me"), "/desk/out")
    answer: dict[str, Any] = desk.http.post("/desk/me/challenge", data={**sent, "once": f"c{next(PRESSES)}"}).json()
    return answer


def send(desk: Browser, address: str, **typed: str) -> httpx.Response:
    """A form of that page, as its script or a hand fills it in."""
    return desk.press(desk.get("/desk/me"), address, **typed)


def test_a_device_s_key_proves_who_sits_there(town: TownInProcess, desk: Browser) -> None:
    """R-063, R-064: registered from the chat's session, said in the chat; good for fifteen minutes; then shown anew."""
    device = Device(town.app.settings.public_url)
    assert PROVEN in send(desk, "/desk/me/key", answer=device.make(asked(desk)["make"])).text
    town.deliver()
    assert any("本人の確認" in title for title in town.titles(OFFICE))
    town.now += timedelta(minutes=15)
    assert PROVEN not in desk.get("/desk/me").text
    answer = device.sign(asked(desk)["sign"])
    assert PROVEN in send(desk, "/desk/me/prove", answer=answer).text
    with town.reading() as uow:
        assert (noted(uow).count(Event.KEY_ADD), noted(uow).count(Event.KEY_PROVE)) == (1, 1)
    town.now += timedelta(minutes=15)
    assert send(desk, "/desk/me/prove", answer=answer).status_code == 403


@pytest.mark.parametrize("how", ["another question", "another site", "nobody known", "a copy", "nothing"])
def test_what_is_no_answer_of_the_device_proves_nothing(town: TownInProcess, desk: Browser, how: str) -> None:
    """R-064: a phisher's page, an old answer, a device that knows nobody, a copied key."""
    device = Device(town.app.settings.public_url)
    send(desk, "/desk/me/key", answer=device.make(asked(desk)["make"]))
    device.counter = 7
    send(desk, "/desk/me/prove", answer=device.sign(asked(desk)["sign"]))
    town.now += timedelta(minutes=15)
    options = asked(desk)["sign"]
    if how == "another question":
        asked(desk)
    if how == "another site":
        device.origin = "https://hansho.example.evil"
    if how == "a copy":
        device.counter = 3
    answer = device.sign(options, known=how != "nobody known") if how != "nothing" else "{}"
    assert send(desk, "/desk/me/prove", answer=answer).status_code in (403, 409)
    assert PROVEN not in desk.get("/desk/me").text


def test_a_second_key_needs_the_first(town: TownInProcess, desk: Browser) -> None:
    """R-064: a session that somebody left open makes nobody else its owner."""
    first, second = Device(town.app.settings.public_url), Device(town.app.settings.public_url)
    second._id = b"another"
    send(desk, "/desk/me/key", answer=first.make(asked(desk)["make"]))
    town.now += timedelta(minutes=15)
    assert send(desk, "/desk/me/key", answer=second.make(asked(desk)["make"])).status_code == 409
    assert send(desk, "/desk/me/app").status_code == 409
    send(desk, "/desk/me/prove", answer=first.sign(asked(desk)["sign"]))
    assert send(desk, "/desk/me/key", answer=second.make(asked(desk)["make"])).status_code == 200


def test_an_app_s_digits_prove_it_once_and_paper_when_the_phone_is_gone(town: TownInProcess, desk: Browser) -> None:
    """R-064: set up by a QR, counted once each; ten codes on paper, each for once; five wrong ones are enough."""
    page = send(desk, "/desk/me/app").text
    found = re.search(r"([A-Z2-7]{32})", page)
    assert found
    assert "<svg" in page
    secret = base64.b32decode(found[1])
    wrong = send(desk, "/desk/me/app/confirm", typed="000000")
    assert "コードが違います" in wrong.text
    works = send(desk, "/desk/me/app/confirm", typed=digits(secret, int(town.now.timestamp()) // STEP))
    paper = re.findall(r"<li>([A-Z2-9]{4}-[A-Z2-9]{4})</li>", works.text)
    assert len(set(paper)) == PAPER
    assert not re.findall(r"<li>([A-Z2-9]{4}-[A-Z2-9]{4})</li>", desk.get("/desk/me").text)

    town.now += timedelta(minutes=15)
    shown = digits(secret, int(town.now.timestamp()) // STEP)
    assert PROVEN in send(desk, "/desk/me/code", typed=shown).text
    town.now += timedelta(minutes=15)
    assert "コードが違います" in send(desk, "/desk/me/code", typed=shown).text
    assert PROVEN in send(desk, "/desk/me/code", typed=paper[0].lower()).text
    town.now += timedelta(minutes=15)
    for _ in range(TRIES):
        assert PROVEN not in send(desk, "/desk/me/code", typed=paper[0]).text
    assert send(desk, "/desk/me/code", typed=paper[1]).status_code == 409


def test_ending_all_devices_ends_the_keys_too(town: TownInProcess, desk: Browser) -> None:
    """R-063: whoever lost something begins anew from the chat."""
    device = Device(town.app.settings.public_url)
    send(desk, "/desk/me/key", answer=device.make(asked(desk)["make"]))
    town.run(EndBrowsers(town.account(OFFICE)))
    desk.sign_in()
    assert asked(desk)["sign"]["allowCredentials"] == []
    assert "この端末のパスキーを登録する" in desk.get("/desk/me").text
