"""What inbox, outbox and due work share: a claim is a lease, and a worker that outlives its lease must not finish."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, text
from sqlalchemy.orm import InstrumentedAttribute, Session

FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(minutes=10)
"""Eight attempts with doubling delays span about four minutes, longer than a restart or a network hiccup."""


class LeaseLost(Exception):
    """Another worker has taken the row over: roll back, since it does the work now."""


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: 2, 4, 8 … seconds, at most ten minutes."""
    # The exponent is capped since timedelta overflows long before an erasure is given up, which is never.
    return min(FIRST_DELAY * (1 << min(max(attempts - 1, 0), 20)), LONGEST_DELAY)


def free(lease_until: InstrumentedAttribute[datetime | None], now: datetime) -> ColumnElement[bool]:
    """Nobody is at it, or whoever was is gone."""
    return or_(lease_until.is_(None), lease_until <= now)


def held(lease_until: InstrumentedAttribute[datetime | None], now: datetime) -> ColumnElement[bool]:
    """Somebody is at it."""
    return lease_until > now


def alone(session: Session, what: str) -> bool:
    """Whether we are the only one claiming ``what`` (a sender, an account) until this unit ends.

    A row lock isn't enough: another row of the same sender can arrive while one is being claimed. SQLite has one
    writer at a time, so there we always are.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    taken = session.scalar(text("SELECT pg_try_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})
    return bool(taken)
