"""Small things the loops remember: how platforms let us in, and when each loop last came round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.tables import ChatAccess, Heartbeat


class Accesses:
    """How each platform lets us in, as last asked."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[ChatAccess]:
        """Every platform's, workspace by workspace."""
        return [*self._session.scalars(select(ChatAccess).order_by(ChatAccess.platform, ChatAccess.workspace))]

    def replace(self, platform: str, rows: Iterable[ChatAccess]) -> None:
        """These are all of the platform's."""
        self._session.execute(delete(ChatAccess).where(ChatAccess.platform == platform))
        self._session.add_all(rows)
        self._session.flush()


class Heartbeats:
    """When each loop of each process last came round."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def set(self, name: str, now: datetime) -> None:
        """The loop came round."""
        self._session.merge(Heartbeat(name=name, at=now))

    def all(self) -> dict[str, datetime]:
        """Every loop ever heard of, and its last round."""
        return {beat.name: beat.at for beat in self._session.scalars(select(Heartbeat).order_by(Heartbeat.name))}
