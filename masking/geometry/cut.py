"""A part of the picture, scaled for work, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Boxes, Picture, Region
from masking.results import Point

ROOM = 0.45  # of the box's long side: how much around it is looked at
WORKING_SIDE = 320  # px of the box's long side: the outline networks see 256, so more would only cost time


@dataclass(frozen=True)
class Cut:
    """A rectangle of the picture; places inside it are in its own, scaled pixels."""

    picture: Picture
    left: int
    top: int
    width: int
    height: int
    scale: float

    def boxes(self, boxes: Boxes) -> Boxes:
        """Boxes of the whole picture, seen from here."""
        moved = boxes.copy()
        moved[:, [0, 2]] = (moved[:, [0, 2]] - self.left) * self.scale
        moved[:, [1, 3]] = (moved[:, [1, 3]] - self.top) * self.scale
        return moved

    def touching(self, boxes: Boxes) -> Boxes:
        """Those boxes of the whole picture that reach into this part, seen from here."""
        moved = self.boxes(boxes)
        height, width = self.picture.shape[:2]
        inside = (moved[:, 2] > 0) & (moved[:, 3] > 0) & (moved[:, 0] < width) & (moved[:, 1] < height)
        return np.asarray(moved[inside], np.float32)

    def point(self, point: Point) -> tuple[float, float]:
        """A point of the whole picture, seen from here."""
        return (point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale

    def points(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Rows of x, y of the whole picture, seen from here."""
        return np.asarray((points - (self.left, self.top)) * self.scale, np.float32)

    def matrix(self, to_picture: NDArray[np.float32]) -> NDArray[np.float32]:
        """An affine map into the whole picture, made to end here."""
        moved = to_picture * self.scale
        moved[:, 2] -= np.array([self.left, self.top], np.float32) * self.scale
        return moved

    def seen(self, region: Region) -> Region:
        """A region of the whole picture, seen from here."""
        part = region[self.top : self.top + self.height, self.left : self.left + self.width].astype(np.float32)
        small = cv2.resize(part, self.picture.shape[1::-1], interpolation=cv2.INTER_AREA)
        return np.asarray(small > 0.5)  # noqa: PLR2004 - half

    def whole(self, region: Region, picture: Picture) -> Region:
        """A region found here, in the whole picture."""
        full = np.zeros(picture.shape[:2], np.bool_)
        # Not by nearest pixel: edges would have steps as large as a pixel of the reduced part.
        smooth = cv2.resize(region.astype(np.float32), (self.width, self.height), interpolation=cv2.INTER_LINEAR)
        full[self.top : self.top + self.height, self.left : self.left + self.width] = smooth > 0.5  # noqa: PLR2004 - half
        return full


def cut_around(picture: Picture, box: Boxes) -> Cut:
    """The box with room around it."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = (float(v) for v in box[:4])
    long = max(x1 - x0, y1 - y0)
    left, top = max(0, int(x0 - ROOM * long)), max(0, int(y0 - ROOM * long))
    right, bottom = min(width, int(x1 + ROOM * long) + 1), min(height, int(y1 + ROOM * long) + 1)
    part = picture[top:bottom, left:right]
    scale = min(1.0, WORKING_SIDE / long)
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    return Cut(small, left, top, right - left, bottom - top, scale)
