"""What is asked about a photo and its mask: by its reporter on the page, and by our own workers."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import CaseCommand, Command
from masking import Stroke, Tap
from storage.tables import FoundPeople


@dataclass(frozen=True)
class PickSuspect(CaseCommand):
    """Tap on the suspect; pixels of the upright picture."""

    x: int
    y: int


@dataclass(frozen=True)
class TurnPhoto(CaseCommand):
    """A quarter to the right: it lies on its side, and its file didn't say so."""


@dataclass(frozen=True)
class DrawAround(CaseCommand):
    """A line around the suspect, corner by corner, in pixels of the upright picture."""

    corners: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class EditMask(CaseCommand):
    """Strokes drawn on exactly this masked picture, in pixels of the upright one."""

    sha256: str
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True)
class TapMask(CaseCommand):
    """A correction by tap on exactly this masked picture; None takes the last one back."""

    sha256: str
    tap: Tap | None


@dataclass(frozen=True)
class ConfirmMask(CaseCommand):
    """The reporter looked at exactly this masked picture and confirms it; a flawed one with a reason."""

    sha256: str
    reason: str = ""


@dataclass(frozen=True)
class AttemptCommand(Command):
    """What came of a photo, video or choice; ``attempt``: of which one, see ``handlers.picture.attempt``."""

    case_id: str
    attempt: str


@dataclass(frozen=True)
class KeepPhoto(AttemptCommand):
    """The photo was fetched from the platform."""

    content: bytes = field(repr=False)


@dataclass(frozen=True)
class ShowPeople(AttemptCommand):
    """Masking found these people in the upright, metadata-free picture."""

    picture: bytes = field(repr=False)
    found: FoundPeople


@dataclass(frozen=True)
class KeepMasked(AttemptCommand):
    """Masking let only the suspect's figure through and verified it; outlines and colours as in ``masking.Masked``."""

    picture: bytes = field(repr=False)
    evidence: dict[str, object] = field(hash=False)
    room: tuple[tuple[int, ...], ...] = field(default=(), repr=False)
    by_hand: tuple[tuple[int, ...], ...] = field(default=(), repr=False)
    colours: tuple[str, str] = field(default=("", ""), repr=False)


@dataclass(frozen=True)
class RefuseMask(AttemptCommand):
    """The picture could not be masked safely; ``reason`` is a gettext msgid."""

    reason: str


@dataclass(frozen=True)
class RefusePhoto(AttemptCommand):
    """The photo or video can't be used; ``reason`` is a gettext msgid."""

    reason: str
    video: bool = False
