"""What is done at the desk: by whom, once, each press one command of those that the chat and the terminal have."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from audit.event import Entry, Event
from bot.application import Application
from bot.web.desk.posts import router
from handlers.commands.chat import Command
from handlers.commands.office import AtDesk, ChangeRole, ReturnMember
from handlers.commands.pages import RecordPeopleView, SeeDesk
from handlers.errors import NotFound
from handlers.retention.replay import details_of
from policy.facts import Role
from policy.forms.names import RecallReason
from policy.states import State
from policy.twofold import Act
from storage.tables import Member, Store, TwofoldAct
from tests.bot.desk.sitting import Browser, hidden
from tests.bot.desk.test_rooms import store_id
from tests.world.in_process import TownInProcess

Make = Callable[[str], Browser]
OFFICE, AUDITOR, MANAGER, NEIGHBOUR = "P29", "P30", "P02", "P09"
STORE = {
    "business_code": "NEW", "business_name": "新しい商店", "agreed_on": "2026-11-01", "store_code": "N01",
    "store_name": "本店", "latitude": "35.70", "longitude": "139.58", "notice_posted_on": "2026-11-01",
}  # fmt: skip
ELSEWHERE = {
    "/alerts/{number}/recall",
    "/rules/review",
    "/rules/change",
    "/holds/{number}",
    "/key",
    "/key/question",
    "/invitations",
}
"""See the tests of rules, of invitations, and of the key's door."""
KEYS = {"/me/challenge", "/me/key", "/me/key/drop", "/me/prove", "/me/app", "/me/app/confirm", "/me/code"}
"""See ``test_proof``."""
PERSON = {"member_code": "P95", "name": "新井 望", "language": "ja", "role": "staff", "store_code": "H01"}


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Command]:
    """Every command that was run, but for being there and having looked."""
    seen: list[Command] = []
    run = Application.run

    def noting(self: Application, command: Command) -> None:
        if not isinstance(command, SeeDesk | RecordPeopleView):
            seen.append(command)
        run(self, command)

    monkeypatch.setattr(Application, "run", noting)
    return seen


@pytest.fixture
def desk(town: TownInProcess, browser: Make) -> Browser:
    """The secretariat, signed in."""
    assert town
    mine = browser(OFFICE)
    mine.sign_in()
    return mine


def pressed(desk: Browser, page: str, address: str, **typed: str) -> int:
    """Twice the same press, as an impatient hand does it; the status of the first."""
    shown = desk.get(page)
    sent = {**hidden(shown, address), **typed}
    first = desk.http.post(address, data=sent, follow_redirects=False)
    desk.http.post(address, data=sent, follow_redirects=False)
    return first.status_code


def test_each_press_is_one_command_and_a_second_one_is_none(
    town: TownInProcess, desk: Browser, done: list[Command]
) -> None:
    """R-064, R-097: every address that takes a post; it leads back by 303, and the ledger names who pressed."""
    shop, one = f"/desk/stores/{store_id(town, 'A01')}", "/desk/people/P09"
    ways = {
        "/new/{what}": ("/desk/new/store", "/desk/new/store", STORE),
        "/stores/{code}/{how}": (shop, "/desk/stores/A01/suspend", {"why": "rule_broken"}),
        "/people/{code}/invite": (one, f"{one}/invite", {}),
        "/people/{code}/role": (one, f"{one}/role", {"role": "deputy", "store": "H01", "give": "yes"}),
        "/people/{code}/{how}": (one, f"{one}/lock", {}),
    }
    for page, address, typed in ways.values():
        done.clear()
        size = len(_entries(town))
        assert pressed(desk, page, address, **typed) == 303, address
        assert [type(command) for command in done] == [AtDesk, AtDesk]
        made = _entries(town)[size:]
        assert made, address
        assert {entry["actor"] for entry in made} == {_member(town).id}
        assert len({str((e["event"], e.get("details"))) for e in made}) == len(made), address
    ours = {route.path.removeprefix("/desk") for route in router.routes}  # type: ignore[attr-defined]
    assert ours == ways.keys() | {"/twofold/{act_id}", "/me/sessions/{session_id}"} | KEYS | ELSEWHERE


