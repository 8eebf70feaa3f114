"""What a process does before it works: it waits for its database."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from sqlalchemy.exc import OperationalError

from bot.log import log
from storage.engine import is_away
from storage.writers import NoTurn

RESTART_SECONDS: Final = 60
"""So long a database may be away: a restart, also after a crash. Longer, and its address is wrong."""

AGAIN_SECONDS: Final = 1


def in_turn(step: Callable[[], None]) -> None:
    """Do it, however long others write: one of them may stand still in the middle of it (SQLite has one writer).

    And whatever PostgreSQL is doing just then. Ending would only have a supervisor start us into the same wait.

    Raises:
        OperationalError: there is no database, or not for ``RESTART_SECONDS``.
    """
    end = time.monotonic() + RESTART_SECONDS
    while True:
        try:
            return step()
        except NoTurn as busy:
            log().warning("waiting for the database", reason=str(busy))
        except OperationalError as away:
            if not is_away(away) or time.monotonic() > end:
                raise
            log().warning("waiting for the database", reason="it does not answer")
            time.sleep(AGAIN_SECONDS)
