"""What an incident stops beside its alert: a person's devices or accounts, or a store (R-063, R-136, R-144)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from audit.event import Event
from handlers.case.record import require
from handlers.commands.incidents import HoldAlert, StopAccess
from handlers.commands.office import AskHold, LockMember, RevokeAccounts, SuspendStore
from handlers.context import Context
from handlers.errors import NotFound
from handlers.incidents.record import in_hand
from handlers.network.accounts import revoke_accounts
from handlers.network.browsers import lock_member
from handlers.network.stores import suspend
from handlers.retention.hold import ask_hold
from policy.duties import Task
from policy.incidents.kinds import Stop
from policy.standing import Why
from policy.verdict import N_, Allow, Deny

STOPS: Final[dict[Stop, Callable[[str, Context], None]]] = {
    Stop.DEVICES: lambda code, ctx: lock_member(LockMember(code), ctx),
    Stop.ACCOUNTS: lambda code, ctx: revoke_accounts(RevokeAccounts(code), ctx),
    Stop.STORE: lambda code, ctx: suspend(SuspendStore(code, why=Why.MISUSE), ctx),
}
"""The verbs that the terminal and the desk have as well. Each only narrows, and two people undo it."""


DRILL = Deny("R-136", N_("訓練では、実際には何も止めません。"))


def hold_alert(cmd: HoldAlert, ctx: Context) -> None:
    """R-142, L256: the state of an alert that it is about is preserved, once another person has agreed.

    Raises:
        NotFound: the incident is not about this alert.
        NotAllowed: not their task, it is over, nothing happened, or too long.
        AlreadyAsked: a second person is being asked already.
    """
    found = ctx.uow.cases.by_number(cmd.case_number)
    if found is None:
        raise NotFound
    ctx.uow.cases.locked(found.id)  # the case first (decision 38), as whoever names an alert does
    account, incident = in_hand(Task.PRESERVE, cmd, ctx)
    require(DRILL if incident.drill else Allow())
    if found.id not in {row.case_id for row in ctx.uow.incidents.cases(incident)}:
        raise NotFound
    ask_hold(AskHold(cmd.case_number, "", cmd.days, cmd.reason, account.id), ctx)


def stop_access(cmd: StopAccess, ctx: Context) -> None:
    """R-063, R-136, R-142, R-144, L249: whoever answers for the incident stops what it goes on by; a drill stops none.

    Raises:
        NotFound: no such incident, nobody or no store has this code.
        NotAllowed: not their task, it is over, or nothing happened.
    """
    account, incident = in_hand(Task.TAKE_INCIDENT, cmd, ctx)
    require(DRILL if incident.drill else Allow())
    STOPS[cmd.what](cmd.code, replace(ctx, by=account.member_id))
    ctx.note(Event.INCIDENT_STOP, None, account, incident=incident.id, what=cmd.what)
