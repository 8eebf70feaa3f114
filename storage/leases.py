"""What inbox, outbox and due work share: a claim is a lease, and a worker that outlives its lease must not finish."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, or_, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.tables import DueWork, InboxEvent, OutboxMessage, Utc


class LeaseLost(Exception):
    """Another worker has taken the row over: roll back, since it does the work now."""


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
