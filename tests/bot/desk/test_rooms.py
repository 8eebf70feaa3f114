"""What each seat finds in each room of the desk, and what none of them shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import event

from audit.event import Event
from handlers.commands.chat import AllClear
from handlers.commands.incidents import OpenIncident
from handlers.wording.ledger import HAPPENED
from policy.desk import Room
from policy.incidents.kinds import What
from storage.queries.desk import Place
from storage.tables import Case, Store
from tests.bot.desk.sitting import Browser
from tests.world.answers import FEATURES
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.requests import WORDS, about, send

Make = Callable[[str], Browser]
OFFICE, AUDITOR, MANAGER = "P29", "P30", "P02"
OWN, FOREIGN = "H01", "H03"


def store_id(town: TownInProcess, code: str) -> str:
    with town.reading() as uow:
        return uow.session.query(Store).filter_by(code=code).one().id


def foreign_case(town: TownInProcess) -> str:
    """The warned town's case, as if another store had reported it."""
    with town.database.unit_of_work() as uow:
        case = uow.session.query(Case).one()
        case.store_id = store_id(town, FOREIGN)
        uow.commit()
        return case.number


ADDRESSES: dict[Room, Callable[[TownInProcess, str], str]] = {
    Room.TODAY: lambda *_: "/desk",
    Room.ALERTS: lambda town, _: f"/desk/alerts/{town.case().number}",  # which store's: see the test
    Room.STORES: lambda town, code: f"/desk/stores/{store_id(town, code)}",
    Room.PEOPLE: lambda _, code: f"/desk/people?store={code}",
    Room.REACH: lambda _, code: f"/desk/reach?code={code}",
    Room.FIGURES: lambda *_: "/desk/figures",
    Room.RULES: lambda *_: "/desk/rules",
    Room.RECORDS: lambda *_: "/desk/records",
    Room.CHATS: lambda *_: "/desk/chats",
    Room.REQUESTS: lambda *_: "/desk/requests",
    Room.INCIDENTS: lambda *_: "/desk/incidents",
    Room.NOTICES: lambda *_: "/desk/notices",
    Room.LOG: lambda *_: "/desk/log",
}

MATRIX = {
    (OFFICE, Room.TODAY): (200, 200),
    (OFFICE, Room.ALERTS): (200, 200),
    (OFFICE, Room.STORES): (200, 200),
    (OFFICE, Room.PEOPLE): (200, 200),
    (OFFICE, Room.REACH): (200, 200),
    (OFFICE, Room.FIGURES): (200, 200),
    (OFFICE, Room.RULES): (200, 200),
    (OFFICE, Room.RECORDS): (200, 200),
    (OFFICE, Room.CHATS): (200, 200),
    (OFFICE, Room.REQUESTS): (200, 200),
    (OFFICE, Room.INCIDENTS): (200, 200),
    (OFFICE, Room.NOTICES): (200, 200),
    (OFFICE, Room.LOG): (200, 200),
    (AUDITOR, Room.TODAY): (200, 200),
    (AUDITOR, Room.ALERTS): (200, 200),
    (AUDITOR, Room.STORES): (404, 404),
    (AUDITOR, Room.PEOPLE): (404, 404),
    (AUDITOR, Room.REACH): (404, 404),
    (AUDITOR, Room.FIGURES): (200, 200),
    (AUDITOR, Room.RULES): (200, 200),
    (AUDITOR, Room.RECORDS): (200, 200),
    (AUDITOR, Room.CHATS): (404, 404),
    (AUDITOR, Room.REQUESTS): (200, 200),
    (AUDITOR, Room.INCIDENTS): (200, 200),
    (AUDITOR, Room.NOTICES): (200, 200),
    (AUDITOR, Room.LOG): (200, 200),
    (MANAGER, Room.TODAY): (200, 200),
    (MANAGER, Room.ALERTS): (200, 404),
    (MANAGER, Room.STORES): (200, 404),
    (MANAGER, Room.PEOPLE): (200, 200),
    (MANAGER, Room.REACH): (200, 200),
    (MANAGER, Room.FIGURES): (404, 404),
    (MANAGER, Room.RULES): (404, 404),
    (MANAGER, Room.RECORDS): (404, 404),
    (MANAGER, Room.CHATS): (404, 404),
    (MANAGER, Room.REQUESTS): (404, 404),
    (MANAGER, Room.INCIDENTS): (404, 404),
    (MANAGER, Room.NOTICES): (200, 200),
    (MANAGER, Room.LOG): (404, 404),
}
"""Who, where: what they get of a store of theirs and of another one. Lists show of others nothing: see below."""