def test_a_role_is_chosen_and_never_the_first_of_the_list(town: TownInProcess, desk: Browser) -> None:
    """R-061: whoever forgets the question makes nobody responsible for a shop; what was typed stands there still."""
    for page in (desk.get("/desk/new/member"), desk.get("/desk/people/P09")):
        assert re.search(r'<select name="role" required>\s*<option value="">選んでください</option>', page.text)
    again = desk.press(desk.get("/desk/new/member"), "/desk/new/member", **PERSON | {"role": ""})
    assert again.status_code == 409
    assert PERSON["name"] in again.text
    with town.reading() as uow:
        assert uow.people.by_code(uow.stores.the_network().id, PERSON["member_code"]) is None


def test_a_store_is_suspended_for_a_reason_and_resumed_by_two(town: TownInProcess, desk: Browser) -> None:
    """R-005, R-144: from a day on; lifting it waits for another person."""
    shop = f"/desk/stores/{store_id(town, 'A01')}"
    for nobodys in ("0001-01-01T00:00", "9999-12-31T23:59-12:00"):
        refused = desk.press(desk.get(shop), "/desk/stores/A01/suspend", at=nobodys, why="suspected_misuse")
        assert refused.status_code == 409
    desk.press(desk.get(shop), "/desk/stores/A01/suspend", at="2026-11-20T08:00", why="suspected_misuse")
    entry = _entries(town)[-1]
    assert (entry["event"], details_of(entry)["why"]) == (Event.STORE_SUSPEND, "suspected_misuse")
    unproven = desk.press(desk.get(shop), "/desk/stores/A01/resume")
    assert "本人の確認" in unproven.text
    desk.prove()
    desk.press(desk.get(shop), "/desk/stores/A01/resume")
    with town.reading() as uow:
        assert uow.session.query(Store).filter_by(code="A01").one().suspended_until is None
    town.press(AUDITOR, "認める")
    with town.reading() as uow:
        assert uow.session.query(Store).filter_by(code="A01").one().suspended_until is not None


def test_a_date_that_is_none_is_said_beside_its_field_and_the_rest_stays(town: TownInProcess, desk: Browser) -> None:
    """R-005: of a store, of a person; a role at a store that there isn't comes back too, and nothing has changed."""
    shop = f"/desk/stores/{store_id(town, 'A01')}"
    before = len(_entries(town))
    for page, address in ((shop, "/desk/stores/A01/leave"), ("/desk/people/P09", "/desk/people/P09/leave")):
        again = desk.press(desk.get(page), address, at="someday", why="other_cause").text
        form = again[again.index(f'action="{address}"') :]
        form = form[: form.index("</form>")]
        assert 'aria-describedby="leave-at"' in form
        assert re.search(r'id="leave-at">日付と時刻を読み取れません', form)
        assert '<option value="other_cause" selected>' in form
        assert again.count('id="leave-at"') == 1
    role = desk.press(desk.get("/desk/people/P09"), "/desk/people/P09/role", role="deputy", store="Z99", give="yes")
    assert (role.status_code, 'name="store" value="Z99"' in role.text) == (409, True)
    changed = [entry for entry in _entries(town)[before:] if not str(entry["event"]).endswith(("view", "seen"))]
    assert changed == []


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(town: TownInProcess, desk: Browser) -> None:
    """R-005: each fault beside its name, and nothing is kept; then it goes through."""
    page = desk.press(desk.get("/desk/new/store"), "/desk/new/store", **{**STORE, "latitude": "north"})
    assert "緯度" in page.text
    assert 'value="新しい商店"' in page.text
    assert "新しい商店 本店" in desk.press(page, "/desk/new/store", **STORE).text
    taken = desk.press(desk.get("/desk/new/store"), "/desk/new/store", **STORE)
    assert "このコードはもう使われています" in taken.text
    with town.reading() as uow:
        assert uow.session.query(Store).filter_by(code="N01").count() == 1


