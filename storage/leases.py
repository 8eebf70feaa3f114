"""What inbox, outbox and due work share: a claim is a lease, and a worker that outlives its lease must not finish."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.tables import DueWork, InboxEvent, OutboxMessage, Utc

FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(minutes=10)
"""Eight attempts with doubling delays span about four minutes, longer than a restart or a network hiccup."""


class LeaseLost(Exception):
    """Another worker has taken the row over: roll back, since it does the work now."""


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 2, 4, 8 … seconds, at most ten minutes."""
    # The exponent is capped since timedelta overflows long before an erasure is given up, which is never.
    return min(FIRST_DELAY * (1 << min(max(attempts - 1, 0), 20)), LONGEST_DELAY)


NOW = bindparam("this_moment", type_=Utc())
"""Given at execution, so that the statements of a claim, which are long and run often, are built once."""


def at(now: datetime, **others: object) -> dict[str, object]:
    """The values for a statement with ``NOW`` in it."""
    return {NOW.key: now, **others}


def free(lease_until: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    """Nobody is at it, or whoever was is gone."""
    return or_(lease_until.is_(None), lease_until <= NOW)


def held(lease_until: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    """Somebody is at it."""
    return lease_until > NOW


def free_all(session: Session) -> None:
    """End every lease; only for when nobody who could hold one is alive."""
    for table in (InboxEvent, OutboxMessage, DueWork):
        session.execute(update(table).where(table.lease_until.is_not(None)).values(lease_until=None))


def alone(session: Session, what: str) -> bool:
    """Whether we are the only one claiming ``what`` (a sender, an account) until this unit ends.

    A row lock isn't enough: another row of the same sender can arrive while one is being claimed. SQLite has one
    writer at a time, so there we always are.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    taken = session.scalar(text("SELECT pg_try_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})
    return bool(taken)
