"""What somebody asked for is no longer what a second person would allow: the asking is over (R-097)."""

from __future__ import annotations

from handlers import wording
from handlers.case.involved import reachable
from handlers.context import Context
from policy.facts import Role
from policy.twofold import OVERSEERS, Act


def fall(act: Act, subject: str, ctx: Context) -> None:
    """R-097, R-126, R-144: what it was about changed by another way; asker and deciders hear that it is over."""
    network_id = ctx.uow.stores.the_network().id
    for row in ctx.uow.twofold.withdraw(network_id, act, subject, ctx.now):
        deciders = ctx.uow.people.for_network(network_id, [Role(role) for role in OVERSEERS])
        people = {one.id: one for one in (ctx.uow.people.member(row.asked_by), *deciders)}
        for reader in reachable([*people.values()], ctx):
            ctx.tell(reader, None, wording.twofold.over(act, row.id))
