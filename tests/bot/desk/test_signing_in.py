"""From the chat to the desk and out again: for whom, for how long, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from audit.event import Event
from bot.web.browsers import DESK_COOKIE
from bot.web.desk.reception import GLANCE
from handlers.commands.chat import EndBrowsers
from handlers.commands.office import SuspendStore
from handlers.errors import NotAllowed
from policy.facts import Role
from storage.tables import MemberRole, Store
from tests.bot.desk.sitting import Browser, hidden
from tests.bot.desk.test_acts import STORE
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

Make = Callable[[str], Browser]
OFFICE, AUDITOR, MANAGER, CLERK = "P29", "P30", "P02", "P01"


@pytest.mark.parametrize(("code", "seat"), [(OFFICE, "事務局"), (AUDITOR, "監査人"), (MANAGER, "店舗責任者")])
def test_a_word_in_the_chat_leads_to_the_desk(town: TownInProcess, browser: Make, code: str, seat: str) -> None:
    """R-063, R-064: the first browser at once; it is on record, said in the chat, and listed there."""
    mine = browser(code)
    page = mine.sign_in()

    assert page.status_code == 200
    assert "<h1>今日</h1>" in page.text
    assert f"<b>{seat}</b>" in page.text
    with town.reading() as uow:
        assert noted(uow).count(Event.DESK_ENTER) == 1
    town.deliver()
    told = next(card for card in town.cards(code) if card.title == "あなたのページが開かれました")
    number = f"<b>{dict(told.facts)['番号']}</b>"
    assert number in page.text
    assert number not in mine.press(page, "/desk/known").text
    town.say(code, "端末")
    assert "管理画面を開いています" in town.last(code).facts[0][1]


def test_who_has_no_seat_gets_no_link_and_no_button(town: TownInProcess) -> None:
    """R-064: a clerk is told who may; the menu of words shows the word to whom it leads anywhere."""
    with pytest.raises(NotAllowed, match="NotAllowed"):
        town.say(CLERK, "管理画面")
    town.say(CLERK, "ヘルプ")
    assert "管理画面" not in dict(town.last(CLERK).facts)
    town.say(MANAGER, "ヘルプ")
    town.press(MANAGER, "管理画面")
    assert town.last(MANAGER).link is not None


def test_a_link_is_good_for_one_browser_and_five_minutes(town: TownInProcess, browser: Make) -> None:
    """R-001, R-064: to look at it does nothing; another browser finds nothing there, and so does who comes late."""
    mine, other = browser(OFFICE), browser(OFFICE)
    link = mine.link()
    assert other.get(link).status_code == 200
    assert mine.press(mine.get(link), f"{link}/open").url.path == "/desk"
    assert other.get(link).status_code == 404
    assert other.get(f"{link[:-1]}x").status_code == 404
    late = mine.link()
    town.now += timedelta(minutes=5)
    assert mine.get(late).status_code == 404


def test_another_browser_waits_for_a_yes_in_the_chat(town: TownInProcess, browser: Make) -> None:
    """R-001, R-063: the number stands on both; until the yes nobody is let in."""
    browser(OFFICE).sign_in()
    other = browser(OFFICE)
    link = other.link()
    waiting = other.press(other.get(link), f"{link}/open")
    question = town.last(OFFICE)
    assert dict(question.facts)["番号"] in waiting.text
    assert other.get("/desk").status_code == 403
    town.press(OFFICE, "はい、私です")
    assert other.press(other.get(link), f"{link}/open").url.path == "/desk"


def test_the_cookie_is_new_at_each_signing_in_and_the_one_before_is_dead(browser: Make) -> None:
    """R-064: nobody is signed in by a cookie of another's choice, nor with one that was copied before."""
    planted, mine, thief = browser(OFFICE), browser(MANAGER), browser(MANAGER)
    planted.http.cookies.set(DESK_COOKIE, "chosen")
    planted.sign_in()
    thief.http.cookies.set(DESK_COOKIE, "chosen")
    assert thief.get("/desk").status_code == 403

    mine.sign_in()
    first = mine.desk_cookie()
    mine.sign_in()
    assert mine.get("/desk").status_code == 200
    thief.http.cookies.set(DESK_COOKIE, first)
    assert thief.get("/desk").status_code == 403


@pytest.mark.parametrize(
    ("code", "idle", "at_most"),
    [(OFFICE, timedelta(minutes=30), timedelta(hours=6)), (MANAGER, timedelta(hours=2), timedelta(hours=8))],
)
def test_a_session_ends_by_itself(
    town: TownInProcess, browser: Make, code: str, idle: timedelta, at_most: timedelta
) -> None:
    """R-063, R-064: after a rest, and after half a day or a shift however busy somebody is."""
    mine = browser(code)
    mine.sign_in()
    began, step = town.now, idle - timedelta(minutes=2)
    while town.now + step < began + at_most:
        town.now += step
        assert mine.get("/desk").status_code == 200
    town.now = began + at_most
    assert mine.get("/desk").status_code == 403
    mine.sign_in()
    town.now += idle
    assert mine.get("/desk").status_code == 403


def test_a_page_that_is_left_open_keeps_nobody_signed_in(town: TownInProcess, browser: Make) -> None:
    """R-063: it looks again by itself and shows what is new; half an hour after the last press it is over."""
    mine = browser(OFFICE)
    mine.sign_in()
    began = town.now
    while town.now - began < timedelta(minutes=25):
        town.now += timedelta(minutes=5)
        assert mine.http.get("/desk", headers={GLANCE: "1"}).status_code == 200
    town.now = began + timedelta(minutes=30)
    assert mine.http.get("/desk", headers={GLANCE: "1"}).status_code == 403