@pytest.mark.parametrize("code", [OFFICE, AUDITOR, MANAGER])
def test_every_room_opens_to_whom_it_is_for(town: TownInProcess, browser: Make, code: str) -> None:
    """R-064, R-121, L138, L227: a foreign store, or a room that isn't theirs, is not there: 404."""
    town.warn()
    mine = browser(code)
    mine.sign_in()
    own = {room: mine.get(address(town, OWN)).status_code for room, address in ADDRESSES.items()}
    number = foreign_case(town)
    theirs = {room: mine.get(address(town, FOREIGN)) for room, address in ADDRESSES.items()}
    assert {(code, room): (own[room], theirs[room].status_code) for room in Room} == {
        key: value for key, value in MATRIX.items() if key[0] == code
    }
    if code == MANAGER:
        lists = [mine.get(f"/desk/{name}").text for name in ("alerts", "stores")]
        assert not any(number in page or FOREIGN in page for page in (*lists, theirs[Room.TODAY].text))
        assert not any("<table" in theirs[room].text for room in (Room.PEOPLE, Room.REACH))
        assert OWN in lists[1]


def test_an_alert_is_told_as_a_line_of_time_without_a_word_of_it(town: TownInProcess, browser: Make) -> None:
    """R-095, R-113, R-121: roles, clauses and counts; no name, no feature, to whoever looks."""
    case = town.warn()
    mine = browser(AUDITOR)
    mine.sign_in()
    listed = mine.get("/desk/alerts").text
    page = mine.get(f"/desk/alerts/{case.number}").text
    assert case.number in listed
    for told in ("通報", "承認を依頼", "はい（1 人目）", "はい（2 人目）", "R-113", "配信", "店舗責任者 1 人"):
        assert told in page
    with town.reading() as uow:
        names = [uow.people.by_code(uow.stores.the_network().id, code) for code in ("P01", "P02", "P03", "P09")]
        assert not any(member is None or member.name in page + listed for member in names)
    assert not any(words in page for words in FEATURES.split("、"))
    town.run(AllClear(town.account("P01"), case.id))
    over = mine.get(f"/desk/alerts/{case.number}").text
    assert f"{town.now.year + 3}年11月22日" in over  # when the record dies: without its year, yesterday


def test_alerts_are_narrowed_by_state_store_and_week(town: TownInProcess, browser: Make) -> None:
    """R-110: one finds the alert one means; what no list of ours asks for is not there."""
    case = town.warn()
    mine = browser(OFFICE)
    mine.sign_in()
    found = ("state=live", f"store={OWN}", "week=2026-W48", f"state=live&store={OWN}&week=2026-W48")
    for asked in found:
        assert case.number in mine.get(f"/desk/alerts?{asked}").text, asked
    for asked in ("state=refused", f"store={FOREIGN}", "week=2026-W47", "store=nowhere"):
        assert case.number not in mine.get(f"/desk/alerts?{asked}").text, asked
    for asked in ("state=burnt", "week=soon", "after=x", "after=x~y"):
        assert mine.get(f"/desk/alerts?{asked}").status_code == 404, asked


def test_lists_go_on_where_they_stopped(browser: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: page after page everybody comes once."""
    for room in ("paging", "alerts", "stores", "people"):
        monkeypatch.setattr(f"bot.web.desk.{room}.MOST", 7)
    mine = browser(OFFICE)
    mine.sign_in()
    for room in ("stores", "people"):
        codes, address = [], f"/desk/{room}"
        while address:
            page = mine.get(address).text
            codes += [row.split("</th>")[0].rsplit(">", 2)[-1] or row for row in page.split('<th scope="row">')[1:]]
            address = (
                page.split('class="further"><a href="')[1].split('"')[0].replace("&amp;", "&")
                if "further" in page
                else ""
            )
        assert len(codes) > 7
        assert len(codes) == len(set(codes))


def test_a_store_is_found_by_a_part_of_its_name(browser: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-064: or of its business's, page after page; a sign of the database's own means itself."""
    monkeypatch.setattr("bot.web.desk.stores.MOST", 2)
    monkeypatch.setattr("bot.web.desk.paging.MOST", 2)
    mine = browser(OFFICE)
    mine.sign_in()
    codes = re.compile(r'<th scope="row"><a href="[^"]*">(\w+)</a>')
    page = mine.get("/desk/stores?name=青空").text
    further = html.unescape(page.split('class="further"><a href="')[1].split('"')[0])
    assert codes.findall(page) + codes.findall(mine.get(further).text) == ["A01", "A02", "A03"]
    assert codes.findall(mine.get("/desk/stores?name=北町").text) == ["A02"]
    assert codes.findall(mine.get("/desk/stores?name=%25").text) == []
    manager = browser(MANAGER)
    manager.sign_in()
    assert codes.findall(manager.get("/desk/stores?name=北町").text) == []


def test_lists_by_code_are_read_along_an_index(town: TownInProcess) -> None:
    """R-064: from the beginning and further on nothing is sorted, however many shops and people there are."""
    with town.reading() as uow:
        network, asked = uow.stores.the_network().id, list[tuple[str, tuple[str, ...]]]()
        connection = uow.session.connection()
        event.listen(connection, "before_cursor_execute", lambda *heard: asked.append((heard[2], heard[3])))
        for after in (None, Place("A", "a")):
            for listed in (uow.desk.stores, uow.desk.people):
                asked.clear()
                listed(network, None, after=after, most=26)
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1]).all()
                assert not any("ORDER BY" in step[3] for step in plan), plan


