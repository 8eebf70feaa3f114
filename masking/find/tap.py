"""Whom a tap means: the box of the one person whose outline holds the tapped point."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from masking.errors import NobodyThere
from masking.find.persons import MAYBE, bodies_under
from masking.geometry.boxes import Boxes, Picture, areas, overlaps, stack, within
from masking.geometry.cut import Cut, cut_around
from masking.geometry.regions import Map, at
from masking.networks.detectors import Persons
from masking.networks.pose import Body, Looks, Square
from masking.results import Point
from masking.tuning import Pointing


def tapped(
    picture: Picture, people: Boxes, faces: Boxes, tap: Point, persons: Persons, looks: Looks, t: Pointing
) -> Boxes:
    """The tapped person's box (one row).

    Raises:
        NobodyThere: neither a box nor an outline holds the point, however closely one looks.
    """
    height, width = picture.shape[:2]
    supposed = within(bodies_under(faces[faces[:, 4] >= t.face]), width, height)
    supposed[:, 4] /= 2  # a box that the person detector drew is worth more than one that we suppose
    candidates = holding(stack([people, supposed]), tap)
    if not len(candidates):
        candidates = holding(_closer(picture, tap, persons, t), tap)
    if len(candidates):
        looks.ahead(touches(candidates, t))
        return max(candidates, key=lambda box: _touch(picture, box, tap, looks, t))
    return _by_outline(picture, tap, looks, t)


def others(people: Boxes, own: Boxes, t: Pointing) -> Boxes:
    """Everybody but the person in ``own``."""
    union, _ = overlaps(own, people)
    return people[union < t.same]


def holding(people: Boxes, tap: Point) -> Boxes:
    """The boxes in which the tap lies."""
    x, y = tap
    inside = (people[:, 0] <= x) & (x <= people[:, 2]) & (people[:, 1] <= y) & (y <= people[:, 3])
    return np.asarray(people[inside], np.float32)


def touches(candidates: Boxes, t: Pointing) -> list[Square]:
    """The looks through which a tap is tried on everybody in whose box it lies."""
    return [Square.around(box, margin) for box in candidates for margin in t.touches]


def _touch(picture: Picture, box: Boxes, tap: Point, looks: Looks, t: Pointing) -> float:
    """How well a box explains the tap, by the pose network's outlines."""
    cut = cut_around(picture, box)
    squares = [Square.around(box, margin) for margin in t.touches]
    return explains(np.mean([looks(square, cut).outline for square in squares], 0), box, cut, tap, t)


def explains(outline: Map, box: Boxes, cut: Cut, tap: Point, t: Pointing) -> float:
    """How well somebody of this outline (in the pixels of the cut) and box explains a tap."""
    middle, half = (box[:2] + box[2:4]) / 2, (box[2:4] - box[:2]) / 2
    aside = np.abs((np.array(tap) - middle) / np.maximum(half, 1)).max()
    return at(outline, cut.point(tap)) + t.central * float(1 - aside) + t.sure * float(box[4])


def _closer(picture: Picture, tap: Point, persons: Persons, t: Pointing) -> Boxes:
    found = []
    for left, top, part in close_to(picture, tap, t):
        boxes = persons(part, least=MAYBE)
        boxes[:, [0, 2]] += left
        boxes[:, [1, 3]] += top
        found.append(boxes)
    return np.concatenate(found)


def close_to(picture: Picture, tap: Point, t: Pointing) -> Iterator[tuple[int, int, Picture]]:
    """Parts of the picture around a tap, for closer looks: left, top, pixels."""
    for zoom in t.zooms:
        half = max(48, int(min(picture.shape[:2]) * zoom / 2))
        left, top = max(0, tap[0] - half), max(0, tap[1] - half)
        yield left, top, picture[top : tap[1] + half, left : tap[0] + half]


def _by_outline(picture: Picture, tap: Point, looks: Looks, t: Pointing) -> Boxes:
    height, width = picture.shape[:2]
    best: tuple[float, Body] | None = None
    all_of_it = Cut(picture, 0, 0, width, height, 1.0)
    for zoom in t.zooms:
        body = looks(Square(tap[0], tap[1], min(height, width) * zoom * 2), all_of_it)
        sure = at(body.outline, tap)
        if body.sure >= t.present and sure >= t.touched and (best is None or sure > best[0]):
            best = (sure, body)
    if best is None:
        raise NobodyThere
    rows, columns = np.where(best[1].outline > t.touched)
    box = np.array([[columns.min(), rows.min(), columns.max() + 1, rows.max() + 1, best[0]]], np.float32)
    if not areas(within(box, width, height)).any():
        raise NobodyThere
    return np.asarray(box[0], np.float32)
