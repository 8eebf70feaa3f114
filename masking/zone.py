"""The part of the picture that one call is about: nothing outside it can be let through, nor say who stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np

from masking.boxes import Boxes, Picture
from masking.cut import ROOM
from masking.detectors import CenterFace, YuNet
from masking.faces import find_faces
from masking.results import Point
from masking.tap import holding

Zone = tuple[int, int, int, int]  # left, top, right, bottom


def zone(picture: Picture, people: Boxes, taps: Sequence[Point]) -> Zone:
    """Room around everybody whom a tap may mean; the whole picture where a tap is in nobody's box."""
    height, width = picture.shape[:2]
    meant = [holding(people, tap) for tap in taps]
    if not all(len(boxes) for boxes in meant):
        return 0, 0, width, height
    return _around(np.concatenate(meant), width, height)


def covers(part: Zone, own: Boxes, picture: Picture) -> bool:
    """Whether all that is looked at around these boxes lies in the zone."""
    x0, y0, x1, y1 = _around(own, picture.shape[1], picture.shape[0])
    return part[0] <= x0 and part[1] <= y0 and x1 <= part[2] and y1 <= part[3]


def faces_in(part: Zone, picture: Picture, center: CenterFace, yunet: YuNet, crew: Executor) -> Boxes:
    """The faces in one part of the picture, in pixels of the whole."""
    left, top, right, bottom = part
    faces = find_faces(np.ascontiguousarray(picture[top:bottom, left:right]), center, yunet, crew)
    return faces + np.array([left, top, left, top, 0], np.float32)


def _around(boxes: Boxes, width: int, height: int) -> Zone:
    reach = ROOM * np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    low = np.maximum(0, (boxes[:, :2] - reach[:, None]).min(0)).astype(int)
    high = np.ceil((boxes[:, 2:4] + reach[:, None]).max(0)).astype(int)
    return int(low[0]), int(low[1]), min(width, int(high[0])), min(height, int(high[1]))
