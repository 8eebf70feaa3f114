"""Where people's numbers stand in the picture: at their feet, fanned out, and on nobody's head."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from bot.web.viewmodels import Person
from storage.tables import FoundPeople

Box = tuple[int, int, int, int]
Place = tuple[int, int]

HEADS: Final = 0.35
"""Top share of a box in which a head may be: of whoever is seen to the waist it takes a third."""

RINGS: Final = 8
"""How many numbers' widths away from the feet a place is looked for; in a crowd of forty, four are enough."""


def numbered(found: FoundPeople, usual: int) -> tuple[Person, ...]:
    """The people that were found, each with their number's place; ``usual`` as below."""
    boxes = [person.box for person in found.people]
    places = at_their_feet(boxes, (found.width, found.height), usual)
    return tuple(
        Person(one.number, x0, y0, x1 - x0, y1 - y0, place, radius((x0, y0, x1, y1), usual))
        for one, (x0, y0, x1, y1), place in zip(found.people, boxes, places, strict=True)
    )


def radius(box: Box, usual: int) -> int:
    """Of a person's number, in px: people far away get a smaller one, so that a crowd's numbers stay apart."""
    return round(min(usual, max(0.3 * (box[2] - box[0]), 0.6 * usual)))


def at_their_feet(boxes: Sequence[Box], size: tuple[int, int], usual: int) -> list[Place]:
    """The middle of each person's number.

    Args:
        boxes: x0, y0, x1, y1 of each, in pixels.
        size: Of the picture.
        usual: Radius of a number near the camera.
    """
    heads = [(x0, y0, x1, y0 + HEADS * (y1 - y0)) for x0, y0, x1, y1 in boxes]
    taken: list[tuple[float, float, int]] = []
    for box in boxes:
        r = radius(box, usual)
        places = [place for place in _around_the_feet(box, r) if _inside(place, size, r)]
        free = [p for p in places if not any(_on(p, r, head) for head in heads)]
        apart = [p for p in free if all(math.dist(p, other[:2]) >= r + other[2] for other in taken)]
        x, y = (apart or free or places or [_around_the_feet(box, r)[0]])[0]
        taken.append((x, y, r))
    return [(round(x), round(y)) for x, y, _ in taken]


def _around_the_feet(box: Box, r: int) -> list[tuple[float, float]]:
    """From between the feet outwards, to the sides and below rather than up the body."""
    x, y = (box[0] + box[2]) / 2, box[3] - r
    places: list[tuple[float, float]] = [(x, y)]
    for ring in range(1, RINGS + 1):
        turns = [math.pi * step / (4 * ring) for step in range(-4 * ring, 4 * ring)]
        around = [(x + 2 * r * ring * math.cos(turn), y + 2 * r * ring * math.sin(turn)) for turn in turns]
        places += sorted(around, key=lambda place: (place[1] < y - r, abs(place[1] - y)))
    return places


def _inside(place: tuple[float, float], size: tuple[int, int], r: int) -> bool:
    return all(r <= at <= side - r for at, side in zip(place, size, strict=True))


def _on(place: tuple[float, float], r: int, head: tuple[float, float, float, float]) -> bool:
    """Whether a disc touches a rectangle."""
    nearest = min(max(place[0], head[0]), head[2]), min(max(place[1], head[1]), head[3])
    return math.dist(place, nearest) < r
