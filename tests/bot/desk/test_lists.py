"""Whole lists at the desk: what a file would do is shown first, and then it comes in as at the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import update

from audit.event import Event
from handlers.retention.replay import details_of
from policy.states import State
from storage.tables import Account, Member, Poster, Store, TwofoldAct
from tests.bot.desk.sitting import Browser, hidden
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

OFFICE, AUDITOR, MANAGER = "P29", "P30", "P02"
STORES, PEOPLE = "/desk/lists/stores", "/desk/lists/people"
PERSON = "member_code,name,language,trained_until,role,store_code,line_user_id,slack_user_id\n"
SHOP = "business_code,business_name,agreed_on,store_code,store_name,latitude,longitude,facility,notice_posted_on\n"
NEW_SHOP = "NEW,新しい商店,2026-11-01,N01,本店,35.70,139.58,,2026-11-01\n"


@pytest.fixture
def desk(town: TownInProcess, browser: Callable[[str], Browser]) -> Browser:
    """The secretariat, signed in, and shown to be themselves."""
    assert town
    mine = browser(OFFICE)
    mine.sign_in()
    mine.prove()
    return mine


def look(desk: Browser, address: str, file: str | bytes) -> httpx.Response:
    """Choose the file."""
    body = file.encode() if isinstance(file, str) else file
    sent = hidden(desk.get(address), f"{address}/look")
    return desk.http.post(f"{address}/look", data=sent, files={"file": ("list.csv", body, "text/csv")})


def form(page: httpx.Response, address: str) -> dict[str, str]:
    """What the page sends along by itself, the table too."""
    text = page.text.split(f'action="{address}"')[1].split("</textarea>")[0].split("<textarea")[1].split(">", 1)[1]
    return {**hidden(page, address), "table": text.replace("&#34;", '"')}


def bring(desk: Browser, page: httpx.Response, address: str, **typed: str) -> httpx.Response:
    """Press the button below what the file would do."""
    return desk.http.post(f"{address}/bring", data={**form(page, f"{address}/bring"), **typed})


def codes(town: TownInProcess) -> set[str]:
    """Of everybody there is."""
    with town.reading() as uow:
        return {code for (code,) in uow.session.query(Member.code)}


def told(page: httpx.Response) -> dict[str, str]:
    """The figures of what it would do."""
    rows = page.text.split('<dl class="facts">')[1].split("</dl>")[0].split("<dt>")[1:]
    return {row.split("</dt>")[0]: row.split("<dd>")[1].split("</dd>")[0] for row in rows}


def test_a_list_of_people_is_shown_before_it_comes_in(town: TownInProcess, desk: Browser) -> None:
    """R-001, R-005, R-097: to look keeps nothing; the press does what was shown, once, in the name of who pressed."""
    rows = "P95,新井 望,ja,,staff,H01,,\nP95,新井 望,ja,,contact,H01,,\nP96,森 葵,ja,,staff,H01,,\n"
    with town.reading() as uow:
        known = town.member("P01", uow)
        held = f"P01,{known.name},ja,{known.trained_until},staff,H01,,\n"
    page = look(desk, PEOPLE, (PERSON + rows + held).encode("cp932"))
    assert told(page) == {"行": "4", "新しく入る": "2", "書き換わる": "1"}
    assert not codes(town) & {"P95", "P96"}
    assert bring(desk, page, PEOPLE).url.path == "/desk/people"
    assert bring(desk, page, PEOPLE).url.path == "/desk/people"
    assert codes(town) >= {"P95", "P96"}
    with town.reading() as uow:
        member = town.member("P95", uow)
        assert {role.role for role in member.roles} == {"staff", "contact"}
        newcomers = {town.member(code, uow).id for code in ("P95", "P96")}
        joined = [e for e in uow.ledger.newest(None, 1_000_000, 500) if e["event"] == Event.MEMBER_JOIN]
        joined = [entry for entry in joined if details_of(entry)["member"] in newcomers]
        assert [entry["actor"] for entry in joined] == [town.member(OFFICE, uow).id] * 2
        assert Event.ENROLMENT_ISSUE not in noted(uow)


def test_a_shop_without_cameras_says_so_in_its_row_or_form(town: TownInProcess, desk: Browser) -> None:
    """R-031: until somebody does, cameras are taken for granted."""
    columns, row = SHOP.strip().split(","), NEW_SHOP.strip().split(",")
    desk.press(desk.get("/desk/new/store"), "/desk/new/store", **dict(zip(columns, row, strict=True)), cameras="no")
    seen = [_has_cameras(town)]
    for word in (",cameras\n", ",yes\n"), ("\n", "\n"), (",cameras\n", ",no\n"):
        bring(desk, look(desk, STORES, NEW_SHOP.strip().join((SHOP.strip() + word[0], word[1]))), STORES)
        seen.append(_has_cameras(town))
    assert seen == [False, True, True, False]


def test_a_blank_cell_ends_nothing_and_what_ends_is_said_before(town: TownInProcess, desk: Browser) -> None:
    """R-009, R-062, R-113, R-122: a row with its code alone changes nothing; ``-`` takes back; roles are the row's."""
    town.warn()
    _without_photographs(town)
    blank = look(desk, STORES, SHOP + "HANDO,,,H01,,,,,\n")
    assert "変わること" not in blank.text
    bring(desk, blank, STORES)
    assert town.case().state is State.LIVE
    back = look(desk, STORES, SHOP + "HANDO,,,H01,,,,西口ビル,-\n")
    assert _changes(back) == [
        ["H01", "notice_posted_on", "2026-05-05", "– 失うもの"],
        ["H01", "facility", "半鐘駅ビル", "西口ビル"],
    ]
    assert "いま出ている警戒情報のうち 1 件が回収されます" in back.text
    assert town.case().state is State.LIVE
    bring(desk, back, STORES)
    assert town.case().state is State.ENDED
    with town.reading() as uow:
        until = str(town.member("P04", uow).trained_until)
    person = look(desk, PEOPLE, PERSON + "P04,,en,-,contact,H01,U" + "0" * 32 + ",\n")
    assert _changes(person)[0] == ["P04", "trained_until", until, "– 失うもの"]
    assert {row[1] for row in _changes(person)} == {"trained_until", "language", "role", "line_user_id"}
    assert "U000" not in person.text.split("</textarea>")[0].split("<textarea")[0]


