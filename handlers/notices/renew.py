"""Each store has the poster of what is published to put up (R-032, R-122)."""

from __future__ import annotations

from handlers.context import Context
from handlers.notices.facts import poster_of
from policy.notices.facts import stated_from
from storage.tables import Network


def renew(network: Network, ctx: Context) -> None:
    """R-032, L107: each store that takes part, or will, has the poster of what is published to put up."""
    row = ctx.uow.notices.in_force(network.id)
    if row is None:
        return
    said = stated_from(row.facts)
    for store in ctx.uow.stores.in_network(network.id):
        if store.left_at is None or store.left_at > ctx.now:
            ctx.uow.notices.want(store, poster_of(store, said).version, ctx.now)
