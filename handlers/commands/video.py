"""What is asked about a video: by its reporter on the page, and by our own workers."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import CaseCommand
from handlers.commands.picture import AttemptCommand
from storage.tables import Scene


@dataclass(frozen=True)
class PickStill(CaseCommand):
    """Which of a video's stills to go on with."""

    number: int


@dataclass(frozen=True)
class NoteProgress(AttemptCommand):
    """A video is being looked through."""

    done: int
    of: int


@dataclass(frozen=True)
class KeepStills(AttemptCommand):
    """These frames of the video are worth choosing from; the video itself is not kept.

    Attributes:
        pictures: Upright JPEGs, in the order of time.
        scenes: What each is.
    """

    pictures: tuple[bytes, ...] = field(repr=False)
    scenes: tuple[Scene, ...]