def _without_photographs(town: TownInProcess) -> None:
    """Nobody has shown the notices yet, so the list alone says that they hang."""
    with town.database.unit_of_work() as uow:
        uow.session.execute(update(Poster).values(posted_at=None))
        uow.commit()


def _changes(page: httpx.Response) -> list[list[str]]:
    """Code, column, now and then of each row."""
    table = page.text.split("変わること")[1].split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.sub(r"<[^>]+>", " ", re.sub(r"</t[hd]>", "|", row)) for row in table.split("</tr>")[:-1]]
    return [[" ".join(cell.split()) for cell in row.split("|")[:-1]] for row in rows]


def _has_cameras(town: TownInProcess) -> bool:
    with town.reading() as uow:
        return uow.session.query(Store).filter_by(code="N01").one().cameras


def test_faults_are_told_row_by_row_and_nothing_comes_in(town: TownInProcess, desk: Browser) -> None:
    """R-005, R-127: each with its line, its column and what would be right; there is nothing to press."""
    page = look(desk, PEOPLE, PERSON + "P95,新井 望,ja,someday,staff,H01,,\nP96,森 葵,ja,,king,Z99,,\n")
    assert "直すところ（3 か所）" in page.text
    assert "日付として読めません" in page.text
    assert f'action="{PEOPLE}/bring"' not in page.text
    unread = look(desk, PEOPLE, b"\x81\x00")
    assert "UTF-8 か Shift_JIS" in unread.text
    many = look(desk, PEOPLE, PERSON + "".join(f"Q{n},新井 {n},ja,,king,H01,,\n" for n in range(60)))
    assert "直すところ（60 か所）" in many.text
    assert "ほかに 10 か所" in many.text
    assert not codes(town) & {"P95", "P96", "Q1"}


def test_what_changed_since_it_was_shown_is_shown_anew(town: TownInProcess, desk: Browser) -> None:
    """R-005, R-097: a look is of a moment; nothing comes in that nobody has seen."""
    page = look(desk, STORES, SHOP + NEW_SHOP)
    with town.database.unit_of_work() as uow:
        uow.session.query(Store).filter_by(code="A01").one().name = "新しい名前"
        uow.commit()
    again = bring(desk, page, STORES)
    assert again.status_code == 409
    assert "確かめたあとで登録が変わりました" in again.text
    with town.reading() as uow:
        assert uow.session.query(Store).filter_by(code="N01").count() == 0
    assert bring(desk, again, STORES, at="2027-01-05T09:00").url.path == "/desk/stores"
    with town.reading() as uow:
        joined = uow.session.query(Store).filter_by(code="N01").one().joined_at
        assert joined.isoformat() == "2027-01-05T00:00:00+00:00"


