"""How often people did what is bounded: one row for each person, store and hour."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, or_, select, update
from sqlalchemy.orm import Session

from policy.caps import DAY, Done, Use
from storage.statements import insert_once
from storage.tables import Usage


class Uses:
    """Every query about it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lately(self, use: Use, member_id: str, store_id: str, now: datetime) -> Done:
        """How often in the last 24 hours."""
        theirs = func.sum(case((Usage.member_id == member_id, Usage.times), else_=0))
        there = func.sum(case((Usage.store_id == store_id, Usage.times), else_=0))
        counted = select(func.coalesce(theirs, 0), func.coalesce(there, 0)).where(
            Usage.use == use, Usage.hour > now - DAY, or_(Usage.member_id == member_id, Usage.store_id == store_id)
        )
        return Done(*self._session.execute(counted).one())

    def count(self, use: Use, member_id: str, store_id: str, now: datetime) -> None:
        """Once more."""
        row = {
            "use": use,
            "member_id": member_id,
            "store_id": store_id,
            "hour": now.replace(minute=0, second=0, microsecond=0),
        }
        if not insert_once(self._session, Usage, **row, times=1):
            same = [getattr(Usage, name) == value for name, value in row.items()]
            self._session.execute(update(Usage).where(*same).values(times=Usage.times + 1))
