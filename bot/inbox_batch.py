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
                self._write(self._batch(request))
        finally:
            self._writing.release()

    def _batch(self, request: _Request) -> list[_Request]:
        with self._noting:
            if request not in self._waiting:  # a commit with others failed: now by itself, so that nobody's fault lasts
                return [request]
            batch, self._waiting = self._waiting, []
            return batch

    def _write(self, batch: list[_Request]) -> None:
        events, now = [event for request in batch for event in request.events], self._app.now()
        let_in: Sequence[tuple[InboundEvent, Lane]] = ()
        if self._flooded:  # what a flood sends and is not kept takes no turn among the writers
            with self._app.database.unit_of_work(read_only=True) as uow:
                let_in = _let_in(events, uow, now)
        if let_in or not self._flooded:
            with self._app.database.unit_of_work(first=True) as uow:
                let_in = _let_in(events, uow, now)
                uow.inbox.keep(let_in, now)
                uow.commit()
        self._flooded = len(let_in) < len(events)
        refused(Refusal.FLOOD, len(events) - len(let_in))
        for request in batch:
            request.kept = True


def _let_in(events: Collection[InboundEvent], uow: UnitOfWork, now: datetime) -> Sequence[tuple[InboundEvent, Lane]]:
    traffic = uow.inbox.traffic({(event.platform, event.sender) for event in events}, now)
    lanes = [traffic.lane((event.platform, event.sender), len(event.body)) for event in events]
    return [(event, lane) for event, lane in zip(events, lanes, strict=True) if lane is not None]
