"""A report is taken back before it is sent."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.approval.over import end_version, tell_asked
from handlers.cards import t
from handlers.case.involved import who
from handlers.case.question import pending
from handlers.case.record import may_handle, require
from handlers.case.told import told
from handlers.commands.chat import WithdrawCase
from handlers.context import Context
from handlers.retention.close import close
from policy.states import Ending, State, VersionState
from storage.tables import Case


def withdraw_case(cmd: WithdrawCase, ctx: Context) -> None:
    """The reporter or a responsible person of the store takes the report back before it is sent."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_handle(account, case, ctx))
    version = pending(case, ctx)
    if version is not None:
        end_version(version, case, VersionState.WITHDRAWN, account, t("取り下げました。"), ctx)
        return
    withdraw(case, ctx)
    ctx.note(Event.CASE_WITHDRAW, case, account)
    ctx.tell(account, case, wording.report.withdrawn(told(case, ctx)))


def withdraw(case: Case, ctx: Context) -> None:
    """Close it, and tell the approvers if they were asked."""
    asked = case.state == State.ASSESSING
    close(case, State.WITHDRAWN, Ending.WITHDRAWN, ctx)
    if asked:
        tell_asked(case, None, ctx)
