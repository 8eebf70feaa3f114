"""Reach: whom an alert of a store would reach, what it would cost, and who can't be reached and why (R-005, R-124)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from bot.web.stores_map import map_around
from bot.web.town import TownMap
from handlers.cards import Text, denial, t
from handlers.case.audience import reach_of
from handlers.case.involved import called
from handlers.context import Context
from handlers.network.lights import warned
from handlers.wording.labels import distance
from policy.audience import may_receive, narrower
from policy.distance import distance_km
from policy.rules import Rules
from policy.verdict import Deny
from storage.tables import Account, Store

MOST: Final = 100
"""Stores of a page, the nearest: twice what an alert goes to, so that one sees what stands behind it."""


@dataclass(frozen=True)
class Row:
    """One store: how far, how many people would get the card, and what is in the way; ``why`` None: nothing."""

    name: str
    far: Text
    people: int
    why: Text | None


@dataclass(frozen=True)
class Reach:
    """The answer; ``rows`` None: no store was named, or there is none with this code."""

    code: str
    metres: int
    choices: tuple[int, ...]
    centre: str = ""
    map: TownMap | None = None
    rows: tuple[Row, ...] | None = None
    people: int = 0
    messages: tuple[tuple[str, int], ...] = ()


def shown(guest: Guest, code: str, metres: str, ctx: Context) -> Reach:
    """R-064, R-124: by the rules that an alert goes by at this moment; from one's own stores only.

    Raises:
        Unknown: no such distance is offered.
    """
    rules = ctx.uow.stores.rules(guest.network_id)
    choices = (*narrower(rules), rules.radius_km * 1000)
    if metres and metres not in map(str, choices):
        raise Unknown
    wanted = int(metres) if metres else choices[-1]
    found = [one for one in ctx.uow.desk.with_code(guest.network_id, code) if guest.seated.may_see(one.id)]
    empty = Reach(code, wanted, choices)
    return _around(found[0], empty, guest, rules, ctx) if found else empty


def _around(sender: Store, asked: Reach, guest: Guest, rules: Rules, ctx: Context) -> Reach:
    reached = reach_of(sender, asked.metres / 1000, rules, ctx)
    calls = called(reached, ctx)
    stores = _near(sender, reached, asked.metres / 1000, ctx)
    count = Counter(store_id for store_id, _ in calls)
    whys = _whys(sender, stores, reached, count, asked.metres / 1000, guest, rules, ctx)
    rows = tuple(
        Row(store.full_name, distance(round(distance_km(sender, store) * 1000)), count[store.id], whys[store.id])
        for store in stores
    )
    return Reach(
        asked.code,
        asked.metres,
        asked.choices,
        sender.full_name,
        map_around(sender, [(store, whys[store.id] is None) for store in stores]),
        rows,
        len({account.member_id for _, account in calls}),
        _messages([account for _, account in calls], ctx),
    )


def _near(sender: Store, reached: Sequence[str], km: float, ctx: Context) -> list[Store]:
    """Whatever stands within or is reached all the same (one building), nearest first."""
    stores = {store.id: store for store in [*ctx.uow.stores.around(sender, km), *ctx.uow.stores.several(reached)]}
    ours = [one for one in stores.values() if one.business.network_id == sender.business.network_id and one != sender]
    return sorted(ours, key=lambda store: (distance_km(sender, store), store.id))[:MOST]


def _whys(
    sender: Store,
    near: Sequence[Store],
    reached: Sequence[str],
    count: Counter[str],
    km: float,
    guest: Guest,
    rules: Rules,
    ctx: Context,
) -> dict[str, Text | None]:
    """What is in the way of each; of another's store only that something is."""
    here, *others = ctx.uow.stores.all_facts([sender, *near])
    lit = warned([store for store in near if store.id in reached and not count[store.id]], ctx.uow, ctx.now)
    found: dict[str, Text | None] = {}
    for facts in others:
        verdict = may_receive(here, facts, radius_km=km, far_store_ids=(), rules=rules, now=ctx.now)
        why: Text | None = None
        if isinstance(verdict, Deny):
            why = denial(verdict)
        elif facts.id not in reached:
            why = t("近い {most} 店までに入りません。", most=rules.max_stores)
        elif not count[facts.id]:
            why = t(lit[facts.id].says, **lit[facts.id].values)
        hidden = why is not None and not guest.seated.may_see(facts.id)
        found[facts.id] = t("いまは届きません。") if hidden else why
    return found


def _messages(accounts: Sequence[Account], ctx: Context) -> tuple[tuple[str, int], ...]:
    """R-078: what it costs on each platform that counts, and once more if it has to be called back."""
    counted = Counter(account.platform.upper() for account in accounts if ctx.traits(account).has_quota)
    return tuple(sorted(counted.items()))
