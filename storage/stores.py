"""Networks, their rules, and the stores in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, not_, or_, select
from sqlalchemy.orm import Session

from policy.audience import active
from policy.distance import Box, Position, box_around, distance_km
from policy.facts import StoreFacts
from policy.notices.posting import Kind, due_at
from policy.rules import Rules, rules_from
from storage import prepared
from storage.asked_once import asked_for_each, asked_once
from storage.notices import Notices
from storage.parts import parted
from storage.statements import in_turn, one
from storage.tables import Business, Member, MemberRole, Network, Poster, Store

PAGE = 100
"""Stores of a chain looked at together: mostly the first page answers."""


class NoNetwork(LookupError):
    """Nothing was imported yet; says what to do."""


class Shop(NamedTuple):
    """A line of the network's list: how a store that takes part is called."""

    id: str
    code: str
    name: str
    business_code: str
    business_name: str


class Standing(NamedTuple):
    """What says whether a store takes part (``policy.facts.Belonging``)."""

    id: str
    business_agreed: bool
    notice_posted: bool
    joined_at: datetime
    left_at: datetime | None
    suspended_at: datetime | None
    suspended_until: datetime | None
    business_left_at: datetime | None


class Stores:
    """Every query about networks and stores."""

    def __init__(self, session: Session, notices: Notices) -> None:
        self._session = session
        self._notices = notices

    def in_turn(self) -> None:
        """``storage.statements.in_turn``."""
        in_turn(self._session)

    def get(self, store_id: str) -> Store:
        """The store.

        Raises:
            LookupError: no such store.
        """
        return one(self._session, Store, store_id)

    def several(self, store_ids: Iterable[str]) -> list[Store]:
        """These stores, in one look; ids that are no store's give none."""
        parts = (self._session.scalars(select(Store).where(Store.id.in_(part))) for part in parted(store_ids))
        return [store for part in parts for store in part]

    def by_code(self, network_id: str, code: str) -> Store | None:
        """The store with this code."""
        wanted = select(Store).join(Business, Business.id == Store.business_id)
        return self._session.scalars(wanted.where(Business.network_id == network_id, Store.code == code)).first()

    def store_facts(self, store: Store) -> StoreFacts:
        """The store as the rules see it."""
        return self.all_facts([store])[0]

    def all_facts(self, stores: Sequence[Store]) -> list[StoreFacts]:
        """These stores as the rules see them. R-061: ``has_responsible`` counts deputies, not people who left."""
        ids = [store.id for store in stores]
        leads = self._leads(ids)
        wanted, shown = self._notices.wanted(ids), self._notices.shown(ids)
        return [
            replace(
                _facts(store, has_responsible=bool(leads[store.id])),
                notice_posted=store.notice_posted_on is not None or (store.id, Kind.POSTER) in shown,
                notice_due_at=self._notice_due_at(
                    store, [wanted[key] for kind in Kind if (key := (store.id, kind)) in wanted]
                ),
            )
            for store in stores
        ]

    def _notice_due_at(self, store: Store, wanted: Sequence[Poster]) -> datetime | None:
        """R-023: while nothing is published no photograph can be there, and the network is late with all its stores."""
        if wanted:
            return min((due_at(one.wanted_at) for one in wanted if one.posted_at is None), default=None)
        network = self.network(store.business.network_id)
        return due_at(max(network.notices_since or network.created_at, store.joined_at))

    @asked_for_each(Member, MemberRole)
    def _leads(self, store_ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        responsible = self._session.execute(prepared.LEADS, {"store_ids": [*store_ids]})
        yield from ((store_id or "", member_id) for store_id, member_id in responsible)

    def in_network(self, network_id: str) -> list[Store]:
        """Every store of the network, those that left or are suspended too, by code."""
        wanted = select(Store).join(Business, Business.id == Store.business_id)
        return [
            *self._session.scalars(wanted.where(Business.network_id == network_id).order_by(Business.code, Store.code))
        ]

    def taking_part(self, network_id: str, now: datetime) -> list[Shop]:
        """R-122: the stores that take part, by code: thousands in one look, of which the rule sees the doubtful."""
        out = {standing.id for standing in self._doubtful(network_id, now) if not active(standing, now)}
        wanted = select(Store.id, Store.code, Store.name, Business.code, Business.name)
        wanted = wanted.join(Business, Business.id == Store.business_id).where(Business.network_id == network_id)
        rows = self._session.execute(wanted.order_by(Business.code, Store.code))
        return [shop for shop in map(Shop._make, rows) if shop.id not in out]

    def _doubtful(self, network_id: str, now: datetime) -> Iterator[Standing]:
        """All but those that agreed, show their notice, have begun, and that nothing speaks against."""
        posted = or_(
            Store.notice_posted_on.is_not(None),
            exists().where(Poster.store_id == Store.id, Poster.kind == Kind.POSTER, Poster.posted_at.is_not(None)),
        )
        wanted = select(
            Store.id,
            Business.agreed_on.is_not(None),
            posted,
            Store.joined_at,
            Store.left_at,
            Store.suspended_at,
            Store.suspended_until,
            Business.left_at,
        ).join(Business, Business.id == Store.business_id)
        against = (Business.agreed_on.is_(None), not_(posted), Store.joined_at > now)
        ends = (Store.left_at.is_not(None), Store.suspended_at.is_not(None), Business.left_at.is_not(None))
        doubtful = wanted.where(Business.network_id == network_id, or_(*against, *ends))
        yield from map(Standing._make, self._session.execute(doubtful))

    def around(self, centre: Position, km: float) -> list[Store]:
        """Every store within the distance, of whatever network, those that left or are suspended too."""
        return [store for store in self._inside(box_around(centre, km)) if distance_km(centre, store) <= km]

    @asked_once(Store, Business)
    def _inside(self, box: Box) -> list[Store]:
        spans = or_(*(Store.longitude.between(west, east) for west, east in box.spans))
        return [*self._session.scalars(select(Store).where(Store.latitude.between(box.south, box.north), spans))]

    def of_business(self, business_id: str) -> Iterator[list[Store]]:
        """Every store of the business, those that left or are suspended too, by code; page by page."""
        after = ""
        wanted = select(Store).where(Store.business_id == business_id).order_by(Store.code).limit(PAGE)
        while page := [*self._session.scalars(wanted.where(Store.code > after))]:
            yield page
            after = page[-1].code

    def business(self, network_id: str, code: str) -> Business | None:
        """The business with this code."""
        wanted = select(Business).where(Business.network_id == network_id, Business.code == code)
        return self._session.scalars(wanted).one_or_none()

    def network(self, network_id: str) -> Network:
        """The network.

        Raises:
            LookupError: no such network.
        """
        return one(self._session, Network, network_id)

    def has_network(self) -> bool:
        """Whether anything was imported yet."""
        return self._session.scalars(select(Network.id).limit(1)).first() is not None

    def the_network(self) -> Network:
        """The network of this installation; there is never a second one (`docs/decisions/0054`).

        Raises:
            LookupError: nothing was imported yet.
        """
        oldest = self._session.scalars(prepared.OLDEST_NETWORK).first()
        if oldest is None:
            raise NoNetwork("there is no network yet: run `hansho stores import stores.csv` first")
        return oldest

    def rules(self, network_id: str) -> Rules:
        """The network's rules as they are now."""
        return rules_from(self.network(network_id).rules)


def _facts(store: Store, *, has_responsible: bool) -> StoreFacts:
    return StoreFacts(
        id=store.id,
        business_id=store.business_id,
        network_id=store.business.network_id,
        latitude=store.latitude,
        longitude=store.longitude,
        facility=store.facility,
        business_agreed=store.business.agreed_on is not None,
        notice_posted=False,
        has_responsible=has_responsible,
        joined_at=store.joined_at,
        left_at=store.left_at,
        suspended_at=store.suspended_at,
        suspended_until=store.suspended_until,
        business_left_at=store.business.left_at,
    )
