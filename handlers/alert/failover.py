"""While an alert lives, somebody at each store can see it: when a reader goes, the next one is called at once (D13)."""

from __future__ import annotations

from datetime import datetime

from handlers.alert.delivery import call_second_contact, deliver, may_receive
from handlers.commands.chat import Ring
from handlers.ports import Ports
from policy.states import State
from storage.tables import Account, Case, Delivery, Member
from storage.unit_of_work import UnitOfWork


def follow_to_other_account(lost: Account, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The person can't be reached here any more: live alerts go to their other account, so that stops do as well."""
    other = uow.people.preferred_account(lost.member)
    for case, row in _live_rows(lost.member, uow):
        if other is not None and row.account_id == lost.id:
            deliver(case, [(row.store_id, other)], uow, ports, now, second=row.second)


def call_colleagues(gone: Member, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-005, R-124: a store whose last reader is gone is called through its second contact, without a wait."""
    for case, row in _live_rows(gone, uow):
        if not _somebody_sees(case, row.store_id, uow, now):
            call_second_contact(case, row.store_id, uow, ports, now)


def _live_rows(member: Member, uow: UnitOfWork) -> list[tuple[Case, Delivery]]:
    cases = [uow.cases.locked(case.id) for case in uow.cases.live_in(member.network_id)]
    rows = [(case, row) for case in cases for row in uow.deliveries.of_case(case.id)]
    return [(case, row) for case, row in rows if row.member_id == member.id]


def _somebody_sees(case: Case, store_id: str, uow: UnitOfWork, now: datetime) -> bool:
    rows = [row for row in uow.deliveries.of_case(case.id) if row.store_id == store_id]
    return any(
        row.state in ("queued", "sent") and row.account.blocked_at is None and may_receive(row, case, uow, now)
        for row in rows
    )


def call_second_contacts(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """D13: stores that have not answered are called through their second contact."""
    case = uow.cases.locked(cmd.case_id or "")
    if case.state != State.LIVE:
        return
    answered = {row.store_id for row in uow.deliveries.of_case(case.id) if row.answer}
    for store_id in case.audience:
        if store_id not in answered:
            call_second_contact(case, store_id, uow, ports, now)
