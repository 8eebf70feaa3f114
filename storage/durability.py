"""When a commit is safe from a power cut.

SQLite can sync its log inside each commit (``synchronous=FULL``), but then every writer waits for every other one's
disk. We let it commit to the operating system's memory, which survives a killed process, and sync the log right after,
outside the write lock: one sync serves all that committed before it began. Nobody is told "kept" earlier than that.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path


class LogSync:
    """Syncs one SQLite database's write-ahead log, for many threads at once."""

    def __init__(self, database: Path) -> None:
        self._log = database.with_name(database.name + "-wal")
        self._commits = 0
        self._synced = 0
        self._noting = threading.Lock()
        self._syncing = threading.Lock()

    def wait(self) -> None:
        """Return when what this thread has committed is on the disk."""
        with self._noting:
            self._commits += 1
            mine = self._commits
        with self._syncing:
            if self._synced >= mine:
                return
            covered = self._commits
            self._sync()
            self._synced = covered

    def _sync(self) -> None:
        try:
            log = os.open(self._log, os.O_RDONLY)
        except FileNotFoundError:
            # Moved into the database file, and synced there, by whoever closed it last.
            return
        try:
            os.fsync(log)
        finally:
            os.close(log)
