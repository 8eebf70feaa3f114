"""Silence: reminder, stand-in, lapse; and drafts that nobody finishes."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.approval.ask import ask_stand_ins, unanswered
from handlers.approval.over import end_version, tell_asked
from handlers.approval.quorum import who_counts
from handlers.cards import t
from handlers.case.involved import reachable, tell_reporter
from handlers.case.question import in_question, pending, told_in_question
from handlers.case.told import told
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.retention.close import close
from policy.states import BEFORE_SENDING, Ending, State, VersionState
from storage.tables import Case


def remind_approvers(cmd: DueCommand, ctx: Context) -> None:
    """Ask those again who have not answered."""
    case = _waiting(cmd, ctx)
    if case is None:
        return
    silent = {request.member_id: request for request in unanswered(case, ctx)}
    for member in who_counts([ctx.uow.people.member(member_id) for member_id in silent], case, ctx):
        silent[member.id].reminded_at = ctx.now
        for account in reachable([member], ctx):
            ctx.note(Event.ASSESSMENT_REMIND, case, account)
            ctx.tell(account, case, wording.assess.please_assess(told_in_question(case, ctx), ctx.now, again=True))


def call_stand_ins(cmd: DueCommand, ctx: Context) -> None:
    """R-113: the deputies are asked as well."""
    case = _waiting(cmd, ctx)
    if case is not None:
        ask_stand_ins(case, ctx)


def lapse(cmd: DueCommand, ctx: Context) -> None:
    """R-115: no answer in time means that the danger has passed; nothing is sent."""
    case = _waiting(cmd, ctx)
    if case is not None:
        let_lapse(case, ctx)


def abandon(cmd: DueCommand, ctx: Context) -> None:
    """R-065: a draft that nobody finished is closed, and its photo dies with it."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    if case.state in BEFORE_SENDING:
        let_lapse(case, ctx)


def let_lapse(case: Case, ctx: Context) -> None:
    """Nothing was sent and nothing will be; the reporter hears it, and whoever was asked."""
    version = pending(case, ctx)
    if version is not None:
        end_version(version, case, VersionState.LAPSED, None, t("承認者の回答がないまま、時間切れになりました。"), ctx)
        return
    asked = case.state == State.ASSESSING
    close(case, State.LAPSED, Ending.LAPSED, ctx)
    ctx.note(Event.CASE_LAPSE, case)
    tell_reporter(case, wording.report.lapsed(told(case, ctx)), ctx)
    if asked:
        tell_asked(case, None, ctx)


def _waiting(cmd: DueCommand, ctx: Context) -> Case | None:
    case = ctx.uow.cases.locked(cmd.case_id or "")
    return case if in_question(case, ctx).is_open else None