def test_two_codes_that_look_like_one_are_two_by_two_people(town: TownInProcess, desk: Browser) -> None:
    """R-113, R-097: a box says so, another person allows it, and the same file comes in."""
    with town.reading() as uow:
        file = PERSON + f"P-01,{town.member('P01', uow).name},ja,,staff,H01,,\n"
    page = look(desk, PEOPLE, file)
    assert '<input type="checkbox" name="settles_as_new" value="P-01">' in page.text
    sure = desk.http.post(f"{PEOPLE}/look", data={**form(page, f"{PEOPLE}/look"), "settles_as_new": "P-01"})
    assert "もう一人の確認が要ります" in sure.text
    assert bring(desk, sure, PEOPLE).url.path == "/desk"
    assert "P-01" not in codes(town)
    with town.reading() as uow:
        asked = uow.session.query(TwofoldAct).one()
        account = uow.session.get_one(Account, asked.asked_from)
        assert account.member.code == OFFICE
    town.press(AUDITOR, "認める")
    sure = desk.http.post(f"{PEOPLE}/look", data={**form(page, f"{PEOPLE}/look"), "settles_as_new": "P-01"})
    assert bring(desk, sure, PEOPLE).url.path == "/desk/people"
    assert "P-01" in codes(town)


def test_somebody_who_is_to_watch_over_the_network_waits_for_a_yes(town: TownInProcess, desk: Browser) -> None:
    """R-113, R-121: they come in without the role, which the page says before."""
    page = look(desk, PEOPLE, PERSON + "P97,森 葵,ja,,auditor,,,\n")
    assert "もう一人が認めてから決まります：P97" in page.text
    bring(desk, page, PEOPLE)
    with town.reading() as uow:
        assert [role.role for role in town.member("P97", uow).roles] == []
    town.press(AUDITOR, "認める")
    with town.reading() as uow:
        assert [role.role for role in town.member("P97", uow).roles] == ["auditor"]


def test_a_list_comes_in_by_the_secretariat_that_has_shown_itself(
    town: TownInProcess, desk: Browser, browser: Callable[[str], Browser]
) -> None:
    """R-064, L138: what changes hundreds at a time asks first who presses; for others there is no such page."""
    page = look(desk, STORES, SHOP + NEW_SHOP)
    desk.sign_in()
    fresh = look(desk, STORES, SHOP + NEW_SHOP)
    assert "本人の確認" in bring(desk, fresh, STORES).text
    for code in (MANAGER, AUDITOR):
        other = browser(code)
        out = hidden(other.sign_in(), "/desk/out")
        assert other.get(STORES).status_code == 404
        made = other.http.post(f"{STORES}/bring", data={**form(page, f"{STORES}/bring"), **out, "once": "x"})
        assert made.status_code == 404
    assert desk.get("/desk/lists/nothing").status_code == 404
    with town.reading() as uow:
        assert uow.session.query(Store).filter_by(code="N01").count() == 0


def test_an_empty_table_has_the_columns_that_the_import_reads(desk: Browser) -> None:
    """R-005: filled in a table program, it goes through; each column is explained on the page. Only people may lack a
    store.
    """
    for address, row, storeless in (
        (STORES, NEW_SHOP.strip() + ",,,,", False),
        (PEOPLE, "P95,新井 望,ja,,staff,H01,,", True),
    ):
        header = desk.get(f"{address}/empty.csv").text
        assert header.startswith("\ufeff")
        page = look(desk, address, header + row)
        assert told(page)["新しく入る"] == "1"
        assert all(f">{column}</th>" in page.text for column in header.strip("\ufeff\r\n").split(","))
        assert ("店舗コード（事務局、監査人、係は空欄）" in page.text) == storeless


@pytest.mark.parametrize("platform", ["LINE", "Slack"])
def test_no_file_puts_a_phone_in_the_place_of_whom_two_people_named(
    town: TownInProcess, desk: Browser, platform: str
) -> None:
    """R-061, R-097: an account in the auditor's row would let in whoever wrote the file; nothing of it comes in."""
    line, slack = ("U" + "9" * 32, "") if platform == "LINE" else ("", "U0STRANGER")
    page = look(desk, PEOPLE, f"{PERSON}P30,御影 透,ja,,auditor,,{line},{slack}\n")
    refused = bring(desk, page, PEOPLE)
    assert (refused.status_code, "管理画面ではできません" in refused.text) == (409, True)
    with town.reading() as uow:
        assert len(town.member("P30", uow).accounts) == 1
