"""Two shops of the demo town, three of its people and a case, as rows: for tests that need no more of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from policy.lanes import Lane
from policy.states import State
from simulator.town import AGREED_BEFORE, BUSINESSES, NOTICE_BEFORE, RESIDENTS, SHOPS, TRAINED_AFTER
from storage.inbox import InboundEvent
from storage.tables import Account, Business, Case, Member, MemberRole, Network, Store
from storage.unit_of_work import Database, UnitOfWork
from storage.vault import Erased

SHOP = {shop.code: shop for shop in SHOPS}
RESIDENT = {person.code: person for person in RESIDENTS}
LINE_ID = {code: person.line_user_id for code, person in RESIDENT.items()}


@dataclass
class Rows:
    """Ids of a network: P01 and P02 of the shop H01, P09 of A01 next door, and a case that P01 reports."""

    network: str
    store: str
    other_store: str
    reporter: str
    approver: str
    account: str
    other_account: str
    neighbour: str
    """The account of P09, as the two before it are of P01 and P02."""
    case: str = ""


def comes_in(
    uow: UnitOfWork,
    event_id: str,
    sender: str,
    now: datetime,
    body: bytes = b"{}",
    lane: Lane = Lane.PROMPT,
    *,
    at: datetime | None = None,
) -> bool:
    """LINE brings an event, that happened just now or at another time; whether it is new."""
    return bool(uow.inbox.keep([(InboundEvent("line", event_id, sender, at or now, body), lane)], now))


def is_kept(uow: UnitOfWork, case_id: str, kind: str, name: str) -> bool:
    """Whether something of a case can still be read."""
    try:
        uow.vault.get(case_id, kind, name)
    except Erased:
        return False
    return True


def new_case(rows: Rows, number: str, now: datetime, *, state: State = State.DRAFT) -> Case:
    """A case of P01's."""
    return Case(
        number=number,
        network_id=rows.network,
        store_id=rows.store,
        reporter_id=rows.reporter,
        reporter_account_id=rows.account,
        state=state.value,
        state_since=now,
        created_at=now,
        expires_at=now + timedelta(hours=24),
        rule_version="0" * 12,
        radius_km=3,
        life_hours=24,
    )


def build(database: Database, now: datetime, *, number: str = "20261123-001", state: State = State.DRAFT) -> Rows:
    """The rows, committed."""
    with database.unit_of_work() as uow:
        network = Network(name="半鐘町", created_at=now)
        uow.add(network)
        first, second = (_store(uow, network, code, now) for code in ("H01", "A01"))
        reporter, approver = (_account(uow, network, code, first, now) for code in ("P01", "P02"))
        neighbour = _account(uow, network, "P09", second, now)
        made = Rows(
            network=network.id,
            store=first.id,
            other_store=second.id,
            reporter=reporter.member_id,
            approver=approver.member_id,
            account=reporter.id,
            other_account=approver.id,
            neighbour=neighbour.id,
        )
        case = new_case(made, number, now, state=state)
        uow.cases.add(case)
        made.case = case.id
        uow.commit()
    return made


def _store(uow: UnitOfWork, network: Network, code: str, now: datetime) -> Store:
    shop, today = SHOP[code], now.date()
    business = Business(
        network_id=network.id,
        code=shop.business,
        name=BUSINESSES[shop.business],
        agreed_on=today - AGREED_BEFORE,
    )
    uow.add(business)
    latitude, longitude = shop.place
    store = Store(
        business_id=business.id,
        code=code,
        name=shop.name,
        latitude=latitude,
        longitude=longitude,
        facility=shop.facility or None,
        notice_posted_on=today - NOTICE_BEFORE,
        telephone=shop.telephone,
        joined_at=now,
    )
    uow.add(store)
    return store


def _account(uow: UnitOfWork, network: Network, code: str, store: Store, now: datetime) -> Account:
    person = RESIDENT[code]
    member = Member(
        network_id=network.id,
        code=code,
        name=person.name,
        trained_until=now.date() + TRAINED_AFTER,
        joined_at=now,
    )
    uow.add(member)
    for role, _ in person.roles:
        uow.add(MemberRole(member_id=member.id, role=role, store_id=store.id))
    account = Account(member_id=member.id, platform="line", external_id=LINE_ID[code], created_at=now)
    uow.add(account)
    return account
