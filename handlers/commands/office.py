"""What the secretariat or an operator asks at a terminal; codes and numbers are those that people use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.commands.chat import Command


@dataclass(frozen=True)
class CodeCommand(Command):
    """Something about one store or person of the CSV."""

    code: str


@dataclass(frozen=True)
class LetStoreLeave(CodeCommand):
    """A store leaves the network for good."""


@dataclass(frozen=True)
class SuspendStore(CodeCommand):
    """A store takes no part until it is resumed."""


@dataclass(frozen=True)
class ResumeStore(CodeCommand):
    """A suspended store takes part again."""


@dataclass(frozen=True)
class LetMemberLeave(CodeCommand):
    """A person leaves."""


@dataclass(frozen=True)
class RevokeAccounts(CodeCommand):
    """A person's accounts end, on one platform or (empty) on all; what came from them since then falls."""

    platform: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class AllowOffice(Command):
    """The secretariat may approve for stores; ``reference``: where that was decided in writing."""

    reference: str
    decided_on: date


@dataclass(frozen=True)
class ForbidOffice(Command):
    """It may not, or no longer."""


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
