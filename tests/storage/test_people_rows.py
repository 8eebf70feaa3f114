"""People: how they come in, how they are reached, and what ends when they go."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from policy.facts import MemberFacts, Role
from storage.browsers import ASKED, Device
from storage.enrolments import VALID_FOR
from storage.tables import Account, Enrolment, Machine, Member, MemberRole, Network, Program, Store
from storage.unit_of_work import Database, UnitOfWork
from tests.world.rows import LINE_ID, SHOP, Rows

PHONE = Device(Machine.ANDROID, Program.CHROME)


def test_a_member_as_the_rules_see_them(uow: UnitOfWork, town: Rows) -> None:
    """R-062: training holds to the end of its last day in Japan."""
    member = uow.people.member(town.approver)

    assert uow.people.member_facts(member) == MemberFacts(
        id=town.approver,
        network_id=town.network,
        roles=frozenset({(Role.RESPONSIBLE, town.store), (Role.CONTACT, town.store)}),
        left_at=None,
        trained_until=datetime(2027, 9, 19, 15, 0, tzinfo=UTC),
    )
    member.trained_until = None
    assert uow.people.member_facts(member).trained_until is None


def test_an_account_is_known_until_it_is_revoked_or_its_member_leaves(
    uow: UnitOfWork, town: Rows, now: datetime
) -> None:
    """R-063: whoever left is a stranger."""
    known = uow.people.account("line", LINE_ID["P01"])
    assert known is not None
    assert known.id == town.account
    assert uow.people.account("slack", LINE_ID["P01"]) is None

    uow.people.leave(known.member, now)

    assert uow.people.account("line", LINE_ID["P01"]) is None
    assert uow.people.account("line", LINE_ID["P02"]) is not None


def test_a_code_lets_one_account_in_once(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """Typed by hand in any style; wrong, used, replaced and expired codes let nobody in."""
    first = uow.people.new_enrolment(town.reporter, now)
    code = uow.people.new_enrolment(town.reporter, now)
    assert uow.people.redeem("ABCD-EFGH", "slack", "S1", now) is None
    assert uow.people.redeem("", "slack", "S1", now) is None
    assert uow.people.redeem(first, "slack", "S1", now) is None
    assert uow.people.redeem(code, "slack", "S1", now + VALID_FOR) is None

    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in code.lower().replace("-", ""))
    member = uow.people.redeem(f" {full_width} ", "slack", "S1", now)

    assert member is not None
    assert member.id == town.reporter
    assert uow.people.redeem(code, "slack", "S2", now) is None
    assert len(code) == 9
    assert not set(code) & set("0O1IL")


def test_codes_cannot_be_read_from_the_database(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """Only a keyed hash is kept: without the master key not even all codes tried out help."""
    code = uow.people.new_enrolment(town.reporter, now)

    assert code.replace("-", "") not in uow.session.query(Enrolment).one().code_hash


def test_an_account_in_use_by_somebody_else_is_refused(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-113: one account, one person; the code stays usable for the right account."""
    code = uow.people.new_enrolment(town.approver, now)

    assert uow.people.redeem(code, "line", LINE_ID["P01"], now) is None
    assert uow.people.redeem(code, "slack", "S2", now) is not None


