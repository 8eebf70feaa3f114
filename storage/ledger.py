"""The append-only ledger's rows: one canonical entry each, ordered by the single head row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from audit import merkle
from audit.event import Entry, Event, Value, canonical, entry
from audit.export import line
from storage.parts import parted
from storage.statements import insert_many, insert_once
from storage.tables import LedgerEntry, LedgerHead

Details = Mapping[str, Value | tuple[str, ...]]
"""Ids, hashes, words of code and whole numbers."""

HEAD = 1
"""The only id in the head's table."""

VOUCHED = ':vouch"'
"""How the event of somebody's word ends in its canonical line."""

BEGUN = f'"event":"{Event.LEDGER_BEGIN}"'
"""How that event stands in its canonical line."""

PAGE = 1000
"""Entries read at a time when exporting: some hundred kilobytes."""


class Ledger:
    """Append, look at the head, export (R-097)."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending: list[Entry] = []
        """Complete but for their sequence."""

    def append(
        self,
        event: Event,
        *,
        at: datetime,
        case_id: str | None = None,
        actor: str | None = None,
        details: Details | None = None,
    ) -> None:
        """Add an entry when this unit commits, in the order of the calls.

        Raises:
            ValueError: something that could be personal; see ``audit.event``.
        """
        self._pending.append(entry(event, sequence=0, at=at, case=case_id, actor=actor, details=details))

    def settle(self) -> None:
        """Write what was appended.

        Units of work that append wait here for each other. It comes last, so that nobody who holds the head waits
        for a row that somebody else holds while waiting for the head.
        """
        if not self._pending:
            return
        self._write(self._pending)
        self._pending.clear()

    def take_over(self, entries: Iterable[Entry]) -> None:
        """R-141: go on where another copy of this ledger has come to; ``entries``: verified, next ones first."""
        self._write(entries)

    def head(self) -> tuple[int, str]:
        """Number of committed entries (and of this unit's, once settled), and the Merkle root in hex."""
        head = self._session.get(LedgerHead, HEAD, populate_existing=True)
        if head is None:
            return 0, merkle.EMPTY.hex()
        return head.size, merkle.root(_frontier(head), head.size).hex()

    def since(self, first: int, size: int) -> Iterable[bytes]:
        """The canonical entries from place ``first`` up to ``size``, in order."""
        rows = select(LedgerEntry.event).where(LedgerEntry.sequence >= first, LedgerEntry.sequence < size)
        paged = rows.order_by(LedgerEntry.sequence).execution_options(yield_per=PAGE)
        return (event.encode() for event in self._session.scalars(paged))

    def has_history(self) -> bool:
        """Whether a file of checkpoints was begun for this ledger (``audit.history``)."""
        found = select(LedgerEntry.sequence).where(LedgerEntry.event.contains(BEGUN)).limit(1)
        return self._session.scalar(found) is not None

    def of_case(self, case_id: str) -> list[Entry]:
        """The entries of one case, in order."""
        found = select(LedgerEntry.event).where(LedgerEntry.case_id == case_id).order_by(LedgerEntry.sequence)
        return [json.loads(event) for event in self._session.scalars(found)]

    def newest(self, case_id: str | None, before: int, most: int) -> list[Entry]:
        """The entries before this place, of one case if it is named, the newest first."""
        wanted = select(LedgerEntry.event).where(LedgerEntry.sequence < before)
        if case_id is not None:
            wanted = wanted.where(LedgerEntry.case_id == case_id)
        found = self._session.scalars(wanted.order_by(LedgerEntry.sequence.desc()).limit(most))
        return [json.loads(event) for event in found]

    def of_events(self, events: Iterable[Event]) -> list[Entry]:
        """The entries of some kinds, in order."""
        named = or_(*(LedgerEntry.event.contains(f'"event":"{event}"') for event in events))
        found = select(LedgerEntry.event).where(named).order_by(LedgerEntry.sequence)
        return [json.loads(event) for event in self._session.scalars(found)]

    def vouched(self) -> set[frozenset[str]]:
        """Pairs of ids that somebody said are two, not one (R-113)."""
        found = select(LedgerEntry.event).where(LedgerEntry.event.contains(VOUCHED))
        details = (json.loads(event)["details"] for event in self._session.scalars(found))
        return {frozenset((said["one"], said["other"])) for said in details if "one" in said}

    def export(self, write: Callable[[str], object], size: int) -> None:
        """Write the first ``size`` entries as ``audit.export`` wants them."""
        rows = select(LedgerEntry).where(LedgerEntry.sequence < size).order_by(LedgerEntry.sequence)
        for row in self._session.scalars(rows.execution_options(yield_per=PAGE)):
            write(line(row.event, row.leaf))

    def _write(self, entries: Iterable[Entry]) -> None:
        """Each at the next place, many by one statement: whoever brings in a town writes tens of thousands."""
        head = self._locked_head()
        frontier, size = _frontier(head), head.size
        for part in parted(entries):
            rows = []
            for made in part:
                written = canonical(made | {"sequence": size})
                leaf = merkle.leaf_hash(written)
                rows.append(
                    {"sequence": size, "event": written.decode(), "leaf": leaf.hex(), "case_id": made.get("case")}
                )
                frontier, size = merkle.append(frontier, size, leaf), size + 1
            insert_many(self._session, LedgerEntry, rows)
        head.frontier, head.size = [part.hex() for part in frontier], size
        self._session.flush()

    def _locked_head(self) -> LedgerHead:
        if self._session.get(LedgerHead, HEAD) is None:
            insert_once(self._session, LedgerHead, id=HEAD, size=0, frontier=[])
        return self._session.get_one(LedgerHead, HEAD, with_for_update=True, populate_existing=True)


def _frontier(head: LedgerHead) -> list[bytes]:
    return [bytes.fromhex(part) for part in head.frontier]
