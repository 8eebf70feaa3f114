"""The application as every entrance shares it: where a command becomes one unit of work and one commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from handlers.commands.chat import Command, asked_by
from handlers.context import Context
from handlers.recipient import Ports
from handlers.routing import handle
from storage.engine import is_deadlock
from storage.unit_of_work import Database, UnitOfWork

TRIES: Final = 3
"""Of two units that wait for each other one goes on, so the other one mostly has its way at the second try."""


@dataclass(frozen=True)
class Application:
    """What every entrance shares: web pages, workers, command line."""

    settings: Settings
    database: Database
    ports: Ports
    now: Callable[[], datetime]
    by: str | None = None
    """Whose acts these are, at a terminal; the ledger names them (``handlers.context.Context.by``)."""

    def context(
        self, uow: UnitOfWork, quiet_to: str | None = None, happened_at: datetime | None = None, asked_by: str = ""
    ) -> Context:
        """What a verb is given, or whoever asks what one would do."""
        return Context(
            uow,
            self.ports,
            self.now(),
            by=self.by,
            quiet_to=quiet_to,
            happened_at=happened_at,
            asked_by=asked_by,
        )

    @contextmanager
    def reading(self) -> Iterator[Context]:
        """Look without changing anything; runs beside a writer."""
        with self.database.unit_of_work(read_only=True) as uow:
            yield self.context(uow)

    @contextmanager
    def writing(
        self, quiet_to: str | None = None, happened_at: datetime | None = None, asked_by: str = ""
    ) -> Iterator[Context]:
        """One unit of work; whoever opens it commits."""
        with self.database.unit_of_work() as uow:
            yield self.context(uow, quiet_to, happened_at, asked_by)

    def run(
        self,
        command: Command,
        *,
        also: Callable[[UnitOfWork], object] = lambda _: None,
        quiet_to: str | None = None,
        happened_at: datetime | None = None,
    ) -> None:
        """Run one command in its own unit of work; commit, or leave nothing behind.

        Should PostgreSQL end it because it and another one waited for each other, it is done again.

        Args:
            command: What to do.
            also: What belongs to the same commit, such as marking the event that asked for it as done.
            quiet_to: See ``handlers.context.Context.quiet_to``.
            happened_at: When it was asked, where a platform says so.

        Raises:
            HanshoError: the person has to be told; the sentence says what to do next.
        """
        for again in reversed(range(TRIES)):
            try:
                with self.writing(quiet_to, happened_at, asked_by(command)) as ctx:
                    also(ctx.uow)
                    handle(command, ctx)
                    ctx.uow.commit()
            except OperationalError as error:
                if not (again and is_deadlock(error)):
                    raise
            else:
                return
