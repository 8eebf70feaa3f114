"""Notices: what is published, what in it is no longer so, and which store shows the poster of today (R-023, R-029)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.web.authentication import Unknown
from bot.web.desk.paging import MOST, cut, place_in
from bot.web.desk.reception import Guest
from bot.web.public.facts import HOME, address_of
from handlers.cards import Until
from handlers.context import Context
from handlers.network.as_shown import of_notices
from handlers.notices.facts import found, poster_of, published, stated_now
from policy.desk import may_change
from policy.notices.posting import Kind
from policy.notices.said import Contradiction
from policy.readiness import Light, notice_light
from storage.queries.desk import Place
from storage.tables import Store


@dataclass(frozen=True)
class Row:
    """One store: its light, when a poster and a camera notice were last seen there, and its public page.

    ``due_at``: by when what is missing has to be seen. ``cameras``: whether any run there.
    """

    id: str
    code: str
    name: str
    light: Light
    seen_at: datetime | None
    camera_at: datetime | None
    cameras: bool
    due_at: Until | None
    public: str


@dataclass(frozen=True)
class Notices:
    """The page.

    Attributes:
        rows: The reader's stores, by code.
        further: Address of the next page.
        published_at: Since when what is published is so; None if nothing ever was.
        published_by_rules: Whether it is what the rules of this moment state, so that posters can be printed.
        contradictions: What to do before and after publishing; for the secretariat and the auditor.
        blocked: Whether nothing can be published before something is mended.
        seen: What would be published, in a word; for whoever publishes.
        public: Path of the network's page.
    """

    rows: tuple[Row, ...]
    further: str
    published_at: datetime | None
    printable: bool
    contradictions: tuple[Contradiction, ...]
    blocked: bool
    seen: str
    public: str = HOME


def shown(guest: Guest, after: str, ctx: Context) -> Notices:
    """R-023, R-029, R-064, L85, L101, L138: of the network, or of one's own stores."""
    network = ctx.uow.stores.network(guest.network_id)
    stores = ctx.uow.desk.stores(guest.network_id, guest.seated.stores, after=place_in(after), most=MOST + 1)
    here, further = cut(stores, "/desk/notices", lambda store: Place(store.code, store.id))
    amiss = found(network, ctx) if guest.seated.stores is None else ()
    row = ctx.uow.notices.in_force(network.id)
    return Notices(
        tuple(_rows(here, ctx)),
        further,
        row.published_at if row else None,
        is_printable(guest, ctx),
        amiss,
        any(one.blocks for one in amiss),
        of_notices(network.id, ctx) if may_change(guest.seated.seat) else "",
    )


def is_printable(guest: Guest, ctx: Context) -> bool:
    """R-029, L101: a sheet is printed from the rules in force; those have to be what is published."""
    network = ctx.uow.stores.network(guest.network_id)
    said = published(network, ctx)
    return said is not None and said.stated == stated_now(network, ctx)


def version_for(guest: Guest, store_id: str, ctx: Context) -> tuple[Store, str]:
    """The store and the version of its poster, if it can be printed now.

    Raises:
        Unknown: no such store for this reader, or nothing to print.
    """
    store = ctx.uow.desk.store(guest.network_id, store_id)
    if store is None or not guest.seated.may_see(store.id) or not is_printable(guest, ctx):
        raise Unknown
    return store, poster_of(store, stated_now(ctx.uow.stores.network(guest.network_id), ctx)).version


def _rows(stores: Sequence[Store], ctx: Context) -> Iterator[Row]:
    seen = ctx.uow.notices.shown([store.id for store in stores])
    for store, facts in zip(stores, ctx.uow.stores.all_facts(stores), strict=True):
        poster, camera = (
            one.posted_at if (one := seen.get((store.id, kind))) else None for kind in (Kind.POSTER, Kind.CAMERA)
        )
        yield Row(
            store.id,
            store.code,
            store.full_name,
            notice_light(facts, ctx.now),
            poster,
            camera,
            store.cameras,
            Until(facts.notice_due_at) if facts.notice_due_at else None,
            address_of(store),
        )
