"""While an alert lives, somebody at each store can see it: when a reader goes, the next one is called (D13)."""

from __future__ import annotations

from handlers.alert.delivery import call_second_contacts, deliver, is_addressed
from handlers.commands.worker import DueCommand
from handlers.context import Context
from policy.states import ON_ITS_WAY, DeliveryAnswer, State
from storage.tables import Account, Case, Delivery, Member


def follow_to_other_account(lost: Account, ctx: Context) -> None:
    """The person can't be reached here any more: live alerts go to their other account, so that stops do as well."""
    other = ctx.uow.people.preferred_account(lost.member)
    for case, row in live_rows(lost.member, ctx):
        if other is not None and row.account_id == lost.id:
            deliver(case, [(row.store_id, other)], ctx, second=row.second)


def call_colleagues(gone: Member, ctx: Context) -> None:
    """R-005, R-124: a store whose last reader is gone is called through its second contact, without a wait."""
    for case, row in live_rows(gone, ctx):
        if not _somebody_sees(case, row.store_id, ctx):
            call_second_contacts(case, [row.store_id], ctx)


def call_where_nobody_answered(cmd: DueCommand, ctx: Context) -> None:
    """D13: stores where nobody has answered who is in the shop are called through their second contact."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    if case.state != State.LIVE:
        return
    answered = {
        row.store_id for row in ctx.uow.deliveries.of_case(case.id) if row.answer not in (None, DeliveryAnswer.ABSENT)
    }
    call_second_contacts(case, [store_id for store_id in case.audience if store_id not in answered], ctx)


def live_rows(member: Member, ctx: Context) -> list[tuple[Case, Delivery]]:
    """What this person got, or is to get, of alerts that live."""
    cases = ctx.uow.cases.live_in(member.network_id)
    ctx.uow.cases.lock([case.id for case in cases])
    rows = [(case, row) for case in cases for row in ctx.uow.deliveries.of_case(case.id)]
    return [(case, row) for case, row in rows if row.member_id == member.id]


def _somebody_sees(case: Case, store_id: str, ctx: Context) -> bool:
    rows = [row for row in ctx.uow.deliveries.of_case(case.id) if row.store_id == store_id]
    return any(
        row.state in ON_ITS_WAY and row.account.blocked_at is None and is_addressed(row, case, ctx) for row in rows
    )
