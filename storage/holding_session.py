"""A session that holds every row it has read until it ends."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session


class HoldingSession(Session):
    """SQLAlchemy's forgets rows that nobody holds, and would read the network again for each of a hundred cards.

    Rows stay readable after the commit, since claims are worked on in a later unit.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.held: list[object] = []

    def let_go(self) -> None:
        """Write what waits, and hold nothing any longer."""
        self.flush()
        self.expunge_all()
        self.held.clear()


@event.listens_for(HoldingSession, "loaded_as_persistent")
def _hold(session: HoldingSession, row: Any) -> None:
    # Once for all sessions: to listen to each anew had been half of what an empty unit costs.
    session.held.append(row)
