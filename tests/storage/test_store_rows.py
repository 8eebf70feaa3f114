"""Thousands of stores in one look say of each what a look at it alone says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from policy.audience import active
from policy.facts import Role
from policy.notices.posting import Kind
from policy.states import State
from storage.tables import Account, MemberRole, Poster, Store
from storage.unit_of_work import Database, UnitOfWork
from tests.world.rows import Rows, new_case

DAY = timedelta(days=1)
Befalls = Callable[[Store, datetime], None]


def shows(uow: UnitOfWork, store: str, version: str, posted_at: datetime | None, replaced_at: datetime | None) -> None:
    """A version of the poster that was wanted there a day before it was photographed or replaced."""
    at = posted_at or replaced_at
    assert at is not None
    uow.add(
        Poster(
            store_id=store,
            kind=Kind.POSTER,
            version=version,
            wanted_at=at - DAY,
            posted_at=posted_at,
            replaced_at=replaced_at,
        )
    )
    uow.session.flush()


def _is_not_agreed(store: Store, _now: datetime) -> None:
    store.business.agreed_on = None


def _is_without_notice(store: Store, _now: datetime) -> None:
    store.notice_posted_on = None


def _joins_tomorrow(store: Store, now: datetime) -> None:
    store.joined_at = now + DAY


def _left(store: Store, now: datetime) -> None:
    store.left_at = now


def _left_with_its_business(store: Store, now: datetime) -> None:
    store.business.left_at = now


def _is_suspended(store: Store, now: datetime) -> None:
    store.suspended_at, store.suspended_until = now, now + DAY


def _was_suspended(store: Store, now: datetime) -> None:
    store.suspended_at, store.suspended_until = now - DAY, now


OUT = (_is_not_agreed, _is_without_notice, _joins_tomorrow, _left, _left_with_its_business, _is_suspended)


@pytest.mark.parametrize("befalls", [*OUT, _was_suspended])
def test_the_list_of_all_stores_says_who_takes_part(
    database: Database, town: Rows, now: datetime, befalls: Befalls
) -> None:
    """R-005, R-009, R-122, R-144: as each store alone does; the other one is not touched by it."""
    with database.unit_of_work() as uow:
        befalls(uow.stores.get(town.other_store), now)
        uow.session.flush()
        facts = {one.id for one in uow.stores.all_facts(uow.stores.in_network(town.network)) if active(one, now)}
        listed = {shop.id for shop in uow.stores.taking_part(town.network, now)}
        assert listed == facts == {town.store, *([] if befalls in OUT else [town.other_store])}
        assert uow.stores.taking_part("another", now) == []


def test_a_photographed_poster_stands_in_for_the_secretariats_word(
    database: Database, town: Rows, now: datetime
) -> None:
    """R-023, R-122: of whatever version; that of a notice at the cameras doesn't."""
    with database.unit_of_work() as uow:
        for store_id in (town.store, town.other_store):
            uow.stores.get(store_id).notice_posted_on = None
        shows(uow, town.store, "old", now, now)
        uow.add(Poster(store_id=town.other_store, kind=Kind.CAMERA, version="any", wanted_at=now, posted_at=now))
        uow.session.flush()
        assert [shop.id for shop in uow.stores.taking_part(town.network, now)] == [town.store]


def test_what_was_photographed_last_is_compared_with_what_is_to_hang(
    database: Database, town: Rows, now: datetime
) -> None:
    """R-029, L101: the version before is old; of one that is wanted again, what was photographed since is."""
    with database.unit_of_work() as uow:
        shows(uow, town.store, "first", now, now + DAY)
        shows(uow, town.store, "second", now + 2 * DAY, now + 3 * DAY)
        again = Poster(store_id=town.store, kind=Kind.POSTER, version="first", wanted_at=now + 3 * DAY)
        uow.add(again)
        # Next door the second was never put up, so that what hangs there is the first, as wanted once more.
        shows(uow, town.other_store, "first", now, now + DAY)
        shows(uow, town.other_store, "second", None, now + 3 * DAY)
        uow.add(Poster(store_id=town.other_store, kind=Kind.POSTER, version="first", wanted_at=now + 3 * DAY))
        uow.session.flush()
        assert uow.notices.outdated() == {town.store}
        again.posted_at = now + 4 * DAY
        uow.session.flush()
        assert uow.notices.outdated() == set()


def test_the_first_alert_is_the_one_that_went_out_first(database: Database, town: Rows, now: datetime) -> None:
    """R-122, L227: not the one that was reported first; one that never went out is none."""
    with database.unit_of_work() as uow:
        assert uow.notices.first_sent_at(town.network) is None
        slow, quick, late = (new_case(town, f"20261123-10{n}", now + n * DAY, state=State.ENDED) for n in range(3))
        slow.sent_at, quick.sent_at, late.sent_at = now + 2 * DAY, now + DAY, now + 3 * DAY
        for case in (slow, quick, late):
            uow.add(case)
        uow.session.flush()
        assert uow.notices.first_sent_at(town.network) == now + DAY
        assert uow.notices.first_sent_at("another") is None


def test_people_of_a_store_are_who_holds_a_role_there_and_has_not_left(
    database: Database, town: Rows, now: datetime
) -> None:
    """R-062, R-063, R-113: each once with all roles, as the person alone is seen; reached by an account in use."""
    with database.unit_of_work() as uow:
        uow.add(MemberRole(member_id=town.approver, role="auditor", store_id=None))
        uow.session.get_one(Account, town.account).blocked_at = now
        uow.session.get_one(Account, town.neighbour).member.left_at = now
        uow.session.flush()
        staff = uow.staff.at([town.store, town.other_store])
        assert {one.member.id: one.reachable for one in staff[town.store]} == {
            town.reporter: False,
            town.approver: True,
        }
        alone = {id_: uow.people.member_facts(uow.people.member(id_)) for id_ in (town.reporter, town.approver)}
        assert {one.member.id: one.member for one in staff[town.store]} == alone
        assert staff[town.other_store] == []
        assert [one.member.id for one in uow.staff.for_network(town.network, Role.AUDITOR)] == [town.approver]
        assert uow.staff.for_network("another", Role.AUDITOR) == []
