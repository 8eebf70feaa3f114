"""Another person allows what was asked for, and it is done at once, or doesn't (R-097)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from audit.event import Event
from handlers import wording
from handlers.case.involved import member_facts, reachable, who
from handlers.case.record import require
from handlers.commands import decided
from handlers.commands.chat import Command
from handlers.commands.office import DecideTwofold
from handlers.context import Context
from handlers.errors import NotFound
from handlers.incidents import classify
from handlers.network import roles, rules, stores
from handlers.retention import hold, keys
from handlers.twofold.acts import MEANINGS, asked_facts
from policy.twofold import check_decision

VERBS: Final[dict[type[Command], Callable[[Any, Context], None]]] = {
    decided.ChangeRules: rules.change_rules,
    decided.DecideRules: rules.decide_rules,
    decided.AllowOffice: rules.allow_office,
    decided.ResumeStore: stores.resume,
    decided.GiveRole: roles.give_role,
    decided.RotateKeys: keys.rotate,
    decided.ConfirmHold: hold.confirm_hold,
    decided.ConfirmNoLeak: classify.confirm_no_leak,
}
"""What two people decided, by its command."""


def decide_twofold(cmd: DecideTwofold, ctx: Context) -> None:
    """R-097, L212: the second person's word; what is done then the ledger puts down to whoever asked for it.

    Raises:
        NotFound: nothing of that kind was asked.
        NotAllowed: the asker themselves, nobody who may, too late, decided already, or a rule refuses it by now.
    """
    account, row = who(cmd.account_id, ctx), ctx.uow.twofold.locked(cmd.act_id)
    if row is None:
        raise NotFound
    require(check_decision(member_facts(account.member, ctx), asked_facts(row, ctx), row.network_id, ctx.now))
    facts = MEANINGS[row.act].facts(row.arguments, ctx)
    row.decided_by, row.decided_at, row.allowed = account.member_id, ctx.now, cmd.allow
    event = Event.TWOFOLD_ALLOW if cmd.allow else Event.TWOFOLD_REFUSE
    ctx.note(event, None, account, act=row.act, request=row.id, asked_by=row.asked_by)
    make = MEANINGS[row.act].command
    if cmd.allow and make is not None:
        command = make(row.arguments, account.member.code)
        VERBS[type(command)](command, replace(ctx, by=row.asked_by))
    card = wording.twofold.decided(row.act, facts, account.member.code, row.id, allowed=cmd.allow)
    asked = reachable([ctx.uow.people.member(row.asked_by)], ctx)
    for reader in (account, *(one for one in asked if one.id != account.id)):
        ctx.tell(reader, None, card)
