"""The demo town's platforms and phones with nothing but a listener where the bot would stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Response

from simulator.control import Simulator
from simulator.phones import People, Phone


@dataclass
class Received:
    """One request to the bot."""

    path: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Listener:
    """Stands where the bot would; ``answer`` decides what it says to a request."""

    url: str = ""
    got: list[Received] = field(default_factory=list)
    answer: Callable[[Received], Response] = lambda _: Response()


@dataclass
class SimulatedTown:
    """Everything a test needs of the platforms and the people on them."""

    url: str
    sim: Simulator
    people: People
    bot: Listener

    def phone(self, who: str, platform: str | None = None) -> Phone:
        """The phone of a person."""
        return self.people.phone(who, platform)
