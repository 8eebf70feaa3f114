"""What is true of the network, what is published, and what would be if somebody published now (R-026, R-029, R-122)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.context import Context
from policy.notices.contradictions import contradictions
from policy.notices.facts import Poster, Stated, stated_by, stated_from
from policy.notices.said import Contradiction, Said, Truth
from policy.rules import Rules
from storage.stores import Shop
from storage.tables import Network, Store


def stated_now(network: Network, ctx: Context) -> Stated:
    """By the rules that are in force."""
    return stated_by(network.name, ctx.uow.stores.rules(network.id))


def poster_of(store: Store, stated: Stated) -> Poster:
    """What is to hang in this store."""
    address = f"{store.business.code}/{store.code}"
    return Poster(stated, store.business.name, store.name, address, store.facility or "")


def taking_part(network: Network, ctx: Context) -> list[Shop]:
    """R-122: the stores that the public page names, by code."""
    return ctx.uow.stores.taking_part(network.id, ctx.now)


def since(network: Network) -> datetime:
    """Since when a published notice is asked of this network."""
    return network.notices_since or network.created_at


def truth(network: Network, ctx: Context) -> Truth:
    """As things are."""
    shops, old = taking_part(network, ctx), ctx.uow.notices.outdated()
    return Truth(
        stated_now(network, ctx),
        frozenset(shop.id for shop in shops),
        ctx.uow.notices.first_sent_at(network.id),
        ctx.uow.notices.first_published_at(network.id),
        tuple(shop.code for shop in shops if shop.id in old),
        ctx.now.astimezone(ZoneInfo(network.timezone)).date(),
    )


def published(network: Network, ctx: Context) -> Said | None:
    """What is in force; None if nothing was ever published."""
    row = ctx.uow.notices.in_force(network.id)
    return Said(stated_from(row.facts), frozenset(row.stores)) if row else None


def draft(network: Network, rules: Rules, ctx: Context) -> tuple[Said, Truth]:
    """R-026, R-029, L93, L101: what would be said, and be so, if these were the rules."""
    true = replace(truth(network, ctx), stated=stated_by(network.name, rules))
    return Said(true.stated, true.stores), true


def found(network: Network, ctx: Context) -> tuple[Contradiction, ...]:
    """R-029, L101: what keeps from publishing, and what of the published is no longer so; each once."""
    true = truth(network, ctx)
    draft, standing = Said(true.stated, true.stores), published(network, ctx)
    blocking = tuple(one for one in contradictions(draft, true) if one.blocks or standing is None)
    rest = contradictions(standing, true) if standing else ()
    return (*blocking, *(one for one in rest if not one.blocks))
