"""Codes that may be one person, store or business: what stands already, and what a file would add (R-113)."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
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
from storage.imports.rows import Row
from storage.tables import Account, Business, Member, Network
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
        rows[code].wrong(column, sentences[likeness], code=code, other=other)


def people(uow: UnitOfWork, network: Network) -> dict[str, PersonSketch]:
    """Everybody by code, those who left as well, with every account they ever had."""
    accounts: dict[str, set[tuple[str, str]]] = {}
    for account in uow.session.scalars(select(Account)):
        accounts.setdefault(account.member_id, set()).add((account.platform, account.external_id))
    members = uow.session.scalars(select(Member).where(Member.network_id == network.id))
    return {
        member.code: PersonSketch(
            member.code,
            member.name,
            frozenset(role.store_id for role in member.roles),
            frozenset(accounts.get(member.id, ())),
        )
        for member in members
    }


def stores(uow: UnitOfWork, network: Network) -> dict[str, StoreSketch]:
    """Every store by code, those that left as well."""
    return {
        store.code: StoreSketch(store.code, store.name, store.business.code, store.latitude, store.longitude)
        for store in uow.stores.in_network(network.id)
    }


def businesses(uow: UnitOfWork, network: Network) -> dict[str, BusinessSketch]:
    """Every business by code."""
    found: Iterable[Business] = uow.session.scalars(select(Business).where(Business.network_id == network.id))
    return {business.code: BusinessSketch(business.code, business.name) for business in found}


class Ids(NamedTuple):
    """Our own ids by the codes of the files."""

    members: dict[str, str]
    stores: dict[str, str]
    businesses: dict[str, str]


def ids(uow: UnitOfWork, network: Network) -> Ids:
    """Everything that has a code."""
    members = uow.session.scalars(select(Member).where(Member.network_id == network.id))
    owners = uow.session.scalars(select(Business).where(Business.network_id == network.id))
    return Ids(
        {member.code: member.id for member in members},
        {store.code: store.id for store in uow.stores.in_network(network.id)},
        {business.code: business.id for business in owners},
    )


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
