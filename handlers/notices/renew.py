"""Each store has the notices of what is published to put up (R-031, R-032, R-122)."""

from __future__ import annotations

from handlers.context import Context
from handlers.notices.facts import poster_of
from policy.notices.facts import stated_from
from policy.notices.posting import asked_of
from storage.tables import Network


def renew(network: Network, ctx: Context) -> None:
    """R-031, R-032, L107: each store that takes part, or will, is to show what is published; at cameras too, if any."""
    row = ctx.uow.notices.in_force(network.id)
    if row is None:
        return
    said = stated_from(row.facts)
    stores = [one for one in ctx.uow.stores.in_network(network.id) if one.left_at is None or one.left_at > ctx.now]
    versions = {
        (store.id, kind): version
        for store, version in [(store, poster_of(store, said).version) for store in stores]
        for kind in asked_of(cameras=store.cameras)
    }
    ctx.uow.notices.want(versions, stores, ctx.now)
