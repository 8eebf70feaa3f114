"""What an incident stops beside its alert: a person's devices or accounts, or a store (R-063, R-136, R-144)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from audit.event import Event
from handlers.case.record import require
from handlers.commands.incidents import StopAccess
from handlers.commands.office import LockMember, RevokeAccounts, SuspendStore
from handlers.context import Context
from handlers.incidents.record import in_hand
from handlers.network.accounts import revoke_accounts
from handlers.network.browsers import lock_member
from handlers.network.stores import suspend
from policy.duties import Task
from policy.incidents.kinds import Stop
from policy.standing import Why
from policy.verdict import N_, Deny

STOPS: Final[dict[Stop, Callable[[str, Context], None]]] = {
    Stop.DEVICES: lambda code, ctx: lock_member(LockMember(code), ctx),
    Stop.ACCOUNTS: lambda code, ctx: revoke_accounts(RevokeAccounts(code), ctx),
    Stop.STORE: lambda code, ctx: suspend(SuspendStore(code, why=Why.MISUSE), ctx),
}
"""The verbs that the terminal and the desk have as well. Each only narrows, and two people undo it."""


def stop_access(cmd: StopAccess, ctx: Context) -> None:
    """R-063, R-136, R-142, R-144, L249: whoever answers for the incident stops what it goes on by; a drill stops none.

    Raises:
        NotFound: no such incident, nobody or no store has this code.
        NotAllowed: not their task, it is over, or nothing happened.
    """
    account, incident = in_hand(Task.TAKE_INCIDENT, cmd, ctx)
    if incident.drill:
        require(Deny("R-136", N_("訓練では、実際には何も止めません。")))
    STOPS[cmd.what](cmd.code, replace(ctx, by=account.member_id))
    ctx.note(Event.INCIDENT_STOP, None, account, incident=incident.id, what=cmd.what)
