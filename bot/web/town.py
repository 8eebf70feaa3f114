"""A small map without tiles: shops as dots around one, a ring, a scale and the north; drawn here, as SVG's numbers.

No map server hears which shops an alert is for. What has no room on it stands in the list beside, under its number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, radians
from typing import Final
from unicodedata import east_asian_width

WIDTH: Final = 360
HEIGHT: Final = 300
"""A phone's column, so that letters come out as large as they are drawn."""

RING: Final = 118
"""Pixels from the middle to the ring; names of shops stand outside it."""

RINGS_KM: Final = (0.5, 1, 2, 3, 5, 10)
"""Distances that people know how to walk or ride."""

HELD: Final = 0.75
"""One store of the chain in another town would make a single dot of all the others."""

SCALE_KM: Final = 0.5

KM_A_DEGREE: Final = 111.195
"""Of latitude, on the sphere of ``policy.distance``."""

LETTER: Final = 12
"""A full-width letter, in pixels; others take little more than half."""

GAP: Final = 6
"""From the middle of a dot to its name."""

EDGE: Final = 10
"""Dots further out than the map stand so far from its border, as arrows would."""


@dataclass(frozen=True)
class Place:
    """A shop on the map, in degrees (WGS 84); ``marked``: it is among those that the map is about."""

    name: str
    latitude: float
    longitude: float
    marked: bool = True


@dataclass(frozen=True)
class Dot:
    """One shop as it is drawn, in pixels; ``label`` gives way where there is no room: to the number, then to nothing.

    ``side``: its point is where the label begins (1), its middle (0) or its end (-1). ``beyond``: it is further out,
    in this direction, than the map goes.
    """

    number: int
    x: float
    y: float
    marked: bool
    beyond: bool
    label: str = ""
    label_x: float = 0
    label_y: float = 0
    side: int = 0


@dataclass(frozen=True)
class TownMap:
    """Everything the template draws around ``centre``; ``ring_km`` is what the ring stands for, ``scale`` 500 metres in
    pixels.
    """

    centre: Place
    dots: tuple[Dot, ...]
    ring_km: str
    scale: float
    width: int = WIDTH
    height: int = HEIGHT
    ring: int = RING

    def pixel(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where that place lies, to the right and down, also outside the map."""
        east, north = _kilometres(self.centre, Place("", latitude, longitude))
        kilometre = self.scale / SCALE_KM
        return self.width / 2 + east * kilometre, self.height / 2 - north * kilometre


Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""

FURNITURE: Final[tuple[Rectangle, ...]] = (
    (WIDTH / 2 - GAP, HEIGHT / 2 - GAP, WIDTH / 2 + GAP, HEIGHT / 2 + GAP),
    (WIDTH - 32, 8, WIDTH - 4, 46),
    (8, HEIGHT - 32, 64, HEIGHT - 8),
    (WIDTH / 2 - 36, HEIGHT / 2 + RING + 2, WIDTH / 2 + 36, HEIGHT / 2 + RING + 18),
)
"""The shop in the middle, the north, the scale, and what the ring stands for."""


def town_map(centre: Place, places: Sequence[Place]) -> TownMap:
    """The places by their numbers (from 1, in their order) around the centre, north above.

    The ring is the least of ``RINGS_KM`` that holds ``HELD`` of them; who is off the map then is ``beyond``.
    """
    offsets = [_kilometres(centre, place) for place in places]
    distances = sorted(hypot(*offset) for offset in offsets)
    held = distances[ceil(HELD * len(distances)) - 1] if distances else 0
    ring_km = next((km for km in RINGS_KM if km >= held), RINGS_KM[-1])
    dots = [
        _dot(number, offset, RING / ring_km, marked=place.marked)
        for number, (place, offset) in enumerate(zip(places, offsets, strict=True), start=1)
    ]
    names = (place.name for place in places)
    return TownMap(centre, tuple(_labelled(dots, names)), f"{ring_km:g}", RING / ring_km * SCALE_KM)


def _kilometres(centre: Place, place: Place) -> tuple[float, float]:
    """East and north of the centre; exact to a pixel as far as the map goes."""
    east = (place.longitude - centre.longitude + 180) % 360 - 180
    return east * KM_A_DEGREE * cos(radians(centre.latitude)), (place.latitude - centre.latitude) * KM_A_DEGREE


def _dot(number: int, offset: tuple[float, float], pixels: float, *, marked: bool) -> Dot:
    east, north = offset[0] * pixels, offset[1] * pixels
    shrunk = min(1, (WIDTH / 2 - EDGE) / max(abs(east), 1), (HEIGHT / 2 - EDGE) / max(abs(north), 1))
    x, y = WIDTH / 2 + east * shrunk, HEIGHT / 2 - north * shrunk
    return Dot(number, round(x, 1), round(y, 1), marked, beyond=shrunk < 1)


def _labelled(dots: Sequence[Dot], names: Iterator[str]) -> Iterator[Dot]:
    """Nearest first: a name beside its dot where nothing else stands, else its number there, else nothing."""
    taken: list[Rectangle] = [(dot.x - GAP, dot.y - GAP, dot.x + GAP, dot.y + GAP) for dot in dots]
    taken.extend(FURNITURE)
    for dot, name in zip(dots, names, strict=True):
        label = next(_rooms(dot, (f"{dot.number} {name}", str(dot.number)), taken), None)
        if label is None:
            yield dot
        else:
            taken.append(_rectangle(label))
            yield label


def _rooms(dot: Dot, labels: Sequence[str], taken: Sequence[Rectangle]) -> Iterator[Dot]:
    """The places beside the dot where one of these has room, the best first."""
    middle = dot.y + LETTER / 3
    for label in labels:
        for x, y, side in (
            (dot.x + GAP, middle, 1),
            (dot.x - GAP, middle, -1),
            (dot.x, dot.y - GAP - 2, 0),
            (dot.x, dot.y + GAP + LETTER, 0),
        ):
            room = Dot(dot.number, dot.x, dot.y, dot.marked, dot.beyond, label, round(x, 1), round(y, 1), side)
            if _is_free(_rectangle(room), dot, taken):
                yield room


def _rectangle(dot: Dot) -> Rectangle:
    """What the label covers."""
    wide = sum(LETTER if east_asian_width(letter) in "WFA" else 0.6 * LETTER for letter in dot.label)
    left = dot.label_x - wide * (1 - dot.side) / 2
    return left, dot.label_y - LETTER, left + wide, dot.label_y + 3


def _is_free(room: Rectangle, dot: Dot, taken: Sequence[Rectangle]) -> bool:
    """Inside the map, and over no other dot or label."""
    left, top, right, bottom = room
    inside = left >= 0 and top >= 0 and right <= WIDTH and bottom <= HEIGHT
    own = (dot.x - GAP, dot.y - GAP, dot.x + GAP, dot.y + GAP)
    return inside and not any(
        left < r and right > le and top < b and bottom > to for le, to, r, b in taken if (le, to, r, b) != own
    )
