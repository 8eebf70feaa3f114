"""Work with a time. It is rows, not timers: a loop only asks what is due, and every replica may ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, Update, delete, select, update
from sqlalchemy.orm import Session

from storage.bells import leave
from storage.leases import AT_ONCE, NOW, LeaseLost, at, free
from storage.retry import NOTHING, Retry
from storage.statements import changed, hold, insert_once
from storage.tables import DueKind, DueWork, new_id

RETRY = Retry()
"""Never given up: an erasure that fails today is tried until it works."""


class Due:
    """Every query about due work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plan(
        self,
        kind: DueKind,
        subject: str,
        due_at: datetime,
        *,
        case_id: str | None = None,
        arguments: Mapping[str, str] | None = None,
        at_once: bool = False,
    ) -> bool:
        """Plan once per kind and subject; False if it was planned (or done) before.

        ``at_once``: ``due_at`` is now, and what the clock says later is of no account.
        """
        leave(self._session, kind)
        return insert_once(
            self._session,
            DueWork,
            id=new_id(),
            kind=kind,
            subject=subject,
            case_id=case_id,
            arguments=dict(arguments or {}),
            due_at=due_at,
            next_at=AT_ONCE if at_once else due_at,
            attempts=0,
        )

    def hasten(self, kind: DueKind, now: datetime) -> None:
        """What is planned of this kind, or pauses after a failure, is due now."""
        leave(self._session, kind)
        waiting = update(DueWork).where(DueWork.kind == kind, DueWork.done_at.is_(None), DueWork.next_at > now)
        self._session.execute(waiting.values(next_at=AT_ONCE))

    def cancel(self, case_id: str, kinds: Collection[DueKind]) -> None:
        """Drop what is planned for the case and not done; it may be planned anew."""
        self._session.execute(
            delete(DueWork).where(DueWork.case_id == case_id, DueWork.kind.in_(kinds), DueWork.done_at.is_(None))
        )

    def planned(self, kind: DueKind, about: str) -> list[DueWork]:
        """What is planned of this kind and not done, whose subject begins so; the first due first."""
        wanted = select(DueWork).where(DueWork.kind == kind, DueWork.done_at.is_(None))
        wanted = wanted.where(DueWork.subject.startswith(about, autoescape=True))
        return [*self._session.scalars(wanted.order_by(DueWork.due_at))]

    def drop(self, kind: DueKind, about: str) -> bool:
        """It is planned no longer; whether anything was."""
        found = self.planned(kind, about)
        for work in found:
            self._session.delete(work)
        self._session.flush()
        return bool(found)

    def forget(self, case_id: str, kinds: Collection[DueKind]) -> None:
        """Drop what was planned for the case, and what is known of it once it is done."""
        self._session.execute(delete(DueWork).where(DueWork.case_id == case_id, DueWork.kind.in_(kinds)))

    def waits(self, now: datetime, kinds: Collection[DueKind]) -> bool:
        """Whether a claim would find something; read only, since most bells ring for nothing."""
        return self._session.execute(_free(frozenset(kinds)), at(now)).first() is not None

    def waiting(self, now: datetime) -> set[DueKind]:
        """Of which kinds a claim would find something."""
        return {*self._session.scalars(_KINDS, at(now))}

    def claim(self, now: datetime, lease_seconds: int, kinds: Collection[DueKind] = ()) -> DueWork | None:
        """The longest overdue work, of these kinds if any are named, ours until the lease ends; commit at once."""
        work = self._session.scalars(_next(frozenset(kinds)), at(now)).first()
        if work is not None:
            work.attempts += 1
            work.next_at = AT_ONCE  # what was due stays due, though the clock be set back
            work.lease_until = now + timedelta(seconds=lease_seconds)
            self._session.flush()
        return work

    def done(self, work: DueWork, now: datetime) -> None:
        """Finished; harmless if the work cancelled itself on its way.

        Raises:
            LeaseLost: another worker took over; roll this unit back.
        """
        self._settle(work, done_at=now, lease_until=None, failure=None)

    def failing(self, case_id: str, kinds: Collection[DueKind]) -> DueWork | None:
        """Work for the case, of these kinds, that failed when it was last tried."""
        open_work = select(DueWork).where(DueWork.case_id == case_id, DueWork.kind.in_(kinds))
        return self._session.scalar(open_work.where(DueWork.done_at.is_(None), DueWork.failure.is_not(None)))

    def renew(self, work: DueWork, until: datetime, **known: str) -> None:
        """Still at it, and it goes well: the lease lasts until then. ``known``: what was found out on the way.

        Raises:
            LeaseLost: another worker took over.
        """
        self._settle(work, lease_until=until, failure=None, arguments={**work.arguments, **known})

    def prolong(self, work: DueWork, until: datetime) -> None:
        """Its worker lives, whatever comes of the work: the lease lasts until then, or for longer if it does already.

        If another worker took over, nothing happens.
        """
        self._session.execute(_ours(work).where(DueWork.lease_until < until).values(lease_until=until))

    def retry(self, work: DueWork, now: datetime, failure: str, asked: timedelta = NOTHING) -> None:
        """Again after a growing pause, or the longer one ``asked`` for; ``failure`` is the id that the log has.

        Raises:
            LeaseLost: another worker took over.
        """
        next_at = now + RETRY.pause(work.attempts, asked)
        self._settle(work, next_at=next_at, lease_until=None, failure=failure)

    def overdue(self, now: datetime, older_than: timedelta) -> list[DueWork]:
        """What should have happened more than ``older_than`` ago, oldest first (R-040: misses are reported)."""
        late = select(DueWork).where(DueWork.done_at.is_(None), DueWork.due_at < now - older_than)
        return [*self._session.scalars(late.order_by(DueWork.due_at, DueWork.id))]

    def _settle(self, work: DueWork, **values: object) -> None:
        hold(self._session, work.case_id)
        if changed(self._session, _ours(work).values(**values)):
            return
        if self._session.scalar(select(DueWork.id).where(DueWork.id == work.id)):
            raise LeaseLost


def _ours(work: DueWork) -> Update:
    """The row, as long as nobody has claimed it since: attempts grow with every claim."""
    return update(DueWork).where(DueWork.id == work.id, DueWork.done_at.is_(None), DueWork.attempts == work.attempts)


# Asked again and again, each time of the same kinds: built once.

_FREE = select(DueWork.id).where(DueWork.done_at.is_(None), DueWork.next_at <= NOW, free(DueWork.lease_until))
_KINDS = _FREE.with_only_columns(DueWork.kind).distinct()


@cache
def _free(kinds: frozenset[DueKind]) -> Select[str]:
    return (_FREE.where(DueWork.kind.in_(sorted(kinds))) if kinds else _FREE).limit(1)


@cache
def _next(kinds: frozenset[DueKind]) -> Select[DueWork]:
    first = _free(kinds).with_only_columns(DueWork).order_by(DueWork.due_at, DueWork.id)
    return first.with_for_update(skip_locked=True)
