"""What the secretariat or an operator asks at a terminal; codes and numbers are those that people use."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import Command


@dataclass(frozen=True)
class LetStoreLeave(Command):
    """A store leaves the network for good."""

    code: str


@dataclass(frozen=True)
class SuspendStore(Command):
    """A store takes no part until it is resumed."""

    code: str


@dataclass(frozen=True)
class ResumeStore(Command):
    """A suspended store takes part again."""

    code: str


@dataclass(frozen=True)
class LetMemberLeave(Command):
    """A person leaves."""

    code: str


@dataclass(frozen=True)
class ChangeRules(Command):
    """The network decides on other numbers; rules that are not named stay as they are."""

    changes: dict[str, int | bool] = field(hash=False)


@dataclass(frozen=True)
class Hold(Command):
    """Nothing of the case is erased for so many days; ``by``: member code of the secretariat."""

    number: str
    by: str
    days: int