def test_enrolling_an_account_again_is_harmless(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """The same person types a new code: same account, and they can be reached again."""
    uow.people.mark_blocked(town.account, now)
    code = uow.people.new_enrolment(town.reporter, now)
    member = uow.people.redeem(code, "line", LINE_ID["P01"], now)
    assert member is not None

    account = uow.people.bind_account(member, "line", LINE_ID["P01"], now)

    assert (account.id, account.blocked_at) == (town.account, None)


def test_every_code_of_a_person_dies_when_an_account_is_bound(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-113: with whichever code, and by an import too: a slip of paper that turns up later opens nothing."""
    code = uow.people.new_enrolment(town.reporter, now)
    member = uow.people.member(town.reporter)

    uow.people.bind_account(member, "slack", "S1", now)

    assert not uow.people.await_enrolment([town.reporter], now)
    assert uow.people.redeem(code, "slack", "S2", now) is None
    assert timedelta(hours=72) == VALID_FOR


def test_two_who_type_one_code_at_once_do_not_both_get_in(database: Database, town: Rows, now: datetime) -> None:
    """A code works once."""
    with database.unit_of_work() as uow:
        code = uow.people.new_enrolment(town.reporter, now)
        uow.commit()
    start = threading.Barrier(2)
    let_in: list[str] = []

    def enrol(external_id: str) -> None:
        start.wait()
        with database.unit_of_work() as uow:
            if uow.people.redeem(code, "slack", external_id, now):
                uow.commit()
                let_in.append(external_id)

    threads = [threading.Thread(target=enrol, args=(external_id,)) for external_id in ("S1", "S2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(let_in) == 1


def test_who_holds_a_role_and_has_not_left(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """Each person once, however many of the roles they hold."""
    uow.add(MemberRole(member_id=town.approver, role=Role.APPROVER.value, store_id=town.store))
    uow.add(MemberRole(member_id=town.approver, role=Role.SECRETARIAT.value, store_id=None))
    roles = [Role.APPROVER, Role.RESPONSIBLE]

    def ids(members: list[Member]) -> list[str]:
        return [member.id for member in members]

    assert ids(uow.people.at_store(town.store, roles)) == [town.approver]
    assert ids(uow.people.at_store(town.store, [Role.STAFF, *roles])) == [town.reporter, town.approver]
    assert ids(uow.people.at_store(town.other_store, [Role.STAFF, Role.APPROVER])) == []
    assert ids(uow.people.in_network(town.network, [Role.SECRETARIAT])) == [town.approver]
    uow.people.leave(uow.people.member(town.approver), now)
    assert ids(uow.people.at_store(town.store, roles)) == []
    assert ids(uow.people.in_network(town.network, [Role.SECRETARIAT])) == []


def test_a_network_wide_role_is_held_once(uow: UnitOfWork, town: Rows) -> None:
    """Two rows without a store would be two roles to a plain unique constraint."""
    uow.add(MemberRole(member_id=town.approver, role=Role.AUDITOR.value, store_id=None))

    with pytest.raises(Exception, match=r"(?i)unique"):
        uow.add(MemberRole(member_id=town.approver, role=Role.AUDITOR.value, store_id=None))


def test_the_account_to_write_to(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """The newest one that can be reached."""
    member = uow.people.member(town.reporter)
    newer = Account(member=member, platform="slack", external_id="S1", created_at=now + timedelta(days=1))
    uow.add(newer)

    def preferred() -> str | None:
        account = uow.people.preferred_account(member)
        return account.id if account else None

    assert preferred() == newer.id
    uow.people.mark_blocked(newer.id, now)
    assert preferred() == town.account
    uow.people.mark_blocked(newer.id, None)
    assert preferred() == newer.id
    uow.people.revoke(newer, now)
    uow.people.mark_blocked(town.account, now)
    assert preferred() is None


def test_everything_of_a_leaver_ends_at_once(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-005, R-063: links, browsers, codes, open questions and waiting cards; the roles stay as a record."""
    uow.links.add("link", "alert", town.case, town.account, now, now + timedelta(hours=1))
    uow.people.meet_browser(town.account, "came as", "hash", PHONE, now)
    uow.outbox.queue(account_id=town.account, card_json=b"{}", topic="t", now=now)
    uow.conversations.start(town.account, "report", town.case, "goods", now)
    code = uow.people.new_enrolment(town.reporter, now)
    member = uow.people.member(town.reporter)

    uow.people.leave(member, now + timedelta(minutes=1))
    uow.people.leave(member, now + timedelta(minutes=2))

    link = uow.links.get("link")
    assert link is not None
    uow.session.refresh(link)
    assert link.revoked_at == member.left_at == now + timedelta(minutes=1)
    assert uow.people.browser(town.account, "hash", now) is None
    assert uow.people.account_by_id(town.account).revoked_at == member.left_at
    assert uow.outbox.claim(now + timedelta(hours=1), 10, 60) == []
    assert uow.conversations.get(town.account) is None
    assert uow.people.redeem(code, "slack", "S1", now) is None
    assert [role.role for role in member.roles] == ["staff"]


def test_the_first_browser_is_bound_another_one_waits_for_a_yes(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-001: each by its number; a question is open for an hour."""
    first = uow.people.meet_browser(town.account, "a", "first", PHONE, now)
    second = uow.people.meet_browser(town.account, "b", "second", PHONE, now)
    assert first is not None
    assert second is not None
    assert (first.confirmed_at, second.confirmed_at) == (now, None)
    assert first.number != second.number
    assert {len(str(row.number)) for row in (first, second)} == {2}
    since = now - timedelta(seconds=1)
    assert [uow.people.browsers_asked_about(town.account, at) for at in (since, now)] == [1, 0]
    assert uow.people.own_browser(second.id, town.account, now) is second
    assert uow.people.own_browser(second.id, town.other_account, now) is None
    assert uow.people.own_browser("unknown", town.account, now) is None
    assert uow.people.own_browser(second.id, town.account, now + ASKED) is None


def test_a_browser_gets_a_new_cookie_whenever_it_is_met(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-001: one that somebody planted opens nothing; a press may be repeated until the new one has come back."""
    people = uow.people
    mine = people.meet_browser(town.account, "planted", "given", PHONE, now)
    assert mine is not None
    assert people.browser(town.account, "planted", now) is None
    assert people.meet_browser(town.account, "planted", "given at the second tap", PHONE, now) is None
    people.see_browser(mine, now)
    stranger = people.meet_browser(town.account, "planted", "given to a stranger", PHONE, now)
    assert stranger is not None
    assert stranger.confirmed_at is None

    for_another = people.meet_browser(town.other_account, "given at the second tap", "newest", PHONE, now)
    assert for_another is not None
    assert [people.browser(a, "newest", now) is not None for a in (town.account, town.other_account)] == [True, True]
    assert people.browser(town.account, "given at the second tap", now) is None


def test_a_browser_that_rests_for_a_month_is_a_stranger_again(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-063: 30 days after it was last seen; a clock put back ends nothing, one that jumps ahead opens nothing."""
    browser = uow.people.meet_browser(town.account, "a", "first", PHONE, now)
    assert browser is not None
    day = timedelta(days=1)
    uow.people.see_browser(browser, now + 20 * day)
    for passed, open_ in ((-day, True), (49 * day, True), (50 * day, False), (400 * day, False)):
        assert (uow.people.browser(town.account, "first", now + passed) is not None) == open_
        assert bool(uow.people.browsers(town.account, now + passed)) == open_
    anew = uow.people.meet_browser(town.account, "first", "later", PHONE, now + 50 * day)
    assert anew is not None
    assert anew.confirmed_at == now + 50 * day
    assert uow.people.close_doors(uow.people.account_by_id(town.account), now) == 1
    assert uow.people.browsers(town.account, now + 50 * day) == []


def test_two_browsers_at_once_are_not_both_the_first(database: Database, town: Rows, now: datetime) -> None:
    """A forwarded link must not be quicker than the question."""
    start = threading.Barrier(2)

    def bind(browser_hash: str) -> None:
        start.wait()
        with database.unit_of_work() as uow:
            uow.people.meet_browser(town.account, f"came as {browser_hash}", browser_hash, PHONE, now)
            uow.commit()

    threads = [threading.Thread(target=bind, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    with database.unit_of_work() as uow:
        found = [uow.people.browser(town.account, name, now) for name in ("a", "b")]
        assert [browser is not None and browser.confirmed_at is not None for browser in found].count(True) == 1


def test_a_store_as_the_rules_see_it(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-009, R-061, R-122: agreement, responsible person (or deputy) who has not left, notice."""
    ready = uow.stores.store_facts(uow.stores.get(town.store))
    other = uow.stores.store_facts(uow.stores.get(town.other_store))

    assert (ready.business_agreed, ready.notice_posted, ready.has_responsible) == (True, True, True)
    assert (ready.latitude, ready.longitude, ready.facility) == (*SHOP["H01"].place, SHOP["H01"].facility)
    assert (other.business_agreed, other.notice_posted, other.has_responsible) == (True, True, True)
    uow.people.leave(uow.people.member(town.approver), now)
    gone = uow.stores.store_facts(uow.stores.get(town.store))
    assert gone == replace(ready, has_responsible=False)
    store = uow.stores.get(town.other_store)
    store.notice_posted_on, store.business.agreed_on = None, None
    bare = uow.stores.store_facts(store)
    assert (bare.business_agreed, bare.notice_posted) == (False, False)


def test_stores_and_rules_of_a_network(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """Rules are the defaults with the network's own numbers; the oldest network is the usual one."""
    uow.add(Network(name="later", created_at=now + timedelta(days=1)))
    assert uow.stores.the_network().id == town.network
    assert [store.id for store in uow.stores.in_network(town.network)] == [town.other_store, town.store]
    assert uow.stores.in_network("unknown") == []

    uow.stores.network(town.network).rules = {"radius_km": 5}

    assert uow.stores.rules(town.network).radius_km == 5


def test_without_a_network_it_says_what_to_import(uow: UnitOfWork) -> None:
    """The first thing a new installation needs."""
    assert not uow.stores.has_network()
    with pytest.raises(LookupError, match="hansho stores import"):
        uow.stores.the_network()


def test_codes_and_days_of_rows_come_back_as_they_went_in(uow: UnitOfWork, town: Rows) -> None:
    """Dates stay dates on both databases."""
    assert uow.session.get_one(Store, town.store).notice_posted_on == date(2026, 5, 27)
    found = uow.people.by_code(town.network, "P01")
    assert found is not None
    assert found.id == town.reporter
    assert uow.people.by_code(town.network, "P99") is None
