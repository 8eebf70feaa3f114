"""What masking hands back: plain frozen values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Point = tuple[int, int]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Person:
    """Somebody in the picture.

    Attributes:
        number: 1, 2, 3 … from left to right, as painted on the reporter's preview.
        box: x0, y0, x1, y1 in pixels; x1 and y1 are just outside.
    """

    number: int
    box: Box


@dataclass(frozen=True)
class Found:
    """A picture made safe to work with, and who is in it.

    Attributes:
        picture: Upright JPEG without metadata, long side at most 1920 px.
        width: Pixels.
        height: Pixels.
        people: From left to right; may be empty.
        notes: R-041: "dark", "blurred" or "small", where the picture may mislead.
        faces: Every face that was found, also of people not numbered.
    """

    picture: bytes
    width: int
    height: int
    people: tuple[Person, ...]
    notes: tuple[str, ...]
    faces: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Masked:
    """The picture that may leave: the suspect's figure without head on one flat colour.

    Attributes:
        picture: PNG without metadata.
        width: Pixels.
        height: Pixels.
        sha256: Of ``picture``, in hex.
        evidence: Counts, boxes, model hashes and timings; no pixels.
    """

    picture: bytes
    width: int
    height: int
    sha256: str
    evidence: dict[str, Json]


@dataclass(frozen=True)
class Still:
    """One frame of a clip, made safe to work with.

    Attributes:
        picture: Upright JPEG without metadata, long side at most 1920 px.
        width: Pixels.
        height: Pixels.
        seconds: When in the clip.
        people: How many are seen at a glance; ``Engine.find`` looks more closely.
    """

    picture: bytes
    width: int
    height: int
    seconds: float
    people: int


@dataclass(frozen=True)
class Clip:
    """The clip that may leave: H.264 in MP4 without sound and metadata; the suspect's figure on one flat colour.

    Attributes:
        video: The file.
        width: Pixels.
        height: Pixels.
        sha256: Of ``video``, in hex.
        evidence: Counts, model hashes and timings; no pixels.
    """

    video: bytes
    width: int
    height: int
    sha256: str
    evidence: dict[str, Json]
