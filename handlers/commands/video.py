"""What is asked about a video: by its reporter on the page, and by our own workers.

``attempt``: which video it belongs to, see ``handlers.picture.attempt``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import CaseCommand, Command
from storage.tables import Scene


@dataclass(frozen=True)
class PickStill(CaseCommand):
    """Which of a video's stills to go on with."""

    number: int


@dataclass(frozen=True)
class NoteProgress(Command):
    """A video is being looked through."""

    case_id: str
    attempt: str
    done: int
    of: int


@dataclass(frozen=True)
class KeepStills(Command):
    """These frames of the video are worth choosing from; the video itself is not kept.

    Attributes:
        pictures: Upright JPEGs, in the order of time.
        scenes: What each is.
    """

    case_id: str
    attempt: str
    pictures: tuple[bytes, ...] = field(repr=False)
    scenes: tuple[Scene, ...]
