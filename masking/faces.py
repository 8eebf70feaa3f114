"""Faces by two unlike detectors, taken together: each sees what the other misses."""

from __future__ import annotations

from concurrent.futures import Executor

import cv2
import numpy as np

from masking.boxes import Boxes, Picture, Region, stack, strongest
from masking.detectors import SAME_FACE, CenterFace, YuNet

LEAST = 0.3  # at this score both together found 1.00 of clean and 0.89 of turned faces, with few false alarms
SIDE = 1280  # px of the long side: what CenterFace is given at most, and up to which small pictures are enlarged
AS_SMALL = 1.2  # of a face's box: an ellipse that holds nearly all of it
HALF = 0.58  # of the long side: halves share 0.16 of it, 300 of 1920 px, more than most faces
LARGEST = 2.0  # more enlarging shows no more of a face
UP, DOWN, ASIDE = 0.7, 0.3, 0.5  # of a face's height and width: hair, chin and ears around what detectors call a face


def find_faces(picture: Picture, center: CenterFace, yunet: YuNet, crew: Executor, shrink: float = 1.0) -> Boxes:
    """Every face either family sees, small ones by enlarging, large ones by reducing.

    Args:
        picture: Height × width × 3; the faces come in its pixels.
        center: The one family.
        yunet: The other.
        crew: Runs both at once.
        shrink: 0…1, to which the picture is reduced before, where faces that it would hide don't matter.
    """
    if shrink < 1:
        size = max(1, round(picture.shape[1] * shrink)), max(1, round(picture.shape[0] * shrink))
        smaller = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
        back = np.array([1 / shrink] * 4 + [1], np.float32)
        return np.asarray(find_faces(smaller, center, yunet, crew) * back, np.float32)
    scale = SIDE / max(picture.shape[:2])
    larger = min(LARGEST, max(1.0, scale))
    first = crew.submit(_in_parts, center, picture, min(1.0, scale))
    seen = [_in_parts(yunet, picture, larger), yunet(picture, least=LEAST, scale=0.5)]
    return strongest(stack([first.result(), *seen]), union=SAME_FACE)


def _in_parts(detector: CenterFace | YuNet, picture: Picture, scale: float) -> Boxes:
    seen = [
        detector(part, least=LEAST, scale=scale) + np.array([left, top, left, top, 0], np.float32)
        for part, left, top in _parts(picture)
        if (part != part[0, 0]).any()  # one flat colour shows nobody
    ]
    return stack(seen)


def _parts(picture: Picture) -> list[tuple[Picture, int, int]]:
    """The picture, a large one as two overlapping halves, with where each begins: it takes half the memory."""
    height, width = picture.shape[:2]
    long = max(height, width)
    if long <= SIDE:
        return [(picture, 0, 0)]
    half = round(long * HALF)
    if width == long:
        return [(np.ascontiguousarray(picture[:, x : x + half]), x, 0) for x in (0, long - half)]
    return [(picture[y : y + half], 0, y) for y in (0, long - half)]


def once_each(faces: Boxes) -> Boxes:
    """One box a head: of hits that hold each other's middle, as the two families give them, the best scored."""
    kept: list[Boxes] = []
    for face in faces[np.argsort(-faces[:, 4], kind="stable")]:
        if not any(_holds(face, other) or _holds(other, face) for other in kept):
            kept.append(face)
    return np.array(kept, np.float32).reshape(-1, 5)


def _holds(one: Boxes, other: Boxes) -> bool:
    middle = (other[:2] + other[2:4]) / 2
    return bool((one[:2] < middle).all() and (middle < one[2:4]).all())


def patches(faces: Boxes, shape: tuple[int, ...]) -> Region:
    """The faces alone, as ellipses a little larger than their boxes: for hits that are hardly faces."""
    region = np.zeros(shape[:2], dtype=np.uint8)
    for x0, y0, x1, y1 in faces[:, :4].tolist():
        size = ((x1 - x0) * AS_SMALL, (y1 - y0) * AS_SMALL)
        cv2.ellipse(region, (((x0 + x1) / 2, (y0 + y1) / 2), size, 0), 1, -1)
    return region.astype(np.bool_)


def cover(faces: Boxes, shape: tuple[int, ...]) -> Region:
    """The heads around the faces, as ellipses: hair, ears and chin included."""
    region = np.zeros(shape[:2], dtype=np.uint8)
    for x0, y0, x1, y1 in faces[:, :4].tolist():
        wide, high = (x1 - x0) * (1 + 2 * ASIDE), (y1 - y0) * (1 + UP + DOWN)
        middle = (x0 + x1) / 2, y0 - UP * (y1 - y0) + high / 2
        cv2.ellipse(region, (middle, (wide, high), 0), 1, -1)
    return region.astype(np.bool_)
