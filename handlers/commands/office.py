"""What the secretariat or an operator asks at a terminal; codes and numbers are those that people use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from handlers.commands.chat import Command
from policy.facts import Role
from policy.forms.names import RecallReason
from policy.hold import HoldReason
from policy.measures import MeasureKind
from policy.review import Expert, Outcome, Subject
from policy.standing import Why
from policy.twofold import Act


@dataclass(frozen=True)
class CodeCommand(Command):
    """Something about one store or person of the CSV."""

    code: str


@dataclass(frozen=True)
class DatedCommand(CodeCommand):
    """The same with a moment, past or ahead; None is now. ``why``: None if a terminal gives no reason."""

    at: datetime | None = None
    why: Why | None = None


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
class AskHold(Command):
    """Nothing of the case is to be erased for so many days.

    ``by``: member code of the secretariat, as a terminal names them. ``account_id``: whose at the desk, else empty.
    """

    number: str
    by: str
    days: int
    reason: HoldReason
    account_id: str = ""


@dataclass(frozen=True)
class RecallAlert(Command):
    """Nobody is to rely on this alert any more; asked at the desk, by its number."""

    account_id: str
    number: str
    reason: RecallReason


@dataclass(frozen=True)
class AskTwofold(Command):
    """One of the secretariat asks for what takes two people; ``account_id``: empty at a terminal, which names them.

    ``arguments``: codes, numbers and closed words, by the names that the act's command gives them.
    """

    account_id: str
    act: Act
    arguments: dict[str, Any] = field(hash=False)


@dataclass(frozen=True)
class DecideTwofold(Command):
    """Another person allows it, or doesn't."""

    account_id: str
    act_id: str
    allow: bool


@dataclass(frozen=True)
class AtDesk(Command):
    """Somebody of the secretariat has this done at the desk; ``once``: the same press twice is one.

    ``seen``: how that stood on the page where it was pressed which it is about (``handlers.network.as_shown``).
    """

    account_id: str
    session_id: str
    once: str
    command: Command
    seen: str = ""


@dataclass(frozen=True)
class JoinByForm(Command):
    """A new store or person as the one row of its CSV, by column."""

    row: dict[str, str] = field(hash=False, repr=False)


@dataclass(frozen=True)
class JoinStore(JoinByForm):
    """A store takes part from then on; None is now."""

    joins_at: datetime | None = None


@dataclass(frozen=True)
class JoinMember(JoinByForm):
    """A person comes in."""


class Listing(StrEnum):
    """What comes in as a whole list."""

    STORES = "list_of_stores"
    MEMBERS = "list_of_members"


@dataclass(frozen=True)
class Table:
    """A list as it was typed into a table program, and what its reader says of codes that look like one (R-113).

    Attributes:
        text: The CSV.
        new: Codes that are not what they look like.
        same: Codes that are what they were, under another name or at another place.
    """

    listing: Listing
    text: str = field(hash=False, repr=False)
    new: frozenset[str] = frozenset()
    same: frozenset[str] = frozenset()


@dataclass(frozen=True)
class BringIn(Command):
    """A list comes in as a page has shown what it would do; ``against``: what it was checked against there.

    ``joins_at``: from when on new stores take part; None is now.
    """

    table: Table
    against: str
    joins_at: datetime | None = None


@dataclass(frozen=True)
class InviteMember(CodeCommand):
    """Somebody gets this one-time code; earlier ones end."""

    one_time: str = field(repr=False)


@dataclass(frozen=True)
class InviteMembers(Command):
    """Each of these people, by member code, gets the one-time code beside it, unless theirs still works."""

    codes: dict[str, str] = field(hash=False, repr=False)


@dataclass(frozen=True)
class ChangeRole(CodeCommand):
    """A person is given a role, or loses it; ``store``: its code, or empty for the whole network."""

    role: Role
    store: str
    give: bool


@dataclass(frozen=True)
class EndSession(Command):
    """One of somebody's own sessions at the desk ends."""

    account_id: str
    session_id: str


@dataclass(frozen=True)
class ReviewRules(Command):
    """The year's review is done: what came of each subject, and who outside looked with them."""

    account_id: str
    outcomes: Mapping[Subject, Outcome]
    expert: Expert
