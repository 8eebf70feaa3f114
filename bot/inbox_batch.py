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
        by_itself = request not in self._waiting  # a commit with others failed; nobody's fault lasts
        batch, now = [request] if by_itself else self._gathered(), self._app.now()
        let_in: Sequence[tuple[InboundEvent, Lane]] = ()
        if self._flooded:  # what a flood sends and is not kept takes no turn among the writers
            with self._app.database.unit_of_work(read_only=True) as uow:
                let_in = _let_in(batch, uow, now)
        if let_in or not self._flooded:
            with self._app.database.unit_of_work(first=True) as uow:
                uow.take_turn()
                if not by_itself:  # who came while we waited need not wait for another turn
                    batch += self._gathered()
                let_in = _let_in(batch, uow, now)
                uow.inbox.keep(let_in, now)
                uow.commit()
        refuse = sum(len(one.events) for one in batch) - len(let_in)
        self._flooded = refuse > 0
        refused(Refusal.FLOOD, refuse)
        for one in batch:
            one.kept = True

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
