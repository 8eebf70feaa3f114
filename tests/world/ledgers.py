"""Ledgers for the tests: real entries, a real key, a real export."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from audit.checkpoint import public_key, sign, signing_key
from audit.event import Event, canonical, entry
from audit.export import line
from audit.merkle import append, leaf_hash, root_of
from storage.tables import LedgerEntry, LedgerHead
from storage.unit_of_work import Database, UnitOfWork

ORIGIN = "hansho.example/ledger"
KEY = signing_key(base64.b64encode(bytes(range(32))).decode())
PUBLIC = public_key(ORIGIN, KEY)
START = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
EVENTS = tuple(Event)


def entries(count: int) -> list[bytes]:
    """Canonical entries, one a minute."""
    return [
        canonical(
            entry(
                EVENTS[n % len(EVENTS)],
                sequence=n,
                at=START + timedelta(minutes=n),
                case=f"{n // 3:032x}",
                details={"stores": ["a1", "b2"], "views": n},
            )
        )
        for n in range(count)
    ]


def noted(uow: UnitOfWork) -> list[str]:
    """What the ledger of a database says happened, in order."""
    return [json.loads(row.event)["event"] for row in uow.session.query(LedgerEntry).order_by(LedgerEntry.sequence)]


def head(rows: list[bytes]) -> str:
    """The signed checkpoint over entries."""
    return sign(ORIGIN, len(rows), root_of([leaf_hash(row) for row in rows]), KEY)


def lines(rows: list[bytes]) -> list[str]:
    """The export's entry lines."""
    return [line(row.decode(), leaf_hash(row).hex()) for row in rows]


def export(count: int) -> bytes:
    """A whole export."""
    rows = entries(count)
    return ("".join(lines(rows)) + head(rows)).encode()


def rewrite(database: Database, sequence: int, was: str = "store:join", now: str = "store:leave") -> None:
    """Whoever owns the database changes one entry, and everything in it that would tell."""
    with database.unit_of_work() as uow:
        newest = uow.session.get_one(LedgerHead, 1, with_for_update=True)  # or a bot that runs adds an entry meanwhile
        rows = [*uow.session.scalars(select(LedgerEntry).order_by(LedgerEntry.sequence))]
        rows[sequence].event = rows[sequence].event.replace(was, now)
        leaves = [leaf_hash(row.event.encode()) for row in rows]
        rows[sequence].leaf = leaves[sequence].hex()
        frontier: list[bytes] = []
        for size, leaf in enumerate(leaves):
            frontier = append(frontier, size, leaf)
        newest.frontier = [part.hex() for part in frontier]
        uow.session.commit()
