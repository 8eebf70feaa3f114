"""Waiting for the disk."""

from __future__ import annotations

import threading
from pathlib import Path

from storage.durability import LogSync


def test_without_a_log_there_is_nothing_to_wait_for(tmp_path: Path) -> None:
    """Whoever closed the database last has moved the log into it."""
    LogSync(tmp_path / "closed.sqlite3").wait()


def test_many_threads_wait_for_one_log(tmp_path: Path) -> None:
    """Everybody returns, whoever does the syncing."""
    (tmp_path / "open.sqlite3-wal").write_bytes(b"log")
    sync = LogSync(tmp_path / "open.sqlite3")
    returned: list[int] = []

    def commit_and_wait(number: int) -> None:
        for _ in range(20):
            sync.wait()
        returned.append(number)

    threads = [threading.Thread(target=commit_and_wait, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(returned) == list(range(8))
