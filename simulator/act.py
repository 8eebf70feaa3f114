"""What every act of the story needs: people with phones, a voice that tells, and the words that the bot uses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from simulator.message import Message
from simulator.phones import People, Phone
from simulator.script import LABELS, TOLD, Said


class Bot(Protocol):
    """The bot of the town, in a process of its own."""

    ledger: Path
    """Where its export goes; what it prints lies beside it."""

    def run(self, *words: str) -> str:
        """One of its modules; what it printed."""

    def restart(self) -> None:
        """It dies in the middle of whatever it does, and is started again as it was; returns when it answers.

        Raises:
            RuntimeError: it did not start.
        """


@dataclass
class Act(ABC):
    """Plays and tells.

    Attributes:
        language: Which the town speaks.
        tell: Hears who does something (None: nobody of the town) and what, in both languages.
        show: Hears what somebody reads meanwhile.
        bot: What is done to the bot from without.
    """

    people: People
    language: str
    tell: Callable[[Phone | None, Said], None]
    show: Callable[[str], None]
    bot: Bot

    def __post_init__(self) -> None:
        """What was said in earlier acts is news to nobody in this one."""
        self.people.read_all()

    @abstractmethod
    def play(self) -> None:
        """Everything, in order; any surprise raises."""

    def _now(self) -> float:
        return float(self.people.get("/clock")["now"])

    def _phone(self, code: str) -> Phone:
        return self.people.phone(code)

    def _hears(self, phone: Phone, name: str) -> Message:
        return phone.wait_for(self._label(name, phone))

    def _tell(self, who: Phone | None, name: str) -> None:
        self.tell(who, TOLD[name])

    def _label(self, name: str, phone: Phone | None = None) -> str:
        """What the bot calls it; to the person with this phone, if they speak another language than the town."""
        said = LABELS[name]
        return self._in(said) if phone is None else said.en if phone.language == "en" else said.ja

    def _answers(self, answers: dict[str, Said]) -> dict[str, str]:
        return {name: self._in(said) for name, said in answers.items()}

    def _in(self, said: Said) -> str:
        return said.en if self.language == "en" else said.ja
