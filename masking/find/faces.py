"""Faces by two unlike detectors, taken together: each sees what the other misses."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import cv2
import numpy as np

from masking.geometry.boxes import Boxes, Picture, Region, stack, strongest
from masking.networks.detectors import SAME_FACE, STEP, CenterFace, YuNet

LEAST = 0.3  # at this score both together found 1.00 of clean and 0.89 of turned faces, with few false alarms
SIDE = 1280  # px of the long side: to what large pictures are reduced, and up to which YuNet's are enlarged
LARGEST = 2.0  # more enlarging shows no more of a face
AGAIN = 0.35  # of a scale: two that differ less show the same faces
SHARED = 160  # px of two neighbouring tiles: what is larger is found at half the scale
AS_SMALL = 1.2  # of a face's sides: an ellipse that holds nearly all of its box
UP, DOWN, ASIDE = 0.7, 0.3, 0.5  # of a face's height and width: hair, chin and ears around what detectors call a face
Detector = CenterFace | YuNet
Look = tuple[Detector, float]  # through which scale one detector looks
Part = tuple[int, int, int, int]  # left, top, right and bottom, px


def find_faces(
    picture: Picture, looks: Sequence[Look], threads: Executor, *, part: Part | None = None, least: float = LEAST
) -> Boxes:
    """Every face that any look shows.

    Args:
        picture: Height × width × 3; the faces come in its pixels.
        looks: As ``usual_looks`` gives them.
        threads: Runs several at once.
        part: All that is not of one flat colour, if it isn't everything: so much is searched.
        least: From which score on.
    """
    whole = 0, 0, picture.shape[1], picture.shape[0]
    tiles = [tile for look in looks for tile in _tiles(look, picture, part or whole)]
    found = threads.map(lambda tile: tile.faces(picture, least), tiles)
    return strongest(stack(list(found)), union=SAME_FACE)


def usual_looks(long: int, center: Look, yunet: Look) -> list[Look]:
    """How a picture is searched: small faces by enlarging, large ones by reducing.

    Args:
        long: Its long side, px.
        center: The one family, and to what (0…1) the picture is reduced for it, where smaller faces don't matter.
        yunet: The other.
    """
    return [
        (center[0], min(center[1], SIDE / long)),
        (yunet[0], min(yunet[1] * LARGEST, max(yunet[1], SIDE / long))),
        # Close to the camera a face is larger than the network's largest cells see as one.
        (yunet[0], yunet[1] * 0.5),
    ]


def once_a_scale(looks: Sequence[Look]) -> list[Look]:
    """Without those that hardly differ from an earlier one."""
    kept: list[Look] = []
    for detector, scale in looks:
        if not any(detector is other and abs(scale / known - 1) < AGAIN for other, known in kept):
            kept.append((detector, scale))
    return kept


@dataclass(frozen=True)
class _Tile:
    """What one detector looks at once: a rectangle of the scaled picture."""

    detector: Detector
    scale: float
    left: int
    top: int
    right: int
    bottom: int

    def faces(self, picture: Picture, least: float) -> Boxes:
        """Those in it, in pixels of the whole picture."""
        across, down = (self.left, self.right), (self.top, self.bottom)
        (x0, x1), (y0, y1) = (
            (int(first / self.scale), min(length, math.ceil(last / self.scale)))
            for (first, last), length in ((across, picture.shape[1]), (down, picture.shape[0]))
        )
        seen = _resized(picture[y0:y1, x0:x1], (self.right - self.left, self.bottom - self.top))
        ratio = np.array([(x1 - x0) / seen.shape[1], (y1 - y0) / seen.shape[0]] * 2, np.float32)
        found = self.detector(seen, least=least)
        found[:, :4] = found[:, :4] * ratio + np.array([x0, y0, x0, y0], np.float32)
        return found


def _tiles(look: Look, picture: Picture, part: Part) -> Iterator[_Tile]:
    """The scaled picture in overlapping tiles no larger than the detector takes at once, those that show the part.

    They are the same for every part: which pixels are looked at together decides what an unsure face scores.
    """
    detector, scale = look
    sides = []
    for first, last, length in ((part[0], part[2], picture.shape[1]), (part[1], part[3], picture.shape[0])):
        tiles = spans(0, max(1, round(length * scale)), detector.LONGEST)
        sides.append([(begin, end) for begin, end in tiles if begin < last * scale and first * scale < end])
    for top, bottom in sides[1]:
        for left, right in sides[0]:
            yield _Tile(detector, scale, left, top, right, bottom)


def spans(begin: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Overlapping pieces of a length, as few as will do."""
    count = max(1, -(-(end - begin - SHARED) // (longest - SHARED)))
    step = -(-(end - begin - SHARED) // (count * STEP)) * STEP
    for piece in range(count):
        yield begin + piece * step, min(end, begin + (piece + 1) * step + SHARED)


def _resized(picture: Picture, size: tuple[int, int]) -> Picture:
    if size == picture.shape[1::-1]:
        return np.ascontiguousarray(picture)
    smooth = cv2.INTER_AREA if size[0] < picture.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=smooth), np.uint8)


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


def patches(faces: Boxes, shape: tuple[int, ...], share: float = AS_SMALL) -> Region:
    """The faces alone, as ellipses of this share of their boxes' sides: for hits that are hardly faces."""
    region = np.zeros(shape[:2], dtype=np.uint8)
    for x0, y0, x1, y1 in faces[:, :4].tolist():
        size = ((x1 - x0) * share, (y1 - y0) * share)
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