def test_a_person_comes_in_and_their_code_is_shown_to_who_made_it(
    town: TownInProcess, desk: Browser, browser: Make
) -> None:
    """R-001, R-063: it works, and neither another browser nor ten minutes later shows it."""
    page = desk.press(desk.get("/desk/new/member"), "/desk/new/member", **PERSON)
    assert "<h1>新井 望" in page.text
    card = desk.press(page, "/desk/people/P95/invite")
    words = card.text.split('class="words">')[1].split("<")[0]
    assert words.startswith("登録 ")
    assert "コードは" in desk.get("/desk/people/P95").text
    other = browser(MANAGER)
    other.sign_in()
    assert words not in other.get("/desk/people/P95/card").text
    assert words not in desk.get("/desk/people/P01/card").text
    with town.reading() as uow:
        member = town.member("P95", uow)
        found = uow.people.known_code(words.removeprefix("登録 ").replace("-", ""))
        assert found is not None
        assert found.member_id == member.id


def test_roles_are_given_and_taken_but_overseers_by_two(town: TownInProcess, desk: Browser) -> None:
    """R-061, R-113, R-121: one at a time; what doesn't go together is refused."""
    page = desk.get("/desk/people/P01")
    desk.press(page, "/desk/people/P01/role", role="deputy", store="H01", give="yes")
    assert "代行者" in desk.get("/desk/people/P01").text
    desk.press(desk.get("/desk/people/P01"), "/desk/people/P01/role", role="deputy", store="H01", give="no")
    assert _roles(town, "P01") == {Role.STAFF.value}
    desk.prove()
    refused = desk.press(desk.get("/desk/people/P01"), "/desk/people/P01/role", role="auditor", give="yes")
    assert "監査人はほかの役割と兼ねられません" in refused.text
    desk.press(desk.get("/desk/people/P01"), "/desk/people/P01/role", role="secretariat", give="yes")
    assert Role.SECRETARIAT.value not in _roles(town, "P01")
    town.press(AUDITOR, "認める")
    assert Role.SECRETARIAT.value in _roles(town, "P01")


def test_a_duty_for_the_whole_network_is_named_by_two(town: TownInProcess, desk: Browser) -> None:
    """R-061, R-097, L135, L212: asked at the desk, allowed by another; taken by one, at once."""
    page, address = "/desk/people/P09", "/desk/people/P09/role"
    desk.prove()
    desk.press(desk.get(page), address, role="incident_manager", give="yes")
    assert Role.INCIDENT_MANAGER.value not in _roles(town, "P09")
    with pytest.raises(NotFound):
        town.run(ChangeRole("P09", Role.INCIDENT_MANAGER, "", give=True))
    town.press(AUDITOR, "認める")
    assert Role.INCIDENT_MANAGER.value in _roles(town, "P09")
    desk.press(desk.get(page), address, role="incident_manager", store="", give="no")
    assert Role.INCIDENT_MANAGER.value not in _roles(town, "P09")


def test_a_manager_and_the_auditor_change_nothing(town: TownInProcess, browser: Make, desk: Browser) -> None:
    """R-064, L138: no form is there for them, and a press made by hand is refused."""
    sent = hidden(desk.get("/desk/people/P09"), "/desk/people/P09/lock")
    for code in (MANAGER, AUDITOR):
        mine = browser(code)
        out = hidden(mine.sign_in(), "/desk/out")
        for address in ("/desk/people/P09/lock", "/desk/stores/H01/leave", "/desk/people/P01/invite"):
            made = mine.http.post(address, data={**sent, **out, "why": "other_cause", "once": address})
            assert made.status_code == 409, address
            assert "これができるのは事務局だけです" in made.text
        assert mine.http.post("/desk/new/store", data={**STORE, **out, "once": "x"}).status_code == 409
    assert 'method="post" action="/desk/people' not in browser(MANAGER).sign_in().text
    with town.reading() as uow:
        assert uow.session.query(Member).filter(Member.left_at.is_not(None)).count() == 0


