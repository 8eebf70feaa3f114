"""The case itself: who may write it, its rules, and its way from state to state."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from audit.event import Event
from handlers.case.involved import member_facts, who
from handlers.commands.chat import CaseCommand
from handlers.context import Context
from handlers.errors import NotAllowed
from policy import access
from policy.rules import Rules
from policy.states import IN_FORCE, State, is_open, may_move
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case, DueKind, new_id

SHOWN_AT_HOME = frozenset({State.ASSESSING, State.LIVE})
"""What begins or ends there changes what stands on people's phones (``handlers.home``)."""


def require(verdict: Verdict) -> None:
    """Turn a Deny into the error that reaches the person.

    Raises:
        NotAllowed: the verdict is a Deny.
    """
    if isinstance(verdict, Deny):
        raise NotAllowed(verdict)


def may_handle(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-111, R-125: before it is sent, a report belongs to its reporter and to the approvers of the reporting store."""
    member = member_facts(account.member, ctx)
    theirs = access.may_withdraw(member, store_id=case.store_id, reporter_id=case.reporter_id, now=ctx.now)
    return theirs and is_open(case.state, case.ending)


def may_rewrite(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-111, R-125: the store's own people write the report, until it lies with the approvers."""
    if case.state in IN_FORCE:
        return Deny("R-111", N_("この通報はもう書き直せません。「状況」と送ると、いまの状況をお知らせします。"))
    return may_handle(account, case, ctx)


def to_rewrite(cmd: CaseCommand, ctx: Context) -> tuple[Account, Case]:
    """R-114: somebody who may write the report and is its reporter from now on, and their case, locked.

    Raises what ``who`` and ``require`` do.
    """
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_rewrite(account, case, ctx))
    if account.member_id not in case.reporters:
        case.rewritten_by = [*case.rewritten_by, account.member_id]
        ctx.note(Event.REPORT_REWRITE, case, account)
    return account, case


def rules_of(case: Case, ctx: Context) -> Rules:
    """The rule set of the case's network."""
    return ctx.uow.stores.rules(case.network_id)


def zone_of(case: Case, ctx: Context) -> ZoneInfo:
    """The time zone of the case's network."""
    return ZoneInfo(ctx.uow.stores.network(case.network_id).timezone)


def move(case: Case, there: State, ctx: Context) -> None:
    """R-111: move the case along the table or refuse.

    Raises:
        NotAllowed: the table has no such way.
    """
    require(may_move(case.state, there))
    if {case.state, there} & SHOWN_AT_HOME:
        ctx.uow.due.plan(DueKind.SHOW_HOMES, new_id(), ctx.now, arguments={"about": case.id}, at_once=True)
    case.state = there
    case.state_since = ctx.now
