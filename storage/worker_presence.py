"""Which workers are at a database: with none left alive, a lease is no reason to wait."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WorkerPresence:
    """The workers of one SQLite database, told by a shared lock on a file beside it, which ends with its process.

    On PostgreSQL workers may be on other machines, so there leases are waited for.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + "-workers")
        self._sign: int | None = None

    @contextmanager
    def joining(self) -> Iterator[bool]:
        """Sign on; True while no other worker is alive and none can start."""
        self.leave()
        self._sign = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._sign, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fcntl.flock(self._sign, fcntl.LOCK_SH)
            yield False
            return
        yield True
        fcntl.flock(self._sign, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Sign off."""
        if self._sign is not None:
            os.close(self._sign)
            self._sign = None
