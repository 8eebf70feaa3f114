"""Webhooks that wait together are kept together, before the platform hears 200."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime

import pytest

from bot.application import Application
from bot.inbox_batch import InboxBatch
from bot.settings import Settings
from policy.lanes import Lane
from storage.inbox import InboundEvent, Inbox
from storage.unit_of_work import Database
from tests.world.ports import SECRETS, ports
from tests.world.waiting import until


def test_who_comes_while_others_wait_for_their_turn_is_kept_with_them(
    sqlite_url: str, master_keys: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-123: an acknowledgement waits for one unit of work, not for that and then for those who came first."""
    database = Database(sqlite_url, master_keys=master_keys)
    settings = Settings(_env_file=None, public_url="https://x", **SECRETS)
    batch = InboxBatch(Application(settings, database, ports(), lambda: now))
    together: list[set[str]] = []
    keep = Inbox.keep

    def noted(self: Inbox, arrivals: Sequence[tuple[InboundEvent, Lane]], moment: datetime) -> int:
        together.append({event.event_id for event, _ in arrivals})
        return keep(self, arrivals, moment)

    monkeypatch.setattr(Inbox, "keep", noted)
    events = [InboundEvent("line", f"e{n}", f"U{n}", now, b"{}") for n in range(3)]
    threads = [threading.Thread(target=batch, args=(event,)) for event in events]
    with database.unit_of_work() as busy:
        busy.take_turn()
        threads[0].start()
        until(lambda: batch._writing.locked() and not batch._waiting)  # it waits for its turn
        for thread in threads[1:]:
            thread.start()
        until(lambda: len(batch._waiting) == 2)
    for thread in threads:
        thread.join()
    assert together == [{"e0", "e1", "e2"}]
    database.close()
