"""What inbox, outbox and due work share: a claim is a lease, and a worker that outlives its lease must not finish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, or_, text, true, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.holding_session import is_alone
from storage.tables import OPEN, DueWork, InboxEvent, InboxState, OutboxMessage, Utc


class LeaseLost(Exception):
    """Another worker has taken the row over: roll back, since it does the work now."""


NOW = bindparam("this_moment", type_=Utc())
"""Given at execution, so that the statements of a claim, which are long and run often, are built once."""


AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""``next_at`` of what waits for no moment: "now" would make it wait for an hour if the clock is set back by one."""

LONGEST_LEASE = timedelta(seconds=120)
"""No claim is for longer (a video's, ``bot.jobs.WATCHED``)."""


def at(now: datetime, **others: object) -> dict[str, object]:
    """The values for a statement with ``NOW`` in it."""
    return {NOW.key: now, **others}


def free(lease_until: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    """Nobody is at it, or whoever was is gone."""
    return or_(lease_until.is_(None), lease_until <= NOW)


def held(lease_until: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    """Somebody is at it."""
    return lease_until > NOW


def catch_up(session: Session, now: datetime) -> None:
    """Where the clock was set back, claims and pauses last no longer than they ever do; due times keep their time.

    Leases are shortened, not ended, since whoever holds one may be at work.
    """
    for table, is_open, waits, pause in (
        (InboxEvent, InboxEvent.state == InboxState.NEW, true(), timedelta(minutes=2)),
        (OutboxMessage, OutboxMessage.state.in_(OPEN), true(), timedelta(minutes=1)),
        (DueWork, DueWork.done_at.is_(None), DueWork.attempts > 0, timedelta(minutes=10)),
    ):
        lease, rest = now + LONGEST_LEASE, now + pause
        session.execute(update(table).where(is_open, table.lease_until > lease).values(lease_until=lease))
        session.execute(update(table).where(is_open, waits, table.next_at > rest).values(next_at=rest))


def free_all(session: Session) -> None:
    """End every lease; only for when nobody who could hold one is alive."""
    for table in (InboxEvent, OutboxMessage, DueWork):
        session.execute(update(table).where(table.lease_until.is_not(None)).values(lease_until=None))


def alone(session: Session, what: str) -> bool:
    """Whether we are the only one claiming ``what`` (a sender, an account) until this unit ends.

    A row lock isn't enough: another row of the same sender can arrive while one is being claimed. SQLite has one
    writer at a time, so there we always are.
    """
    if is_alone(session):
        return True
    taken = session.scalar(text("SELECT pg_try_advisory_xact_lock(hashtextextended(:what, 0))"), {"what": what})
    return bool(taken)
