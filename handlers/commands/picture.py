"""What is asked about a photo and its mask: by its reporter on the page, and by our own workers.

``attempt``: which photo or choice it belongs to, see ``handlers.picture.attempt``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import CaseCommand, Command
from masking import Stroke
from storage.tables import FoundPeople


@dataclass(frozen=True)
class PickSuspect(CaseCommand):
    """Tap on the suspect; pixels of the upright picture."""

    x: int
    y: int


@dataclass(frozen=True)
class EditMask(CaseCommand):
    """Strokes drawn on exactly this masked picture, in pixels of the upright one."""

    sha256: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class ConfirmMask(CaseCommand):
    """The reporter looked at exactly this masked picture and confirms it; a flawed one with a reason."""

    sha256: str
    reason: str = ""


@dataclass(frozen=True)
class KeepPhoto(Command):
    """The photo was fetched from the platform. ``attempt``, here and below: which photo or choice it belongs to."""

    case_id: str
    attempt: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class ShowPeople(Command):
    """Masking found these people in the upright, metadata-free picture."""

    case_id: str
    attempt: str
    picture: bytes = field(repr=False)
    found: FoundPeople


@dataclass(frozen=True)
class KeepMasked(Command):
    """Masking let only the suspect's figure through and verified it; ``room`` as in ``masking.Masked``."""

    case_id: str
    attempt: str
    picture: bytes = field(repr=False)
    evidence: dict[str, object] = field(hash=False)
    room: tuple[tuple[int, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class RefuseMask(Command):
    """The picture could not be masked safely; ``reason`` is a gettext msgid."""

    case_id: str
    attempt: str
    reason: str


@dataclass(frozen=True)
class RefusePhoto(Command):
    """The photo or video can't be used; ``reason`` is a gettext msgid."""

    case_id: str
    attempt: str
    reason: str
    video: bool = False
