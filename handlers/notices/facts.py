"""What is true of the network, what is published, and what would be if somebody published now (R-026, R-029, R-122)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.context import Context
from policy.audience import active
from policy.notices.contradictions import contradictions
from policy.notices.facts import Poster, Stated, stated_by, stated_from
from policy.notices.said import Contradiction, Said, Truth
from storage.tables import Network, Store
from storage.tables import Poster as PosterRow


def stated_now(network: Network, ctx: Context) -> Stated:
    """By the rules that are in force."""
    return stated_by(network.name, ctx.uow.stores.rules(network.id))


def poster_of(store: Store, stated: Stated) -> Poster:
    """What is to hang in this store."""
    address = f"{store.business.code}/{store.code}"
    return Poster(stated, store.business.name, store.name, address, store.facility or "")


def taking_part(network: Network, ctx: Context) -> list[Store]:
    """R-122: the stores that the public page names."""
    stores = ctx.uow.stores.in_network(network.id)
    known = zip(stores, ctx.uow.stores.all_facts(stores), strict=True)
    return [store for store, facts in known if active(facts, ctx.now)]


def since(network: Network) -> datetime:
    """Since when a published notice is asked of this network."""
    return network.notices_since or network.created_at


def truth(network: Network, stores: Sequence[Store], ctx: Context) -> Truth:
    """As things are; ``stores``: those that take part."""
    ids = [store.id for store in stores]
    wanted, shown = ctx.uow.notices.wanted(ids), ctx.uow.notices.shown(ids)
    old = {store for (store, kind), one in shown.items() if _is_old(one, wanted.get((store, kind)))}
    return Truth(
        stated_now(network, ctx),
        frozenset(ids),
        ctx.uow.notices.first_sent_at(network.id),
        ctx.uow.notices.first_published_at(network.id),
        tuple(store.code for store in stores if store.id in old),
        ctx.now.astimezone(ZoneInfo(network.timezone)).date(),
    )


def _is_old(shown: PosterRow, wanted: PosterRow | None) -> bool:
    return wanted is not None and shown.version != wanted.version


def published(network: Network, ctx: Context) -> Said | None:
    """What is in force; None if nothing was ever published."""
    row = ctx.uow.notices.in_force(network.id)
    return Said(stated_from(row.facts), frozenset(row.stores)) if row else None


def found(network: Network, ctx: Context) -> tuple[Contradiction, ...]:
    """R-029, L101: what keeps from publishing, and what of the published is no longer so; each once."""
    true = truth(network, taking_part(network, ctx), ctx)
    draft, standing = Said(true.stated, true.stores), published(network, ctx)
    blocking = tuple(one for one in contradictions(draft, true) if one.blocks or standing is None)
    rest = contradictions(standing, true) if standing else ()
    return (*blocking, *(one for one in rest if not one.blocks))