def test_looking_at_people_is_on_record_and_shows_no_platform_id(town: TownInProcess, browser: Make) -> None:
    """R-063, R-064, R-097: names, roles, training and kinds of accounts; who looked stands in the ledger."""
    mine = browser(MANAGER)
    mine.sign_in()
    page = mine.get("/desk/people").text
    with town.reading() as uow:
        member = town.member("P01", uow)
        assert member.name in page
        assert noted(uow).count(Event.DESK_VIEW) == 1
        assert not any(account.external_id in page for account in member.accounts)


def test_a_store_says_what_to_do_where_a_light_is_red(town: TownInProcess, browser: Make) -> None:
    """R-061, R-113: the same list as the doctor's."""
    mine = browser(OFFICE)
    mine.sign_in()
    town.leave("P03")
    town.leave("P04")
    page = mine.get(f"/desk/stores/{store_id(town, OWN)}").text
    assert "研修を受け、チャットに登録している必要があります" in page
    assert 'class="light bad"' in page


def test_today_tells_what_is_due(town: TownInProcess, browser: Make) -> None:
    """R-110, R-112, R-078: approvals while they wait, then the live alert and the stores that are silent."""
    mine = browser(OFFICE)
    mine.sign_in()
    assert "いま、することはありません" in mine.get("/desk").text
    town.hand_in()
    town.submit()
    assert "承認待ち" in mine.get("/desk").text
    town.answer("P02")
    town.answer("P03")
    town.deliver()
    page = mine.get("/desk").text
    assert "配信中" in page
    assert town.case().number in page


def test_incidents_stand_before_all_else_with_their_clocks(town: TownInProcess, browser: Make) -> None:
    """R-130, R-135, R-070: what went wrong first, whether anybody has it, until when; then what outsiders ask."""
    case = town.warn()
    number = send(town, about(town))
    town.run(OpenIncident(town.account("P01"), What.SCREENSHOT, "a press"))
    mine, manager = browser(OFFICE), browser(MANAGER)
    for one in (mine, manager):
        one.sign_in()
    page = mine.get("/desk").text
    assert page.index("/desk/incidents/") < page.index(f"/desk/alerts/{case.number}")
    for told in ("まだだれも対応していません", "速報：2026-11-", "確報：20", "/desk/requests/" + number):
        assert told in page
    assert "期限内" in page
    assert WORDS not in page
    theirs = manager.get("/desk").text
    assert "/desk/incidents/" not in theirs
    assert "/desk/requests/" not in theirs


def test_whatever_the_ledger_can_say_has_a_name_that_people_read() -> None:
    """R-097, L212: no reader of the log has to know the words of code."""
    assert HAPPENED.keys() == {*Event}
    assert len({*HAPPENED.values()}) == len(HAPPENED)


def test_the_log_is_the_ledger_by_case_and_says_whether_it_continues(town: TownInProcess, browser: Make) -> None:
    """R-097, R-121: its own words, people by their roles; page after page down to the first entry."""
    case = town.warn()
    mine = browser(AUDITOR)
    mine.sign_in()
    whole, of_case = mine.get("/desk/log").text, mine.get(f"/desk/log?case={case.number}").text
    assert "member:desk:enter" in whole
    assert "case:alert:send" in of_case
    assert "警戒情報を送った" in of_case
    assert "member:desk:enter" not in of_case
    assert "店舗責任者" in of_case
    assert "0</th>" in mine.get("/desk/log?after=1").text
    assert "<table" not in mine.get("/desk/log?case=nowhere").text
    assert mine.get("/desk/log?after=-1").status_code == 404
