"""What was published, which version each store is to show, and which one a photograph showed there (R-023, R-122)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from policy.notices.posting import Kind
from storage import prepared
from storage.asked_once import asked_for_each, asked_once
from storage.tables import Business, Case, Poster, Publication, Store

Place: TypeAlias = tuple[str, Kind]
"""Id of a store, and which of its two notices."""


class Notices:
    """Every query about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- what the network says ---

    def in_force(self, network_id: str) -> Publication | None:
        """What is published; None if nothing is yet."""
        return next(iter(self._in_force(network_id)), None)

    @asked_once(Publication)
    def _in_force(self, network_id: str) -> list[Publication]:
        """One at most; it names thousands of stores, and a page asks for it again and again."""
        wanted = select(Publication).where(Publication.network_id == network_id, Publication.replaced_at.is_(None))
        return [*self._session.scalars(wanted)]

    def publish(self, new: Publication) -> None:
        """From now on, in place of the earlier one."""
        earlier = self.in_force(new.network_id)
        if earlier is not None:
            earlier.replaced_at = new.published_at
            self._session.flush()
        self._session.add(new)
        self._session.flush()

    def first_published_at(self, network_id: str) -> datetime | None:
        """When the network first said anything."""
        wanted = select(func.min(Publication.published_at)).where(Publication.network_id == network_id)
        return self._session.scalars(wanted).one()

    def first_sent_at(self, network_id: str) -> datetime | None:
        """When its first alert went out, of those that are still on record.

        Whatever went out before the alert that was reported first was reported before that one went out: a few cases
        along the index, where the least of all would be looked for in each of them. Asked in two: of a question within
        the question PostgreSQL doesn't know how few they are, and reads all.
        """
        ours = (Case.network_id == network_id, Case.sent_at.is_not(None))
        wanted = select(Case.sent_at).where(*ours).order_by(Case.created_at, Case.id).limit(1)
        sent = self._session.scalars(wanted).one_or_none()
        if sent is None:
            return None
        return self._session.scalars(select(func.min(Case.sent_at)).where(*ours, Case.created_at <= sent)).one()

    # --- what hangs in each store ---

    def wanted(self, store_ids: Collection[str]) -> dict[Place, Poster]:
        """What each of the stores is to show, of either kind; none where nothing was ever published."""
        alive = (one for posters in self._alive(store_ids).values() for one in posters)
        return {(one.store_id, one.kind): one for one in alive if one.replaced_at is None}

    def shown(self, store_ids: Collection[str]) -> dict[Place, Poster]:
        """What was photographed last in each of the stores, of either kind."""
        alive = (one for posters in self._alive(store_ids).values() for one in posters)
        posted = [one for one in alive if one.posted_at is not None]
        last = sorted(posted, key=lambda one: (one.posted_at, one.wanted_at, one.id))
        return {(one.store_id, one.kind): one for one in last}

    def want(self, versions: Mapping[Place, str], stores: Sequence[Store], now: datetime) -> None:
        """From now on these stores are to show these versions, and nothing else; what one is late with, it stays late
        with. All in one look, and written at once: a network has thousands.
        """
        standing, new = self.wanted([store.id for store in stores]), []
        for store in stores:
            for kind in Kind:
                earlier, version = standing.get((store.id, kind)), versions.get((store.id, kind))
                if earlier is not None and earlier.version == version:
                    continue
                if earlier is not None:
                    earlier.replaced_at = now
                if version is not None:
                    late = earlier is not None and earlier.posted_at is None
                    since = earlier.wanted_at if earlier is not None and late else max(now, store.joined_at)
                    new.append(Poster(store_id=store.id, kind=kind, version=version, wanted_at=since))
        self._session.flush()  # what is replaced makes room for what takes its place
        self._session.add_all(new)
        self._session.flush()

    def missing(self, network_id: str) -> list[Poster]:
        """What stores are to show and no photograph has shown there, the longest wanted first."""
        wanted = (
            select(Poster).join(Store, Store.id == Poster.store_id).join(Business, Business.id == Store.business_id)
        )
        wanted = wanted.where(Business.network_id == network_id, Poster.replaced_at.is_(None))
        wanted = wanted.where(Poster.posted_at.is_(None)).order_by(Poster.wanted_at, Store.code, Poster.kind)
        return [*self._session.scalars(wanted)]

    def outdated(self) -> set[str]:
        """Ids of the stores where another version was photographed last than is to hang there, of either kind."""
        last = aliased(Poster)
        seen = select(last.version).where(
            last.store_id == Poster.store_id, last.kind == Poster.kind, last.posted_at.is_not(None)
        )
        newest = seen.order_by(last.posted_at.desc(), last.wanted_at.desc(), last.id.desc()).limit(1)
        # Photographed is only what is wanted: where it was, nothing else was since.
        missing = select(Poster.store_id).distinct().where(Poster.replaced_at.is_(None), Poster.posted_at.is_(None))
        return {*self._session.scalars(missing.where(newest.scalar_subquery() != Poster.version))}

    @asked_for_each(Poster)
    def _alive(self, store_ids: Sequence[str]) -> Iterator[tuple[str, Poster]]:
        yield from ((one.store_id, one) for one in self._session.scalars(prepared.POSTERS, {"store_ids": [*store_ids]}))
