"""The part of the picture that one call is about: nothing outside it can be let through, nor say who stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from masking.find.faces import find_faces, usual_looks
from masking.find.tap import holding
from masking.geometry.boxes import Boxes, Picture
from masking.geometry.cut import ROOM
from masking.networks.detectors import CenterFace, YuNet
from masking.results import Point

FINE = 480  # px of the long side of the smallest box: a head is 60 px high then, a face half as large is still found
COARSE = 320  # the same for CenterFace, which was made for faces of a few pixels


@dataclass(frozen=True)
class Zone:
    """A part of the picture, and how large (long side, px) the smallest person in it is whom the call is about."""

    left: int
    top: int
    right: int
    bottom: int
    person: float

    @classmethod
    def everything(cls, picture: Picture) -> Zone:
        """The whole picture, looked at as it is."""
        return cls(0, 0, picture.shape[1], picture.shape[0], 1.0)

    def reduced(self, to: float) -> float:
        """To what (0…1) it may be reduced, so that the person is still so large (px)."""
        return min(1.0, to / self.person)


def zone(picture: Picture, people: Boxes, taps: Sequence[Point]) -> Zone:
    """Room around everybody whom a tap may mean; the whole picture where a tap is in nobody's box."""
    meant = [holding(people, tap) for tap in taps]
    if not all(len(boxes) for boxes in meant):
        return Zone.everything(picture)
    return _around(np.concatenate(meant), picture)


def covers(part: Zone, own: Boxes, picture: Picture) -> bool:
    """Whether all that is looked at around these boxes lies in the zone."""
    need = _around(own, picture)
    across = part.left <= need.left and need.right <= part.right
    return across and part.top <= need.top and need.bottom <= part.bottom


def faces_in(
    part: Zone, picture: Picture, center: CenterFace, yunet: YuNet, threads: Executor, *, least: float
) -> Boxes:
    """The faces scored at ``least`` or better in one part of the picture, in pixels of the whole."""
    inside = np.ascontiguousarray(picture[part.top : part.bottom, part.left : part.right])
    looks = usual_looks(max(inside.shape), (center, part.reduced(COARSE)), (yunet, part.reduced(FINE)))
    faces = find_faces(inside, looks, threads, least=least)
    return faces + np.array([part.left, part.top, part.left, part.top, 0], np.float32)


def _around(boxes: Boxes, picture: Picture) -> Zone:
    long = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    reach = ROOM * long[:, None]
    left, top = np.maximum(0, (boxes[:, :2] - reach).min(0)).astype(int).tolist()
    right, bottom = np.minimum(picture.shape[1::-1], np.ceil((boxes[:, 2:4] + reach).max(0))).astype(int).tolist()
    return Zone(left, top, right, bottom, max(1.0, float(long.min())))
