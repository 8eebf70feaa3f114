"""What a process does before it works: it waits for its turn at the database."""

from __future__ import annotations

from collections.abc import Callable

from bot.log import log
from storage.writers import NoTurn


def in_turn(step: Callable[[], None]) -> None:
    """Do it, however long others write: one of them may stand still in the middle of it (SQLite has one writer).

    Ending would only have a supervisor start us into the same wait.
    """
    while True:
        try:
            return step()
        except NoTurn as busy:
            log().warning("waiting for the database", reason=str(busy))
