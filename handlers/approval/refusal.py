"""Who said "no" lets the reporter read why."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.earlier import refusal_of
from handlers.case.involved import tell_reporter, who
from handlers.case.record import require
from handlers.case.sealed import reasons_left, show_refusal, shown_refusal
from handlers.case.told import told
from handlers.commands.chat import ShowReason
from handlers.context import Context
from policy.assessment import TESTS
from policy.states import State
from policy.verdict import N_, Deny


def show_reason(cmd: ShowReason, ctx: Context) -> None:
    """R-112: their own reason alone, on the reporter's page, for as long as reasons are kept; once."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    row = refusal_of(case, ctx)
    if row is None or row.member_id != account.member_id:
        require(Deny("R-112", N_("見せられるのは、自分が書いた理由だけです。")))
        return
    test = next(test.name for test in TESTS if not getattr(row, test.name))
    reason = reasons_left(row, ctx).get(test, "")
    if shown_refusal(case, ctx):
        return
    if case.state != State.REFUSED or not reason:
        require(Deny("R-040", N_("理由はもう消去されたため、見せられません。")))
    show_refusal(case, reason, ctx)
    ctx.note(Event.REASON_SHOW, case, account)
    tell_reporter(case, wording.assess.reason_to_read(told(case, ctx), ctx.now), ctx)
    ctx.tell(account, case, wording.assess.reason_shown(told(case, ctx)))
