"""What two people decided, as imperatives: out of reach of every edge (``handlers.twofold`` alone hands them on)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from handlers.commands.chat import Command
from handlers.commands.office import DatedCommand
from policy.facts import Role
from policy.rules import Value


@dataclass(frozen=True)
class ResumeStore(DatedCommand):
    """A suspended store takes part again."""


@dataclass(frozen=True)
class AllowOffice(Command):
    """The secretariat may approve for stores; ``reference``: where that was decided in writing."""

    reference: str
    decided_on: date


@dataclass(frozen=True)
class ChangeRules(Command):
    """The network decides on other numbers; rules that are not named stay as they are."""

    changes: dict[str, Value] = field(hash=False)


@dataclass(frozen=True)
class DecideRules(ChangeRules):
    """The same by two people's decision: looser ones start a day later."""


@dataclass(frozen=True)
class ConfirmHold(Command):
    """A second person agrees; ``by``: member code of the secretariat or the auditor."""

    number: str
    by: str


@dataclass(frozen=True)
class ConfirmNoLeak(Command):
    """A second person agrees that nothing got out; ``by``: their member code; ``answered_at``: when that was said."""

    number: str
    by: str
    answered_at: str


@dataclass(frozen=True)
class GiveRole(Command):
    """A person is to watch over the network, as its secretariat or its auditor."""

    member_id: str
    role: Role


@dataclass(frozen=True)
class RotateKeys(Command):
    """Every case key is wrapped anew under the first master key."""