def _leave(town: TownInProcess, code: str) -> None:
    town.leave(code)


def _end_devices(town: TownInProcess, code: str) -> None:
    town.run(EndBrowsers(town.account(code)))


def _lose_role(town: TownInProcess, code: str) -> None:
    with town.database.unit_of_work() as uow:
        uow.session.query(MemberRole).filter_by(
            member_id=town.member(code, uow).id, role=Role.RESPONSIBLE.value
        ).delete()
        uow.commit()


def _suspend(town: TownInProcess, code: str) -> None:
    with town.reading() as uow:
        store_id = next(one.store_id for one in town.member(code, uow).roles if one.store_id)
        code = uow.stores.get(store_id).code
    town.run(SuspendStore(code))


@pytest.mark.parametrize("end", [_leave, _end_devices, _lose_role, _suspend])
def test_what_ends_a_right_ends_the_session_at_the_next_request(
    town: TownInProcess, browser: Make, end: Callable[[TownInProcess, str], None]
) -> None:
    """R-063, L137: leaving, 「端末をすべて解除」, a role that is gone, a store that is suspended."""
    mine = browser(MANAGER)
    mine.sign_in()
    end(town, MANAGER)
    assert mine.get("/desk").status_code == 403


def test_signing_out_ends_the_session_and_the_link_behind_it(town: TownInProcess, browser: Make) -> None:
    """R-063: on a shared computer, neither the cookie nor the way back leads in again."""
    mine = browser(OFFICE)
    link = mine.link()
    page = mine.press(mine.get(link), f"{link}/open")
    copied = mine.desk_cookie()
    assert mine.press(page, "/desk/out").status_code == 403
    mine.http.cookies.set(DESK_COOKIE, copied)
    assert mine.get("/desk").status_code == 403
    assert mine.get(link).status_code == 404
    with town.reading() as uow:
        assert noted(uow).count(Event.DESK_LEAVE) == 1


def test_a_form_that_no_page_of_ours_sent_does_nothing(browser: Make) -> None:
    """R-064: neither signing in nor signing out is done for another site's page."""
    mine = browser(OFFICE)
    link = mine.link()
    assert mine.http.post(f"{link}/open", data={"form_token": "guessed"}).status_code == 403
    page = mine.press(mine.get(link), f"{link}/open")
    assert mine.http.post("/desk/out", data={"form_token": ""}).status_code == 403
    mine.http.headers["sec-fetch-site"] = "cross-site"
    assert mine.press(page, "/desk/out").status_code == 403
    assert mine.get("/desk").status_code == 200


def test_what_was_typed_when_the_session_ended_is_kept_and_sent_by_a_press(town: TownInProcess, browser: Make) -> None:
    """R-063, R-097: nothing is done until its owner sits there again and says so; then it is done once."""
    desk = browser(OFFICE)
    desk.sign_in()
    typed = {**hidden(desk.get("/desk/new/store"), "/desk/new/store"), **STORE}
    town.now += timedelta(hours=7)
    gone = desk.http.post("/desk/new/store", data=typed)
    assert (gone.status_code, "まだ何もしていません" in gone.text) == (403, True)
    assert f'<p class="told">{STORE["store_name"]}</p>' in gone.text
    assert f'<p class="told">{STORE["store_code"]}</p>' in gone.text
    again = {**hidden(gone, "/desk/new/store")}
    desk.sign_in()
    late = desk.http.post("/desk/new/store", data=again)
    assert (late.status_code, "まだ送っていません" in late.text) == (409, True)
    assert _shops(town, "N01") == 0
    for _ in range(2):
        assert desk.http.post("/desk/new/store", data=hidden(late, "/desk/new/store")).status_code == 200
    assert _shops(town, "N01") == 1


def test_a_file_that_came_too_late_is_said_not_to_be_kept(town: TownInProcess, browser: Make) -> None:
    """R-063, R-064: nothing was done, and it has to be chosen anew; in both languages."""
    desk = browser(OFFICE)
    desk.sign_in()
    sent = hidden(desk.get("/desk/lists/people"), "/desk/lists/people/look")
    town.now += timedelta(hours=7)
    gone = desk.http.post("/desk/lists/people/look", data=sent, files={"file": ("members.csv", b"member_code\nP77\n")})
    assert gone.status_code == 403
    assert "選んだファイルは残りません" in gone.text
    assert "P77" not in gone.text
    assert "選んだファイルは残りません" not in desk.get("/desk").text


def test_nobody_else_s_form_is_kept_for_a_press(town: TownInProcess, browser: Make) -> None:
    """R-064: another's page, another site's, or a word that is none of ours, is turned away as ever."""
    desk, other = browser(OFFICE), browser(AUDITOR)
    desk.sign_in()
    mine = {**hidden(desk.get("/desk/new/store"), "/desk/new/store"), **STORE}
    theirs = {**mine, **hidden(other.sign_in(), "/desk/out")}
    desk.sign_in()
    for sent, headers in ((theirs, {}), ({**mine, "form_token": "~"}, {}), (mine, {"sec-fetch-site": "cross-site"})):
        turned = desk.http.post("/desk/new/store", data=sent, headers=headers)
        assert turned.status_code != 200
        assert "まだ送っていません" not in turned.text
    assert _shops(town, "N01") == 0


def _shops(town: TownInProcess, code: str) -> int:
    with town.reading() as uow:
        return uow.session.query(Store).filter_by(code=code).count()
