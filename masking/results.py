"""What masking hands back: plain frozen values that travel between processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Point = tuple[int, int]
Box = tuple[int, int, int, int]

Progress = Callable[[int, int], None]
"""Told how much is done, of how much; both only grow."""

Colour = tuple[int, int, int]
"""Blue, green, red."""

# An indigo and a lilac seldom met in shops, so that what is filled can be told from clothes.
DARK_FILL: Colour = (150, 60, 70)
LIGHT_FILL: Colour = (250, 180, 190)
FILLS = DARK_FILL, LIGHT_FILL


WORN = frozenset({"", "black", "white", "grey", "navy", "blue", "red", "yellow", "green", "brown", "purple"})
"""Colours of clothes, as everybody calls them; empty where people would differ."""

MOST_CODES, LONGEST_CODE = 8, 500
"""QR codes that are told of one picture, and letters of each: a notice has one, of a hundred letters."""


@dataclass(frozen=True)
class Person:
    """Somebody in the picture.

    Attributes:
        number: 1, 2, 3 … from left to right, as the page shows it to the reporter.
        box: x0, y0, x1, y1 in pixels; x1 and y1 are just outside.
    """

    number: int
    box: Box


@dataclass(frozen=True)
class Quality:
    """R-041: how well somebody can be made out, of several people the worst.

    Attributes:
        size: Pixels of the long side of their box; 0 when nobody was found.
        brightness: Percent: of 100 points around them, the 90th brightest.
        blur: Percent: 0 sharp, 100 without any edge.
        texts: Places with letters in what is let through; 0 where nothing has been masked yet.
    """

    size: int
    brightness: int
    blur: int
    texts: int


@dataclass(frozen=True)
class Found:
    """A picture made safe to work with, and who is in it.

    Attributes:
        picture: Upright JPEG without metadata, long side at most 1920 px.
        width: Pixels.
        height: Pixels.
        people: From left to right; may be empty.
        quality: Of the largest person, or of the whole picture where nobody was found.
        faces: Every face that was found, also of people not numbered.
    """

    picture: bytes
    width: int
    height: int
    people: tuple[Person, ...]
    quality: Quality
    faces: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Masked:
    """The picture that may leave: the suspect's figure without head on one flat colour.

    Attributes:
        picture: PNG without metadata.
        width: Pixels.
        height: Pixels.
        sha256: Of ``picture``, in hex.
        evidence: Counts, boxes, the suspects' quality, model hashes and timings; no pixels.
        room: Where strokes may let the original through: outlines of x, y, x, y …, filled by the even-odd rule.
        by_hand: What is shown since a hand opened it, likewise.
        colours: Of clothes above and below, each of ``WORN`` (``masking.figure.colours.worn``).
    """

    picture: bytes
    width: int
    height: int
    sha256: str
    evidence: dict[str, Json]
    room: tuple[tuple[int, ...], ...] = ()
    by_hand: tuple[tuple[int, ...], ...] = ()
    colours: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Still:
    """One frame of a video, made safe to work with.

    Attributes:
        picture: Upright JPEG without metadata, long side at most 1920 px.
        width: Pixels.
        height: Pixels.
        seconds: When in the video.
        people: How many are seen at a glance; ``Engine.find`` looks more closely.
    """

    picture: bytes
    width: int
    height: int
    seconds: float
    people: int


@dataclass(frozen=True)
class Codes:
    """What the QR codes in a photograph say, each once; who wrote them is for the reader to find out."""

    words: tuple[str, ...]
