"""A session that holds every row it has read until it ends, and finds a row by statements that are built once."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Engine, Select, bindparam, event, inspect, select
from sqlalchemy.orm import Session

from storage.asked_once import before_writing
from storage.tables import Table


class HoldingSession(Session):
    """SQLAlchemy's forgets rows that nobody holds, and would read the network again for each of a hundred cards.

    Rows stay readable after the commit, since claims are worked on in a later unit.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, expire_on_commit=False)
        self.held: list[object] = []

    def execute(self, statement: Any, *how: Any, **more: Any) -> Any:
        """As everywhere, and so are the next two: what was asked about the rows that this writes is forgotten.

        SQLAlchemy has an event for it, but prepares each reading twice while anybody listens.
        """
        return super().execute(before_writing(self, statement), *how, **more)

    def scalars(self, statement: Any, *how: Any, **more: Any) -> Any:
        """See ``execute``."""
        return super().scalars(before_writing(self, statement), *how, **more)

    def scalar(self, statement: Any, *how: Any, **more: Any) -> Any:
        """See ``execute``."""
        return super().scalar(before_writing(self, statement), *how, **more)

    def get(self, entity: Any, ident: Any, **how: Any) -> Any:
        """As everywhere; SQLAlchemy's own builds its statement anew each time, which is a third of what it costs."""
        anew, lock = bool(how.pop("populate_existing", None)), how.pop("with_for_update", None)
        if lock is True and is_alone(self):
            anew, lock = False, None
        if lock not in (None, True) or any(how.values()):
            return super().get(entity, ident, populate_existing=anew, with_for_update=lock, **how)
        key = ident if isinstance(ident, tuple) else (ident,)
        known = None if anew or lock else self.identity_map.get((entity, key, None))
        if known is not None and not inspect(known).expired:
            return known
        values = {f"key_{place}": part for place, part in enumerate(key)}
        return self.scalars(_by_key(entity, lock=bool(lock), anew=anew), values).one_or_none()

    def let_go(self) -> None:
        """Write what waits, and hold nothing any longer."""
        self.flush()
        self.expunge_all()
        self.held.clear()


def is_alone(session: Session) -> bool:
    """SQLite has one writer at a time: what a unit has read stays so until it ends, and there is nothing to lock."""
    return session.get_bind().dialect.name == "sqlite"


@cache
def _by_key(entity: type[Table], *, lock: bool, anew: bool) -> Select[Any]:
    columns = inspect(entity).primary_key
    wanted: Select[Any] = select(entity).where(
        *(column == bindparam(f"key_{place}") for place, column in enumerate(columns))
    )
    wanted = wanted.with_for_update() if lock else wanted
    return wanted.execution_options(populate_existing=True) if anew else wanted


@event.listens_for(HoldingSession, "loaded_as_persistent")
def _hold(session: HoldingSession, row: Any) -> None:
    # Once for all sessions: to listen to each anew had been half of what an empty unit costs.
    session.held.append(row)
