"""How somebody comes in, as the desk sees it: a code to scan, and how far each person is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import quote

import cv2
import httpx
import pytest

from audit.event import Event
from bot.qr import qr
from handlers.commands.chat import Enrol
from handlers.commands.office import RevokeAccounts
from handlers.commands.worker import FoundAccess, NoteAccess
from handlers.network.as_shown import of_invitation
from masking.files.codes import read_codes
from tests.bot.desk.sitting import Browser, hidden
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.photographs import printed, text_of

Make = Callable[[str], Browser]
OFFICE, AUDITOR, NEWCOMER = "P29", "P30", "P95"
PERSON = {"member_code": NEWCOMER, "name": "新井 望", "language": "ja", "role": "staff", "store_code": "H01"}
OPENED = {"sec-fetch-dest": "document"}
"""What a browser says that shows a page to somebody."""

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
    """R-001: the code's own page; while no chat says how it is opened, the words alone, and what to do."""
    mine = sits(browser)
    pages = ("/desk/people", "/desk/people/P01")
    assert all("カードにQRコードが付きません" in mine.get(page).text for page in pages)
    bare = invited(mine)
    assert "<svg" not in bare.text
    town.run(NoteAccess("line", {"": FoundAccess({}, DOOR, door_ready=True)}))
    card = mine.press(mine.get(f"/desk/people/{NEWCOMER}"), f"/desk/people/{NEWCOMER}/invite")
    assert card.text.count("<svg") == 1
    assert qr(f"{town.app.settings.public_url}/i/{code_of(card)}") in card.text
    assert not any("カードにQRコードが付きません" in mine.get(page).text for page in pages)
    assert "<svg" not in mine.get("/desk/people/P01/card").text


def newcomers(mine: Browser, *codes: str) -> None:
    """People of one shop who are in no chat yet."""
    for code in codes:
        mine.press(
            mine.get("/desk/new/member"), "/desk/new/member", **PERSON | {"member_code": code, "name": f"新井{code}"}
        )


def codes_of(page: httpx.Response) -> list[str]:
    return re.findall(r'class="words">登録 ([^<]+)<', page.text)


def test_a_second_press_shows_the_code_that_the_first_one_made(town: TownInProcess, browser: Make) -> None:
    """R-001: a finger that trembles must not print a code that lets nobody in."""
    mine = sits(browser)
    newcomers(mine, NEWCOMER)
    form = mine.get(f"/desk/people/{NEWCOMER}")
    shown = [code_of(mine.press(form, f"/desk/people/{NEWCOMER}/invite")) for _ in range(2)]
    assert shown[0] == shown[1]
    town.run(Enrol("line", "U" + "9" * 32, shown[1]))
    assert "登録済み" in mine.get(f"/desk/people/{NEWCOMER}").text


def test_all_of_a_shop_are_invited_at_once_but_for_whoever_holds_a_code(town: TownInProcess, browser: Make) -> None:
    """R-001, R-063, R-097: a card each, the same at a second press; what was handed over before stays good."""
    mine = sits(browser)
    newcomers(mine, "P95", "P96", "P97")
    held = code_of(mine.press(mine.get("/desk/people/P95"), "/desk/people/P95/invite"))
    form, shop = mine.get("/desk/people?store=H01"), {"store": "H01", "form": "cards"}
    first, again = (mine.press(form, "/desk/invitations", **shop) for _ in range(2))
    codes = codes_of(first)
    assert len(set(codes)) == 2
    assert codes_of(again) == codes
    assert "新井P95" not in first.text
    for number, code in enumerate((held, *codes)):
        town.run(Enrol("line", f"U{number}" + "9" * 31, code))
    assert codes_of(mine.press(form, "/desk/invitations", **shop)) == []
    with town.reading() as uow:
        assert noted(uow).count(Event.ENROLMENT_ISSUE) == 3
        assert Event.DESK_VIEW in noted(uow)


