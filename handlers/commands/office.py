"""What the secretariat or an operator asks at a terminal; codes and numbers are those that people use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.commands.chat import Command
from policy.hold import HoldReason
from policy.measures import MeasureKind
from policy.rules import Value


@dataclass(frozen=True)
class CodeCommand(Command):
    """Something about one store or person of the CSV."""

    code: str


@dataclass(frozen=True)
class DatedCommand(CodeCommand):
    """The same with a moment, past or ahead; None is now."""

    at: datetime | None = None


@dataclass(frozen=True)
class LetStoreLeave(DatedCommand):
    """A store leaves the network."""


@dataclass(frozen=True)
class ReturnStore(DatedCommand):
    """A store that left takes part again, or one that was about to leave stays."""


@dataclass(frozen=True)
class SuspendStore(DatedCommand):
    """A store takes no part until it is resumed."""


@dataclass(frozen=True)
class ResumeStore(DatedCommand):
    """A suspended store takes part again."""


@dataclass(frozen=True)
class LetBusinessLeave(DatedCommand):
    """A business withdraws its agreement: all its stores take no part."""


@dataclass(frozen=True)
class ReturnBusiness(DatedCommand):
    """It agrees anew; its stores take part as before."""


@dataclass(frozen=True)
class LetMemberLeave(DatedCommand):
    """A person leaves."""


@dataclass(frozen=True)
class ReturnMember(CodeCommand):
    """A person who left is back, without a role until the next import gives them one."""


@dataclass(frozen=True)
class LockMember(CodeCommand):
    """A person's browsers and links end; their accounts stay, and new links open."""


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
class RecordMeasure(Command):
    """A body or an authority asked for something; ``reference``: where its letter is; ``store``: a code, or empty."""

    kind: MeasureKind
    reference: str
    received_on: date
    store: str = ""


@dataclass(frozen=True)
class ChangeRules(Command):
    """The network decides on other numbers; rules that are not named stay as they are."""

    changes: dict[str, Value] = field(hash=False)


@dataclass(frozen=True)
class AskHold(Command):
    """Nothing of the case is to be erased for so many days; ``by``: member code of the secretariat."""

    number: str
    by: str
    days: int
    reason: HoldReason


@dataclass(frozen=True)
class ConfirmHold(Command):
    """A second person agrees; ``by``: member code of the secretariat or the auditor."""

    number: str
    by: str