def test_who_asked_can_t_allow_it_at_the_desk_and_another_can(
    town: TownInProcess, desk: Browser, browser: Make
) -> None:
    """R-097: not by the page, which has no button for them, nor by a post made by hand; Today tells the other."""
    shop = f"/desk/stores/{store_id(town, 'A01')}"
    desk.press(desk.get(shop), "/desk/stores/A01/suspend", why="rule_broken")
    desk.prove()
    desk.press(desk.get(shop), "/desk/stores/A01/resume")
    with town.reading() as uow:
        address = f"/desk/twofold/{uow.session.query(TwofoldAct).one().id}"
    page = desk.get(address)
    assert "依頼した本人は決められません" in page.text
    made = desk.http.post(address, data={**hidden(page, "/desk/out"), "once": "x", "says": "yes"})
    assert made.status_code == 409
    other = browser(AUDITOR)
    assert address in other.sign_in().text
    assert "本人の確認" in other.press(other.get(address), address, says="yes").text
    other.prove()
    assert pressed(other, address, address, says="yes") == 303
    with town.reading() as uow:
        assert uow.session.query(Store).filter_by(code="A01").one().suspended_until is not None
    assert "もう決まっています" in other.get(address).text
    manager = browser(MANAGER)
    manager.sign_in()
    assert manager.get(address).status_code == 404


def test_an_alert_is_called_back_where_it_is_seen(town: TownInProcess, browser: Make, desk: Browser) -> None:
    """R-064, R-078, R-096: by the secretariat and who leads its shop; others have no form, and no press by hand."""
    case = town.warn()
    page, address = f"/desk/alerts/{case.number}", f"/desk/alerts/{case.number}/recall"
    wrong = {"reason": RecallReason.WRONG_PERSON.value}
    sent = hidden(desk.get(page), address)
    for code, says in ((AUDITOR, "この操作ができるのは"), (NEIGHBOUR, "見つかりません")):
        mine = browser(code)
        out = hidden(mine.sign_in(), "/desk/out")
        assert address not in mine.get(page).text
        refused = mine.http.post(address, data={**sent, **out, **wrong})
        assert (refused.status_code, says in refused.text) == (409, True), code
    assert desk.press(desk.get(page), address, reason=RecallReason.LEFT.value).status_code == 404
    assert town.case().state is State.LIVE
    manager = browser(MANAGER)
    manager.sign_in()
    shown = manager.get(page)
    for _ in range(2):
        assert "終了：取り消し（回収）" in manager.press(shown, address, **wrong).text
    assert address not in manager.get(page).text
    town.deliver()
    assert town.titles(NEIGHBOUR).count("【回収】先ほどの警戒情報は取り消します") == 1


def test_one_ends_one_s_own_sessions_and_nobody_else_s(town: TownInProcess, desk: Browser, browser: Make) -> None:
    """R-063: each by its own button; a session of another person is none of one's own."""
    other = browser(MANAGER)
    theirs = other.sign_in()
    page = desk.get("/desk/me")
    address = page.text.split('action="/desk/me/sessions/')[1].split('"')[0]
    made = other.http.post(f"/desk/me/sessions/{address}", data={**hidden(theirs, "/desk/out"), "once": "x"})
    assert made.status_code == 200
    assert desk.press(page, f"/desk/me/sessions/{address}").status_code == 403
    assert desk.get("/desk").status_code == 403
    town.now += timedelta(seconds=1)
    assert other.get("/desk").status_code == 200


