"""Webhook events into the inbox before the platform hears 200: those that wait together are kept in one commit."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.application import Application
from bot.refusals import Refusal, refused
from policy.lanes import Lane
from storage.inbox import InboundEvent
from storage.unit_of_work import UnitOfWork

TURN_SECONDS: Final = 3
"""No platform waits longer; threads must not pile up before a database that hangs."""


@dataclass(eq=False)
class _Request:
    events: tuple[InboundEvent, ...]
    kept: bool = False


class InboxBatch:
    """Safe to call from many threads at once: the first one writes for all that are waiting by then.

    Args:
        app: Where the inbox is.
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._waiting: list[_Request] = []
        self._noting = threading.Lock()
        self._writing = threading.Lock()
        self._flooded = False

    def __call__(self, *events: InboundEvent) -> None:
        """Return when these events are kept; whatever is raised makes the platform deliver them again."""
        request = _Request(events)
        with self._noting:
            self._waiting.append(request)
        if not self._writing.acquire(timeout=TURN_SECONDS):
            raise TimeoutError("the database did not answer those before us")
        try:
            if not request.kept:
                self._write(request)
        finally:
            self._writing.release()

    def _write(self, request: _Request) -> None:
        now = self._app.now()
        by_itself = request not in self._waiting  # a commit with others failed; nobody's fault lasts
        batch = [request] if by_itself else self._gathered()
        # What a flood sends and is not kept takes no turn among the writers.
        kept = 0 if self._flooded and not self._any_let_in(batch, now) else self._keep(batch, now, alone=by_itself)
        refuse = sum(len(one.events) for one in batch) - kept
        self._flooded = refuse > 0
        refused(Refusal.FLOOD, refuse)
        for one in batch:
            one.kept = True

    def _any_let_in(self, batch: Collection[_Request], now: datetime) -> bool:
        with self._app.database.unit_of_work(read_only=True) as uow:
            return bool(_let_in(batch, uow, now))

    def _keep(self, batch: list[_Request], now: datetime, *, alone: bool) -> int:
        """Keep what is let in, and, unless ``alone``, what came while we waited for our turn; how many events."""
        with self._app.database.unit_of_work(first=True) as uow:
            uow.take_turn()
            if not alone:
                batch += self._gathered()
            let_in = _let_in(batch, uow, now)
            uow.inbox.keep(let_in, now)
            uow.commit()
        return len(let_in)

    def _gathered(self) -> list[_Request]:
        """All that wait by now."""
        with self._noting:
            batch, self._waiting = self._waiting, []
            return batch


def _let_in(batch: Collection[_Request], uow: UnitOfWork, now: datetime) -> Sequence[tuple[InboundEvent, Lane]]:
    events = [event for request in batch for event in request.events]
    traffic = uow.inbox.traffic({(event.platform, event.sender) for event in events}, now)
    lanes = [traffic.lane((event.platform, event.sender), len(event.body)) for event in events]
    return [(event, lane) for event, lane in zip(events, lanes, strict=True) if lane is not None]
