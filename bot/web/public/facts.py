"""What a network says of itself in public, from the configuration that runs, and never typed (R-011, R-077, R-122)."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from bot.web.authentication import Unknown
from handlers.cards import Sentence
from handlers.context import Context
from handlers.incidents.report import notices
from handlers.notices.facts import taking_part
from handlers.rights.figures import Figures, figures
from handlers.wording import statements
from policy.audience import active
from policy.rules import Rules
from storage.tables import Store

HOME: Final = "/r"

MOST_NAMED: Final = 12 * 1024
"""Bytes of names, with what a page writes around each; of more the businesses alone, so that it stays under 30 KB."""

AROUND: Final = 60
"""Bytes of a choice, besides its address and its name."""


@dataclass(frozen=True)
class Business:
    """Somebody who takes part, and their shops."""

    name: str
    stores: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Facts:
    """Everything on the page; ``store``: whose address was opened, else "". ``shops``: address and name of each.

    ``facility``: the building that the store is in, "" if it stands alone. ``desk``: of its business, or "".
    """

    network: str
    store: str
    address: str
    rules: Rules
    businesses: tuple[Business, ...]
    shops: tuple[tuple[str, str], ...]
    figures: Figures | None
    notices: int
    facility: str = ""
    desk: str = ""

    @property
    def purpose(self) -> Sentence:
        """What what was seen is used for."""
        return statements.purpose(self.rules)

    @property
    def free(self) -> Sentence:
        """What asking costs."""
        return statements.free()

    @property
    def does(self) -> tuple[Sentence, ...]:
        """What an alert is here, and what it is not."""
        return statements.does(self.rules)

    @property
    def ends(self) -> tuple[tuple[Sentence, Sentence], ...]:
        """What there is of it, and when it is gone."""
        return statements.ends(self.rules)

    @property
    def objecting(self) -> tuple[Sentence, ...]:
        """What anybody can do who thinks that it is about them."""
        return statements.objecting()


def store_at(business: str, code: str, ctx: Context) -> Store:
    """The store behind its public address: the codes of its business and its own.

    Raises:
        Unknown: none that takes part.
    """
    network = ctx.uow.stores.the_network()
    for store in ctx.uow.desk.with_code(network.id, code):
        if store.business.code == business and active(ctx.uow.stores.store_facts(store), ctx.now):
            return store
    raise Unknown


def address_of(store: Store) -> str:
    """A shop's public page."""
    return address_at(store.business.code, store.code)


def address_at(business: str, code: str) -> str:
    """A shop's public page, by the codes that its business gave it: short enough to type."""
    return f"{HOME}/{quote(business, safe='')}/{quote(code, safe='')}"


def facts(store: Store | None, ctx: Context) -> Facts:
    """R-011, R-077, L69, L157: of the network, or the same with one shop's name."""
    network = ctx.uow.stores.the_network()
    shops = taking_part(network, ctx)
    by_business: dict[str, list[str]] = {}
    for one in shops:
        by_business.setdefault(one.business_name, []).append(one.name)
    choices = [(f"{one.business_code}/{one.code}", f"{one.business_name} {one.name}") for one in shops]
    named = sum(AROUND + len(escape("".join(choice)).encode()) for choice in choices) <= MOST_NAMED
    rules = ctx.uow.stores.rules(network.id)
    return Facts(
        network.name,
        store.full_name if store else "",
        address_of(store) if store else HOME,
        rules,
        tuple(Business(name, tuple(all_) if named else (), len(all_)) for name, all_ in by_business.items()),
        tuple(choices) if named else (),
        figures(network.id, ctx),
        len(notices(network.id, ctx)),
        (store.facility or "") if store else "",
        store.business.desk if store else "",
    )