def test_no_page_of_the_desk_is_framed_and_no_press_leads_away(desk: Browser) -> None:
    """R-064: whatever an address says, a press leads to a page of ours."""
    page = desk.get("/desk/people/P09")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-frame-options"] == "DENY"
    sent = hidden(page, "/desk/people/P09/lock")
    made = desk.http.post("/desk/people/%2F%2Fevil.example/lock", data=sent, follow_redirects=False)
    assert not made.headers.get("location", "/desk").startswith(("//", "http"))


def _entries(town: TownInProcess) -> list[Entry]:
    with town.reading() as uow:
        return uow.ledger.newest(None, 1_000_000, 500)[::-1]


def _member(town: TownInProcess) -> Member:
    with town.reading() as uow:
        return town.member(OFFICE, uow)


def _roles(town: TownInProcess, code: str) -> set[str]:
    with town.reading() as uow:
        return {held.role for held in town.member(code, uow).roles}


def test_who_left_or_lost_every_role_is_found_again(town: TownInProcess, desk: Browser, browser: Make) -> None:
    """R-005, R-064: by the secretariat, to bring them back; to a manager they are not there."""
    town.leave("P09")
    town.leave("P10")
    town.run(ReturnMember("P10"))
    listed, gone = desk.get("/desk/people").text, desk.get("/desk/people?gone=yes").text
    for code, left in (("P09", True), ("P10", False)):
        row = gone.split(f'href="/desk/people/{code}"')[1].split("</tr>")[0]
        assert ("退会" in row) is left
        assert f'"/desk/people/{code}"' not in listed
    assert '"/desk/people/P01"' not in gone
    manager = browser("P11")
    manager.sign_in()
    assert "P09" not in manager.get("/desk/people?gone=yes").text


def test_a_store_s_page_says_what_ends_with_its_taking_part(town: TownInProcess, desk: Browser) -> None:
    """R-005, R-144: its live alerts are called back, and whoever suspends it has read so."""
    page = f"/desk/stores/{store_id(town, 'H01')}"
    assert "回収されます" not in desk.get(page).text
    town.warn()
    assert "いま出している警戒情報 1 件が回収されます" in desk.get(page).text
    desk.press(desk.get(page), "/desk/stores/H01/suspend", why="other_cause")
    assert "回収されます" not in desk.get(page).text


def test_a_day_on_which_somebody_leaves_is_seen_and_taken_back(town: TownInProcess, desk: Browser) -> None:
    """R-005: they keep their roles, and nothing happens on that day; nor to who left before it and came back."""
    page = "/desk/people/P09"
    roles = _roles(town, "P10")
    day = "2026-11-25T09:00"
    desk.press(desk.get(page), f"{page}/leave", at=day, why="other_cause")
    assert "<dt>退会の予定</dt>" in desk.get(page).text
    desk.press(desk.get(page), f"{page}/return")
    assert "<dt>退会の予定</dt>" not in desk.get(page).text
    desk.press(desk.get(page), f"{page}/leave", at=day, why="other_cause")
    town.leave("P09")
    town.run(ReturnMember("P09"))
    town.wait(days=3)
    with town.reading() as uow:
        assert town.member("P09", uow).left_at is None
    town.run(ReturnMember("P10"))
    assert _roles(town, "P10") == roles, "who never left loses nothing by coming back"


def test_whatever_asks_a_second_person_asks_first_whether_it_is_they(town: TownInProcess, desk: Browser) -> None:
    """R-064, R-097, L138: a person's form too, when it names somebody who is to watch over the network."""
    auditor = PERSON | {"role": "auditor", "store_code": ""}
    refused = desk.press(desk.get("/desk/new/member"), "/desk/new/member", **auditor)
    assert (refused.status_code, "本人の確認" in refused.text) == (409, True)
    with town.reading() as uow:
        assert uow.people.by_code(uow.stores.the_network().id, PERSON["member_code"]) is None
    desk.prove()
    assert desk.press(refused, "/desk/new/member", **auditor).status_code == 200
    with town.reading() as uow:
        assert uow.session.query(TwofoldAct).one().act is Act.OVERSEER
