"""A process starts while another one has the database."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

import pytest
import structlog
from sqlalchemy import make_url

from bot.starting import in_turn
from storage import writers
from storage.unit_of_work import Database
from tests.world.waiting import until


def test_a_start_waits_for_a_process_that_stands_still_while_it_writes(
    sqlite_url: str, master_keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its three writing steps: it says that it waits, does not end, and goes on when the other one does."""
    monkeypatch.setattr(writers, "BUSY_SECONDS", 0.05)
    starting = Database(sqlite_url, master_keys=master_keys)
    file = make_url(sqlite_url).database or ""

    for step in (starting.migrate, starting.open_keys, starting.sign_on):
        with Path(f"{file}-turn").open("w") as turn, structlog.testing.capture_logs() as said:
            fcntl.flock(turn, fcntl.LOCK_EX)
            start = threading.Thread(target=in_turn, args=(step,))
            start.start()
            until(lambda said=said: len(said) > 1)  # twice: it goes on waiting
            assert start.is_alive()
            fcntl.flock(turn, fcntl.LOCK_UN)
            start.join(60)
            assert not start.is_alive()

    starting.sign_off()
    starting.close()
