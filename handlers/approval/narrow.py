"""An approver takes something away before saying yes: stores, or how much is shown; and ticks far stores."""

from __future__ import annotations

from audit.event import Event
from handlers.approval.ask import ask_approvers
from handlers.approval.assess import may_begin
from handlers.approval.bind import bind
from handlers.approval.quorum import quorum_verdict, tell_progress
from handlers.case.audience import on_offer, proposed
from handlers.case.involved import who
from handlers.case.picture import forget_picture
from handlers.case.record import require, rules_of
from handlers.case.sealed import keep_report, load_report, salted_hash
from handlers.commands.pages import NarrowAlert
from handlers.context import Context
from policy.audience import check_audience
from policy.facts import AlertForm
from policy.narrowing import as_light_as, check_choice
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import Account, Case


def narrow_alert(cmd: NarrowAlert, ctx: Context) -> None:
    """R-030, R-116, R-117: fewer stores, a lighter form, a tick for each far store; then the count starts anew.

    Whoever only takes away has not reported: they may say yes to what is left.
    """
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_begin(account, case, cmd.binding, ctx))
    if case.state != State.ASSESSING:  # a later version: its receivers are those of the alert that is out
        require(Deny("R-111", N_("書き直された内容は、ここではしぼれません。直してほしいときは差し戻してください。")))
    report = load_report(case, ctx)
    if report is None:
        require(Deny("R-111", N_("通報の内容が残っていないため、送れません。")))
        return
    far = proposed(case, ctx)
    require(check_choice(cmd.stores, cmd.form, report, audience=case.audience, proposed=far))
    kept = [store_id for store_id in on_offer(case, ctx) if store_id in cmd.stores]
    require(check_audience(kept, sender_id=case.store_id, rules=rules_of(case, ctx)))
    if kept == case.audience and cmd.form == report.form:
        return
    gone, new = set(case.audience) - set(kept), set(kept) - set(case.audience)
    _tick(case, account, kept, ctx)
    case.audience = kept
    case.left_out = [*case.left_out, *sorted(gone - far)]
    report = as_light_as(report, AlertForm(cmd.form))
    keep_report(case, report, ctx)
    if report.form != AlertForm.PICTURE and case.photo_reference is not None:
        forget_picture(case, ctx)
        ctx.note(Event.PHOTO_DROP, case, account)
    bind(case, report)
    ctx.note(
        Event.ALERT_LIGHTEN,
        case,
        account,
        binding=salted_hash(case.id, case.binding or "", ctx),
        form=report.form,
        cut=sorted(gone),
        ticked=sorted(new),
    )
    _count_anew(case, ctx)


def _tick(case: Case, account: Account, kept: list[str], ctx: Context) -> None:
    for far in ctx.uow.cases.far_stores(case.id):
        if far.store_id not in kept:
            far.ticked_by = None
        elif far.ticked_by is None:
            far.ticked_by = account.member_id


def _count_anew(case: Case, ctx: Context) -> None:
    """R-111: earlier answers were given for something else; everybody who was asked looks again."""
    for row in ctx.uow.cases.assessments(case.id):
        row.withdrawn_at = row.withdrawn_at or ctx.now
    case.state_since = ctx.now
    ctx.uow.conversations.end_case(case.id)
    asked = [ctx.uow.people.member(request.member_id) for request in ctx.uow.cases.requests(case.id)]
    ask_approvers(case, asked, ctx, narrowed=True)
    tell_progress(case, quorum_verdict(case, ctx), ctx)
