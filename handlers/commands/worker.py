"""What the worker's rounds ask: what came of what they sent and deleted, and what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.commands.chat import CaseCommand, Command
from storage.tables import Amiss, DueKind, Failure


@dataclass(frozen=True)
class NoteSent(Command):
    """The platform accepted neighbours' cards."""

    delivery_ids: tuple[str, ...]


@dataclass(frozen=True)
class NoteUnsent(Command):
    """A neighbour's card was given up; ``lost``: it may be there."""

    delivery_id: str
    reason: Failure
    lost: bool = False


@dataclass(frozen=True)
class NoteLate(Command):
    """A neighbour's card can't leave, for a while or until somebody repairs it; ``lost``: it may be there."""

    delivery_id: str
    reason: Failure | None
    lost: bool = False


@dataclass(frozen=True)
class NoteStop(CaseCommand):
    """A recall or correction can't reach this account: it is tried on, is ``given_up``, or ``arrived`` after all."""

    given_up: bool = False
    arrived: bool = False


@dataclass(frozen=True)
class NoteUnasked(CaseCommand):
    """The request to assess can't leave for this account; it is tried on."""


@dataclass(frozen=True)
class NoteFile(CaseCommand):
    """The platform deleted the photo that this account sent, or did not let us."""

    deleted: bool


@dataclass(frozen=True)
class NoteHomes(Command):
    """What stands on phones now: account id → mark (``storage.tables.Account.home``)."""

    marks: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class FoundAccess:
    """How a platform lets us in; ``door`` empty: it didn't say."""

    amiss: Mapping[Amiss, str]
    door: str = ""
    door_ready: bool = False


@dataclass(frozen=True)
class NoteAccess(Command):
    """How a platform lets us in, workspace by workspace."""

    platform: str
    found: Mapping[str, FoundAccess] = field(hash=False)


@dataclass(frozen=True)
class NoteQuota(Command):
    """How many messages the platform still lets us send this month; ``allowed`` None is unlimited.

    ``known``: how many of them we thought used when we asked; None if we had no idea.
    """

    platform: str
    allowed: int | None
    used: int
    known: int | None = None


@dataclass(frozen=True)
class DueCommand(Command):
    """Due work: ``kind`` selects the verb, see ``handlers.routing.DUE``."""

    kind: DueKind
    case_id: str | None
    arguments: dict[str, str] = field(hash=False, default_factory=dict)
