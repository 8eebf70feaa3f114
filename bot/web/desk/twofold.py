"""What waits for a second person: every fact of it, and two buttons for whoever may press them (R-097)."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.authentication import Unknown
from bot.web.desk.reception import HOME, Guest
from handlers.cards import Text, Until, denial, t
from handlers.case.involved import member_facts
from handlers.context import Context
from handlers.twofold.acts import MEANINGS, asked_facts, waiting
from handlers.wording.twofold import NAMES, Fact
from policy.twofold import WAITS, check_decision
from policy.verdict import Deny


@dataclass(frozen=True)
class Asked:
    """One asking. ``no``: why this reader can't decide, else None."""

    id: str
    name: Text
    facts: tuple[Fact, ...]
    asker: str
    until: Until
    no: Text | None


def one(guest: Guest, act_id: str, ctx: Context) -> Asked:
    """R-064, R-097: one asking, decided or not.

    Raises:
        Unknown: no such one for this reader.
    """
    row = ctx.uow.twofold.get(act_id)
    if row is None or row.network_id != guest.network_id or not guest.seated.oversees:
        raise Unknown
    reader = ctx.uow.people.account_by_id(guest.account_id).member
    verdict = check_decision(member_facts(reader, ctx), asked_facts(row, ctx), row.network_id, ctx.now)
    return Asked(
        row.id,
        t(NAMES[row.act]),
        MEANINGS[row.act].facts(row.arguments, ctx),
        ctx.uow.people.member(row.asked_by).code,
        Until(row.asked_at + WAITS),
        denial(verdict) if isinstance(verdict, Deny) else None,
    )


def waiting_for(guest: Guest, ctx: Context) -> list[tuple[str, str]]:
    """R-097: address and name (msgid) of what this reader asked for and nobody has decided on yet."""
    if not guest.seated.oversees:
        return []
    reader = ctx.uow.people.account_by_id(guest.account_id).member_id
    own = [row for row in waiting(guest.network_id, ctx) if row.asked_by == reader]
    return [(f"{HOME}/twofold/{row.id}", NAMES[row.act]) for row in own]
