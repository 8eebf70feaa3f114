"""Rows of a small town to test storage with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policy.facts import Role
from policy.states import State
from storage.tables import Account, Business, Case, Member, MemberRole, Network, Store
from storage.unit_of_work import Database, UnitOfWork


@dataclass
class Town:
    """Ids of one network with two stores, two people and a case."""

    network: str
    store: str
    other_store: str
    reporter: str
    approver: str
    account: str
    other_account: str
    case: str


def new_case(town: Town, number: str, now: datetime, *, state: State = State.DRAFT) -> Case:
    """A case of the town's reporter."""
    return Case(
        number=number,
        network_id=town.network,
        store_id=town.store,
        reporter_id=town.reporter,
        reporter_account_id=town.account,
        state=state.value,
        state_since=now,
        created_at=now,
        expires_at=now + timedelta(hours=24),
        rule_version="0" * 12,
        radius_km=3,
        life_hours=24,
    )


def _store(uow: UnitOfWork, business: Business, code: str, now: datetime) -> Store:
    store = Store(
        business_id=business.id,
        code=code,
        name=f"半鐘町{code}店",
        latitude=35.7,
        longitude=139.58,
        notice_posted_on=date(2026, 11, 1),
        joined_at=now,
    )
    uow.add(store)
    return store


def _member(uow: UnitOfWork, code: str, role: Role, store: Store, now: datetime) -> Account:
    member = Member(
        network_id=store.business.network_id,
        code=code,
        name="試験 用人",
        trained_until=date(2027, 3, 31),
        joined_at=now,
    )
    uow.add(member)
    uow.add(MemberRole(member_id=member.id, role=role.value, store_id=store.id))
    account = Account(member_id=member.id, platform="line", external_id=f"U{code}", created_at=now)
    uow.add(account)
    return account


def build(database: Database, now: datetime) -> Town:
    """The town, committed."""
    with database.unit_of_work() as uow:
        network = Network(name="半鐘町", created_at=now)
        uow.add(network)
        business = Business(network_id=network.id, code="A", name="甲商店", agreed_on=date(2026, 10, 1))
        uow.add(business)
        first, second = _store(uow, business, "1", now), _store(uow, business, "2", now)
        reporter = _member(uow, "M1", Role.STAFF, first, now)
        approver = _member(uow, "M2", Role.RESPONSIBLE, first, now)
        made = Town(
            network.id, first.id, second.id, reporter.member_id, approver.member_id, reporter.id, approver.id, ""
        )
        case = new_case(made, "20261123-001", now)
        uow.cases.add(case)
        made.case = case.id
        uow.commit()
    return made
