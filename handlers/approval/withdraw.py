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
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case


def withdraw_case(cmd: WithdrawCase, ctx: Context) -> None:
    """The reporter or a responsible person of the store takes the report back before it is sent."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_take_back(account, case, ctx))
    version = pending(case, ctx)
    if version is not None:
        end_version(version, case, VersionState.WITHDRAWN, account, t("取り下げました。"), ctx)
        return
    withdraw(case, ctx)
    ctx.note(Event.CASE_WITHDRAW, case, account)
    ctx.tell(account, case, wording.report.withdrawn(told(case, ctx)))


def may_take_back(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-125: by those whose report it is, as long as nothing went out; a version of what is out may be taken back."""
    if case.state == State.LIVE and pending(case, ctx) is None:
        return Deny(
            "R-111", N_("もう配信されています。「状況」と送り、「解除する」か「取り消す（回収）」で終えてください。")
        )
    return may_handle(account, case, ctx)


def withdraw(case: Case, ctx: Context) -> None:
    """Close it, and tell the approvers if they were asked."""
    asked = case.state == State.ASSESSING
    close(case, State.WITHDRAWN, Ending.WITHDRAWN, ctx)
    if asked:
        tell_asked(case, None, ctx)
