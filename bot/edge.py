"""Where a command becomes one unit of work and one commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.settings import Settings
from handlers.commands.chat import Command
from handlers.ports import Ports
from handlers.routing import handle
from storage.unit_of_work import Database, UnitOfWork


@dataclass(frozen=True)
class Edge:
    """What every entrance shares: web pages, workers, command line."""

    settings: Settings
    database: Database
    ports: Ports
    now: Callable[[], datetime]

    def run(self, command: Command, *, also: Callable[[UnitOfWork], object] = lambda _: None) -> None:
        """Run one command in its own unit of work; commit, or leave nothing behind.

        Args:
            command: What to do.
            also: What belongs to the same commit, such as marking the event that asked for it as done.

        Raises:
            HanshoError: the person has to be told; the sentence says what to do next.
        """
        with self.database.unit_of_work() as uow:
            also(uow)
            handle(command, uow, self.ports, self.now())
            uow.commit()
