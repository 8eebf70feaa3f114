"""Codes that may be one person, store or business: what stands already, and what a file would add (R-113)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select

from policy.likeness import (
    BusinessSketch,
    Likeness,
    Pair,
    PersonSketch,
    StoreSketch,
    alike_businesses,
    alike_people,
    alike_stores,
)
from storage.imports.rows import Row, Settles
from storage.tables import Account, Business, Member, MemberRole, Network, Store
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Confirmed:
    """What the operator says of codes in the file.

    Attributes:
        new: They are not whom they resemble.
        same: They are still who they were, under another name.
    """

    new: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.new or self.same)


NOTHING_SAID = Confirmed()


@dataclass(frozen=True)
class Added:
    """Pairs the operator vouches for, and pairs the file would add without that."""

    vouched: dict[Pair, Likeness] = field(default_factory=dict)
    open: dict[Pair, Likeness] = field(default_factory=dict)


def added(before: Mapping[Pair, Likeness], after: Mapping[Pair, Likeness], confirmed: Confirmed) -> Added:
    """Of what stood before the file the doctor tells; it can be vouched for here as well."""
    vouched = {pair: likeness for pair, likeness in after.items() if confirmed.new & set(pair)}
    new = {pair: likeness for pair, likeness in after.items() if pair not in before and pair not in vouched}
    return Added(vouched, new)


def refuse(
    pairs: Mapping[Pair, Likeness],
    rows: Mapping[str, Row],
    known: Container[str],
    column: str,
    sentences: Mapping[Likeness, str],
) -> None:
    """Note each pair at the row that brings it: the newer code's, or the later one's in the file.

    Args:
        pairs: Pairs nobody vouches for.
        rows: A row of each code in the file.
        known: Codes that were there before.
        column: Where the code stands.
        sentences: With places for ``code`` and ``other``, by likeness.
    """

    def brings(code: str) -> tuple[bool, bool, int]:
        return code in rows, code not in known, rows[code].line if code in rows else 0

    for pair, likeness in pairs.items():
        other, code = sorted(pair, key=brings)
        if likeness is Likeness.ACCOUNT and rows[code].faulty:
            continue  # its row says already whose account it is
        rows[code].wrong(column, sentences[likeness], settles=Settles.NEW, code=code, other=other)


def people(uow: UnitOfWork, network: Network) -> dict[str, PersonSketch]:
    """Everybody by code, those who left as well, with every account they ever had."""
    accounts: dict[str, set[tuple[str, str]]] = {}
    for member_id, platform, external_id in uow.session.execute(
        select(Account.member_id, Account.platform, Account.external_id)
    ):
        accounts.setdefault(member_id, set()).add((platform, external_id))
    places: dict[str, set[str | None]] = {}
    for member_id, store_id in uow.session.execute(select(MemberRole.member_id, MemberRole.store_id)):
        places.setdefault(member_id, set()).add(store_id)
    members = select(Member.id, Member.code, Member.name).where(Member.network_id == network.id)
    return {
        code: PersonSketch(code, name, frozenset(places.get(own, ())), frozenset(accounts.get(own, ())))
        for own, code, name in uow.session.execute(members)
    }


def stores(uow: UnitOfWork, network: Network) -> dict[str, StoreSketch]:
    """Every store by code, those that left as well."""
    wanted = select(Store.code, Store.name, Business.code, Store.latitude, Store.longitude).join(Store.business)
    found = uow.session.execute(wanted.where(Business.network_id == network.id))
    return {code: StoreSketch(code, name, business, *place) for code, name, business, *place in found}


def businesses(uow: UnitOfWork, network: Network) -> dict[str, BusinessSketch]:
    """Every business by code."""
    found = uow.session.execute(select(Business.code, Business.name).where(Business.network_id == network.id))
    return {code: BusinessSketch(code, name) for code, name in found}


class Ids(NamedTuple):
    """Our own ids by the codes of the files."""

    members: dict[str, str]
    stores: dict[str, str]
    businesses: dict[str, str]


def ids(uow: UnitOfWork, network: Network) -> Ids:
    """Everything that has a code."""
    members = select(Member.code, Member.id).where(Member.network_id == network.id)
    stores = select(Store.code, Store.id).join(Store.business).where(Business.network_id == network.id)
    owners = select(Business.code, Business.id).where(Business.network_id == network.id)
    return Ids(*({code: own for code, own in uow.session.execute(wanted)} for wanted in (members, stores, owners)))  # noqa: C416 - rows are no pairs to mypy


def standing(uow: UnitOfWork, network: Network) -> dict[Pair, Likeness]:
    """R-113: pairs of people, stores and businesses that stand and that nobody vouched for."""
    known, vouched = ids(uow, network), uow.ledger.vouched()
    found = (
        (known.members, alike_people(people(uow, network).values())),
        (known.stores, alike_stores(stores(uow, network).values())),
        (known.businesses, alike_businesses(businesses(uow, network).values())),
    )
    return {
        pair: likeness
        for of_kind, pairs in found
        for pair, likeness in pairs.items()
        if frozenset(of_kind[code] for code in pair) not in vouched
    }
