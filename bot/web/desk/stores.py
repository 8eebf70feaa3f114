"""Stores: what each can do, and what to do where a light is red (R-005, R-061, R-062, R-113, R-122)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.web.authentication import Unknown
from bot.web.desk.paging import MOST, cut, place_in
from bot.web.desk.reception import Guest
from bot.web.public.facts import address_of
from handlers.context import Context
from handlers.network.as_shown import of_store
from handlers.network.lights import of_office, of_stores
from policy.audience import is_suspended
from policy.desk import may_change
from policy.readiness import RECEIVES, SENDS, SUMS, Level, Light
from policy.standing import WHYS
from policy.states import State
from policy.verdict import N_
from storage.queries.desk import Place
from storage.tables import Store


@dataclass(frozen=True)
class Row:
    """One store of the list: whether it sends and receives, and how many lights ask for something."""

    id: str
    code: str
    name: str
    sends: bool
    receives: bool
    bad: int
    care: int


@dataclass(frozen=True)
class Stores:
    """The list, where it begins, what their names have in them, its next page's address, and what the network lacks."""

    rows: tuple[Row, ...]
    begins: str
    name: str
    further: str
    lights: tuple[Light, ...]


@dataclass(frozen=True)
class One:
    """One store and all its lights, those first that ask for something; what its part may become, by name.

    ``ends``: how many alerts of it are out, and would be called back if it took no part.
    """

    id: str
    code: str
    name: str
    lights: tuple[Light, ...]
    acts: tuple[tuple[str, str], ...]
    public: str
    """The path of its public page."""
    seen: str
    ends: int
    whys: tuple[tuple[str, str], ...] = tuple((why.value, name) for why, name in WHYS.items())


def listed(guest: Guest, code: str, name: str, after: str, ctx: Context) -> Stores:
    """R-064: of the network, or one's own, by code."""
    rows = ctx.uow.desk.stores(
        guest.network_id, guest.seated.stores, code=code, name=name, after=place_in(after), most=MOST + 1
    )
    shown, further = cut(rows, "/desk/stores", lambda store: Place(store.code, store.id), name=name)
    lit = of_stores(shown, guest.network_id, ctx.uow, ctx.now)
    watching = of_office(guest.network_id, ctx.uow, ctx.now) if may_change(guest.seated.seat) else ()
    amiss = tuple(light for light in watching if light.level is not Level.GOOD)
    return Stores(tuple(_row(*one) for one in lit), code, name, further, amiss)


def one(guest: Guest, store_id: str, ctx: Context) -> One:
    """R-064: one store; a foreign one is not there.

    Raises:
        Unknown: no such store for this reader.
    """
    store = ctx.uow.desk.store(guest.network_id, store_id)
    if store is None or not guest.seated.may_see(store.id):
        raise Unknown
    ((_, lit),) = of_stores([store], guest.network_id, ctx.uow, ctx.now)
    order = [Level.BAD, Level.CARE, Level.GOOD]
    first = sorted(lit, key=lambda light: (light.about not in SUMS, order.index(light.level)))
    return One(
        store.id,
        store.code,
        store.full_name,
        tuple(first),
        tuple(_acts(store, ctx)),
        address_of(store),
        of_store(store),
        len(ctx.uow.today.in_state(guest.network_id, {store.id}, State.LIVE, MOST)),
    )


def _acts(store: Store, ctx: Context) -> Iterator[tuple[str, str]]:
    """Address and name (msgid) of what can become of it now."""
    (facts,) = ctx.uow.stores.all_facts([store])
    if is_suspended(facts, ctx.now):
        yield "resume", N_("再開を依頼する（もう一人が認めると再開）")
    else:
        yield "suspend", N_("参加を停止する")
    if store.left_at is None:
        yield "leave", N_("退会させる")
    else:
        yield "return", N_("参加に戻す")


def _row(store: Store, lit: Sequence[Light]) -> Row:
    levels = {light.about: light.level for light in lit}
    count = Counter(level for about, level in levels.items() if about not in SUMS)
    can = {name: levels[name] is not Level.BAD for name in SUMS}
    return Row(store.id, store.code, store.full_name, can[SENDS], can[RECEIVES], count[Level.BAD], count[Level.CARE])
