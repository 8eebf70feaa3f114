"""The end of a case's open life, whichever way it ends: links die, nothing pending leaves, erasure begins."""

from __future__ import annotations

from handlers.case.question import pending, settle
from handlers.case.record import move, rules_of
from handlers.context import Context
from handlers.retention.cards import plan_closing
from handlers.retention.erase import WORK, erase
from policy.retention import Kind, due_at
from policy.states import TO_LEAVE, DeliveryState, Ending, State, VersionState
from storage.tables import WHILE_OPEN, Case


def close(case: Case, state: State, ending: Ending, ctx: Context) -> None:
    """Close the case: no link opens any more, no pending alert leaves, and what has no reason left goes at once.

    That is both pictures, and the texts of what was never sent; the rest stays for its periods (R-040, R-043).
    """
    version = pending(case, ctx)
    if version is not None:
        settle(version, case, VersionState.WITHDRAWN, ctx)
    case.denied = case.state == State.ASSESSING
    move(case, state, ctx)
    case.ended_at, case.ending = ctx.now, ending
    ctx.uow.due.cancel(case.id, WHILE_OPEN)
    ctx.uow.links.revoke_case(case.id, ctx.now)
    ctx.uow.outbox.withhold(case.id, ctx.now)
    plan_closing(case, ctx)
    for delivery in ctx.uow.deliveries.of_case(case.id):
        if delivery.state in TO_LEAVE:
            delivery.state = DeliveryState.WITHHELD
    ctx.uow.conversations.end_case(case.id)
    for kind in Kind:
        when = due_at(
            kind, created_at=case.created_at, sent_at=case.sent_at, ended_at=ctx.now, rules=rules_of(case, ctx)
        )
        if when <= ctx.now:
            erase(case, kind, ctx)
        else:
            ctx.uow.due.plan(WORK[kind], case.id, when, case_id=case.id)
        case.expires_at = when
