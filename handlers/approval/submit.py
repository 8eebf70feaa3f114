"""Handing the alert in: frozen under its binding hash, and put before its approvers."""

from __future__ import annotations

from datetime import timedelta

from audit.event import Event
from handlers import wording
from handlers.approval.ask import ask_approvers
from handlers.approval.bind import bind
from handlers.approval.possible import quorum_possible, to_ask
from handlers.approval.quorum import people_needed
from handlers.approval.quota import plan_quota_question
from handlers.case.audience import receivers
from handlers.case.earlier import earlier_answers
from handlers.case.involved import who
from handlers.case.picture import drop_picture, picture_of
from handlers.case.record import may_handle, move, require, rules_of
from handlers.case.sealed import keep_returned, load_report
from handlers.commands.chat import SubmitCase
from handlers.context import Context
from handlers.network.rule_versions import rules_to_cite
from handlers.report.describe import complete, mend
from policy.facts import AlertForm
from policy.picture import may_leave
from policy.states import CLOSED, IN_FORCE, State
from policy.verdict import N_, Deny
from storage.tables import Case, DueKind


def submit_case(cmd: SubmitCase, ctx: Context) -> None:
    """R-112, R-113: freeze the alert under its binding hash and ask everybody who may assess it."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_handle(account, case, ctx))
    if case.state in CLOSED:
        require(Deny("R-111", N_("この通報は終了しています。")))
    if case.state in IN_FORCE:
        require(Deny("R-111", N_("この通報はもう承認者に送られています。")))
    report = load_report(case, ctx)
    if report and mend(account, case, report, ctx):
        return
    _freeze(case, ctx)
    require(quorum_possible(case, ctx))
    move(case, State.ASSESSING, ctx)
    keep_returned(case, "", ctx)
    ctx.uow.conversations.end_case(case.id)
    plan_quota_question(ctx.now, ctx)
    approvers = to_ask(case, ctx)
    ask_approvers(case, approvers, ctx)
    plan_round(case, ctx)
    earlier = [one.case.id for one in earlier_answers(case, None, ctx)]
    if earlier:
        ctx.note(Event.REPORT_REPEAT, case, account, earlier=earlier)
    ctx.tell(account, case, wording.report.waiting(people_needed(case, ctx), len(approvers), again=bool(earlier)))


def _freeze(case: Case, ctx: Context) -> None:
    """R-111, R-126: the alert as it would go out, under the network's rules of this moment."""
    rules = rules_to_cite(ctx.uow.stores.network(case.network_id), ctx)
    case.radius_km, case.life_hours, case.rule_version = rules.radius_km, rules.life_hours, rules.version
    report = complete(case, ctx)
    if report.form == AlertForm.PICTURE:
        require(may_leave(picture_of(case, ctx), report, rules))
    elif case.photo_reference is not None:
        drop_picture(case, ctx)
    case.audience = list(receivers(case, ctx))
    bind(case, report)


def plan_round(case: Case, ctx: Context) -> None:
    """Each round has its own: the same alert may come back unchanged after a return."""
    rules = rules_of(case, ctx)
    for kind, minutes in (
        (DueKind.REMIND_APPROVERS, rules.reminder_minutes),
        (DueKind.CALL_STAND_INS, rules.stand_in_minutes),
        (DueKind.LAPSE, rules.lapse_minutes),
    ):
        when = ctx.now + timedelta(minutes=minutes)
        ctx.uow.due.plan(kind, f"{case.id}:{ctx.now.isoformat()}", when, case_id=case.id)