def test_codes_as_a_file_stand_beside_no_name(browser: Make) -> None:
    """R-007, R-064: whoever finds the file learns nobody's name; of a shop that isn't there nobody is invited."""
    mine = sits(browser)
    newcomers(mine, "P95", "P96")
    form = mine.get("/desk/people?store=H01")
    file = mine.press(form, "/desk/invitations", store="H01", form="csv")
    rows = [*csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff")))]
    assert [row["member_code"] for row in rows] == ["P95", "P96"]
    assert all(row["words"].startswith("登録 ") and row["until"].endswith("+09:00") for row in rows)
    assert "新井" not in file.text
    for wrong in ({"store": "nowhere", "form": "csv"}, {"store": "H01", "form": "doc"}):
        assert mine.press(form, "/desk/invitations", **wrong).status_code == 404


@pytest.mark.usefixtures("letters")
def test_cards_to_print_are_scanned_from_the_paper(town: TownInProcess, browser: Make) -> None:
    """R-001, R-113: with shop, name and code; a second press prints the same; who has a card is printed no other."""
    town.run(NoteAccess("line", {"": FoundAccess({}, DOOR, door_ready=True)}))
    mine = sits(browser)
    newcomers(mine, "P95", "P96")
    form, shop = mine.get("/desk/people?store=H01"), {"store": "H01", "form": "pdf"}
    first, again = (mine.press(form, "/desk/invitations", **shop) for _ in range(2))
    assert first.headers["content-type"] == "application/pdf"
    text, page = text_of(first.content), mine.press(form, "/desk/invitations", store="H01", form="cards")
    codes = codes_of(page)
    assert len(set(codes)) == 2
    assert all(f"登録{code}" in text and f"新井P{95 + n}" in text for n, code in enumerate(codes))
    assert "半鐘堂薬局本店" in text
    assert text_of(again.content) == text
    scanned = read_codes(cv2.imencode(".png", printed(first.content))[1].tobytes())
    assert {*scanned.words} == {f"{town.app.settings.public_url}/i/{code}" for code in codes}
    other = mine.press(mine.get("/desk/people?store=H01"), "/desk/invitations", **shop)
    assert "新しいコードの要る人はいません" in other.text
    with town.reading() as uow:
        assert Event.DESK_VIEW in noted(uow)


@pytest.mark.usefixtures("letters")
def test_one_persons_card_is_printed_while_it_is_shown(browser: Make) -> None:
    """R-001: on paper as on the page; once the page has forgotten the code there is nothing to print."""
    mine = sits(browser)
    code = code_of(invited(mine))
    card = text_of(mine.get(f"/desk/people/{NEWCOMER}/card/pdf").content)
    assert f"登録{code}" in card
    assert "新井望" in card
    assert mine.get("/desk/people/P01/card/pdf").status_code == 404


def test_managers_invite_nobody(browser: Make) -> None:
    """R-064, L138: they are not offered it, and their own post of it is refused."""
    manager, mine = browser("P02"), sits(browser)
    manager.sign_in()
    assert "/desk/invitations" not in manager.get("/desk/people").text
    fields = hidden(manager.get("/desk/notices"), "/desk/out") | {"once": "1", "store": "H01", "form": "csv"}
    assert manager.http.post("/desk/invitations", data=fields).status_code == 409
    assert "/desk/invitations" in mine.get("/desk/people").text


def test_each_step_on_the_way_in_is_told(town: TownInProcess, browser: Make) -> None:
    """R-001, R-113: no code, a code until when, one that ended, and in."""
    mine = sits(browser)
    page = mine.press(mine.get("/desk/new/member"), "/desk/new/member", **PERSON)
    assert "コードはまだありません" in page.text
    code = code_of(mine.press(page, f"/desk/people/{NEWCOMER}/invite"))
    assert "まで使えます" in mine.get(f"/desk/people/{NEWCOMER}").text
    assert "まで使えます" in mine.get("/desk/people?outside=yes").text
    town.now += timedelta(hours=73)
    mine.sign_in()
    assert "コードの期限が切れました" in mine.get(f"/desk/people/{NEWCOMER}").text
    code = code_of(invited_again(mine))
    town.run(Enrol("line", "U" + "9" * 32, code))
    assert "登録済み" in mine.get(f"/desk/people/{NEWCOMER}").text
    assert NEWCOMER not in mine.get("/desk/people?outside=yes").text


def invited_again(mine: Browser) -> httpx.Response:
    return mine.press(mine.get(f"/desk/people/{NEWCOMER}"), f"/desk/people/{NEWCOMER}/invite")


def test_whoever_opens_the_page_behind_the_code_is_seen_to_have_opened_it(town: TownInProcess, browser: Make) -> None:
    """R-001: it opens the chat with the words ready; what draws a preview of the link opens nothing, and a code that
    nobody has looks the same.
    """
    town.run(NoteAccess("line", {"": FoundAccess({}, DOOR, door_ready=True)}))
    mine = sits(browser)
    code, person = code_of(invited(mine)), f"/desk/people/{NEWCOMER}"
    drawn = mine.http.get(f"/i/{code}").text
    assert "カードのページを開きました" not in mine.get(person).text
    assert DOOR + quote(f"登録 {code}", safe="") in drawn
    assert mine.http.get(f"/i/{code}", headers=OPENED).text == drawn
    assert "カードのページを開きました" in mine.get(person).text
    assert mine.http.get("/i/ABCD-EFGH", headers=OPENED).text.replace("ABCD-EFGH", code) == drawn
    assert mine.http.get("/i/no-code", headers=OPENED).status_code == 404
    town.run(Enrol("line", "U" + "9" * 32, code))
    assert mine.http.get(f"/i/{code}", headers=OPENED).text == drawn
    assert "登録済み" in mine.get(person).text


def test_a_new_code_was_not_opened_yet(town: TownInProcess, browser: Make) -> None:
    """R-001: the one before it was, and lets nobody in any more."""
    town.run(NoteAccess("line", {"": FoundAccess({}, DOOR, door_ready=True)}))
    mine = sits(browser)
    mine.http.get(f"/i/{code_of(invited(mine))}", headers=OPENED)
    invited_again(mine)
    page = mine.get(f"/desk/people/{NEWCOMER}").text
    assert "カードのページを開きました" not in page
    assert "まで使えます" in page


def test_a_second_account_waits_for_a_yes_in_the_list_too(town: TownInProcess, browser: Make) -> None:
    """R-113: whoever has a code may be anybody; the secretariat sees that somebody has to say so."""
    mine = sits(browser)
    code = code_of(mine.press(mine.get("/desk/people/P01"), "/desk/people/P01/invite"))
    town.run(Enrol("line", "U" + "9" * 32, code))
    assert "本人かどうかの確認を待っています" in mine.get("/desk/people?code=P01").text
    with town.reading() as uow:
        assert Event.ACCOUNT_APPLY in noted(uow)


def test_nobody_becomes_their_own_second_person_by_a_code(town: TownInProcess, browser: Make) -> None:
    """R-061, R-097, L212: the auditor's accounts are gone; who asks gets no code that would make them the auditor."""
    town.run(RevokeAccounts(AUDITOR))
    mine, page = sits(browser), f"/desk/people/{AUDITOR}"
    said = mine.get(page).text
    assert f'action="{page}/invite"' not in said
    assert "hansho members code" in said
    sent = hidden(mine.get("/desk/people"), "/desk/invitations")
    by_hand = mine.http.post(f"{page}/invite", data={**sent, "seen": seen(town)})
    assert (by_hand.status_code, "管理画面ではできません" in by_hand.text) == (409, True)
    assert AUDITOR not in mine.press(mine.get("/desk/people"), "/desk/invitations", form="cards").text
    with town.reading() as uow:
        assert not uow.people.await_enrolment([town.member(AUDITOR, uow).id], town.now)


def seen(town: TownInProcess) -> str:
    """How the auditor's code stands, as if a page had shown it."""
    with town.app.reading() as ctx:
        return of_invitation(town.member(AUDITOR, ctx.uow), ctx)
