"""What a hand drew on a picture: strokes as vectors, their JSON, and what is no stroke. Standard library only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from masking.results import Point

Kind = Literal["cover", "reveal", "around"]

MOST_STROKES = 200  # a picture that needs more is quicker picked anew
MOST_POINTS = 4000  # of all strokes together: the page sends a point every few pixels, so some 40 m of finger on glass
FEWEST_CORNERS = 3  # of a line around somebody
MOST_TAPS = 50  # corrections by tap: after five of them an ideal person has nothing left to say
LARGEST_RADIUS = 480  # px: a thumb-wide brush on the whole of a 1920 px picture, on a phone
LARGEST_PLACE = 1920  # px: the long side of every picture that is masked


@dataclass(frozen=True)
class Stroke:
    """One drag of a round brush, in pixels of the upright picture.

    Attributes:
        kind: "cover" fills, "reveal" lets the original through again; "around" is no brush but a line that is closed
            around the suspect, and begins a picture where masking alone can show nobody.
        radius: Of the brush.
        points: Where its middle went; one point is a dab.
    """

    kind: Kind
    radius: int
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Tap:
    """A correction by one tap, in pixels of the upright picture: a seed, from which a region grows.

    Attributes:
        x: Across.
        y: Down.
        keep: Whether what is there belongs to the suspect; else it is to be hidden.
    """

    x: int
    y: int
    keep: bool


def dumped_taps(taps: Sequence[Tap]) -> str:
    """JSON: a list of x, y and keep, in the order of tapping."""
    return json.dumps([[t.x, t.y, t.keep] for t in taps], separators=(",", ":"))


def loaded_taps(text: str | bytes) -> tuple[Tap, ...]:
    """What ``dumped_taps`` wrote, or somebody else did.

    Raises:
        ValueError: anything but taps within the limits above.
    """
    try:
        return tuple(_tap(item) for item in _list(json.loads(text), MOST_TAPS))
    except RecursionError as error:
        raise ValueError("nested") from error


def _tap(item: object) -> Tap:
    match item:
        case [x, y, bool() as keep]:
            return Tap(*_point([x, y]), keep)
        case _:
            raise ValueError("no tap")


def dumped(strokes: Sequence[Stroke]) -> str:
    """JSON: a list of kind, radius and points, in the order of drawing."""
    return json.dumps([[s.kind, s.radius, s.points] for s in strokes], separators=(",", ":"))


def loaded(text: str | bytes) -> tuple[Stroke, ...]:
    """What ``dumped`` wrote, or somebody else did.

    Raises:
        ValueError: anything but strokes within the limits above.
    """
    try:
        strokes = tuple(_stroke(item) for item in _list(json.loads(text), MOST_STROKES))
    except RecursionError as error:
        raise ValueError("nested") from error
    if sum(len(s.points) for s in strokes) > MOST_POINTS:
        raise ValueError("too many points")
    return strokes


def _stroke(item: object) -> Stroke:
    match item:
        case ["cover" | "reveal" | "around" as kind, radius, points]:
            middle = tuple(_point(p) for p in _list(points, MOST_POINTS))
            if len(middle) < (FEWEST_CORNERS if kind == "around" else 1):
                raise ValueError("a stroke without points")
            return Stroke(kind, _whole(radius, 1, LARGEST_RADIUS), middle)
        case _:
            raise ValueError("no stroke")


def _point(item: object) -> Point:
    match item:
        case [x, y]:
            return _whole(x, 0, LARGEST_PLACE), _whole(y, 0, LARGEST_PLACE)
        case _:
            raise ValueError("no point")


def _whole(value: object, least: int, most: int) -> int:
    # JSON's true would pass as 1.
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError("no whole number within its limits")
    return value


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("no list, or too long a one")
    return value
