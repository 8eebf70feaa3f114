"""What the tests of the chat edges share: a standing server, a movable wall clock, the real inbox."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from policy.lanes import Lane
from storage.inbox import InboundEvent
from storage.tables import InboxEvent
from storage.unit_of_work import Database


@dataclass
class Stage:
    """A server that runs through all tests, while each test puts up an app of its own."""

    url: str
    app: ASGIApp = field(default_factory=lambda: PlainTextResponse("nothing on", status_code=503))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


class Wall:
    """The machine's time as the simulator sees it; ``ahead`` moves it."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Kept:
    """The real inbox as a webhook sees it; ``broken`` makes it fail as a full disk would, ``refused`` as one event
    would that the database doesn't take, ``away`` as a database would that restarts, so many times.
    """

    def __init__(self, database: Database, now: datetime) -> None:
        self._database, self._now = database, now
        self.broken = False
        self.refused = ""
        self.away = 0

    def __call__(self, *events: InboundEvent) -> None:
        """Keep and commit."""
        if self.away:
            self.away -= 1
            raise OperationalError("INSERT", {}, ConnectionRefusedError())
        if self.broken:
            raise OSError("disk full")
        if self.refused in {event.event_id for event in events}:
            raise ValueError
        with self._database.unit_of_work() as uow:
            uow.inbox.keep([(event, Lane.PROMPT) for event in events], self._now)
            uow.commit()

    def rows(self) -> list[tuple[InboxEvent, bytes]]:
        """Each event with its body, as the worker will read it."""
        with self._database.unit_of_work() as uow:
            session: Session = uow.inbox._session
            events = session.scalars(select(InboxEvent).order_by(InboxEvent.happened_at)).all()
            return [(event, uow.inbox.body(event)) for event in events]

    def bodies(self) -> list[bytes]:
        """The bodies alone."""
        return [body for _event, body in self.rows()]
