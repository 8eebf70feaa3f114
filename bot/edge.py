"""Where a command becomes one unit of work and one commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.settings import Settings
from handlers.commands import Command
from handlers.ports import Ports
from handlers.routing import handle
from storage.unit_of_work import Database


@dataclass(frozen=True)
class Edge:
    """What every entrance shares: web pages, chat worker, due worker, command line."""

    settings: Settings
    database: Database
    ports: Ports
    now: Callable[[], datetime]

    def run(self, command: Command) -> None:
        """Run one command in its own unit of work; commit, or leave nothing behind.

        Raises:
            HanshoError: the person has to be told; the sentence says what to do next.
        """
        with self.database.unit_of_work() as unit:
            handle(command, unit, self.ports, self.now())
            unit.commit()
