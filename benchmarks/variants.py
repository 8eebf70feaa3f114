"""The same annotated cases seen otherwise: what a rule gains on one set by chance, it loses on these."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Case = tuple[str, NDArray[np.uint8], NDArray[np.uint8], int, tuple[int, int]]
"""Name, picture, whose pixel it is, the person to keep, and a point on that person (as ``mask_eval`` gives them)."""


def mirrored(case: Case) -> Case:
    """Left and right exchanged."""
    name, picture, people, person, (x, y) = case
    flipped = np.ascontiguousarray(picture[:, ::-1]), np.ascontiguousarray(people[:, ::-1])
    return name, *flipped, person, (picture.shape[1] - 1 - x, y)


def scaled(case: Case, by: float) -> Case:
    """Larger or smaller."""
    name, picture, people, person, (x, y) = case
    size = round(picture.shape[1] * by), round(picture.shape[0] * by)
    smooth = cv2.INTER_CUBIC if by > 1 else cv2.INTER_AREA
    larger = np.asarray(cv2.resize(picture, size, interpolation=smooth), np.uint8)
    whose = np.asarray(cv2.resize(people, size, interpolation=cv2.INTER_NEAREST), np.uint8)
    return name, larger, whose, person, (min(size[0] - 1, int((x + 0.5) * by)), min(size[1] - 1, int((y + 0.5) * by)))


def filling(case: Case, width: int, height: int) -> Case:
    """Scaled until it fills a frame of that size, and cut to it around the point."""
    high, wide = case[1].shape[:2]
    name, picture, people, person, (x, y) = scaled(case, max(width / wide, height / high))
    left = int(np.clip(x - width // 2, 0, picture.shape[1] - width))
    top = int(np.clip(y - height // 2, 0, picture.shape[0] - height))
    part = slice(top, top + height), slice(left, left + width)
    return name, np.ascontiguousarray(picture[part]), np.ascontiguousarray(people[part]), person, (x - left, y - top)
