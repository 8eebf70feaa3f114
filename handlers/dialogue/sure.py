"""Grave acts ask once before they are done (R-125)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from handlers import wording
from handlers.alert import stop
from handlers.approval import assess, withdraw
from handlers.cards import ButtonAction
from handlers.case.involved import who
from handlers.case.record import require
from handlers.case.told import told
from handlers.commands.chat import AskFirst, LeaveIt
from handlers.context import Context
from policy.verdict import Verdict
from storage.tables import Account, Case

MAY: Mapping[ButtonAction, Callable[[Account, Case, Context], Verdict]] = {
    ButtonAction.ALL_CLEAR: stop.may_end,
    ButtonAction.WITHDRAW: withdraw.may_take_back,
    ButtonAction.WITHDRAW_ASSESSMENT: assess.may_withdraw,
}
"""Of each act in ``handlers.wording.sure.QUESTIONS``: what can't be done any more is not asked about."""


def ask_first(cmd: AskFirst, ctx: Context) -> None:
    """R-125: the question, in the same reply; its answer is judged anew, whenever it is pressed."""
    account, case, does = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id), ButtonAction(cmd.does)
    require(MAY[does](account, case, ctx))
    ctx.tell(account, case, wording.sure.ask(does, told(case, ctx)))


def leave_it(cmd: LeaveIt, ctx: Context) -> None:
    """Nothing is done, and that is said."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id)
    ctx.tell(account, case, wording.sure.left(told(case, ctx)))
