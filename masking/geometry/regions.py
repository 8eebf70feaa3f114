"""Arithmetic on regions: which pixels of a plane (height × width) are meant."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Boxes, Region, none

Map = NDArray[np.float32]
"""A probability, or another number from 0 to 1, of each pixel (height × width)."""


def at(outline: Map, point: tuple[float, float]) -> float:
    """How sure the outline is around a point."""
    x, y, reach = round(point[0]), round(point[1]), 3
    near = outline[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    return float(near.mean()) if near.size else 0.0


def same_body(one: Map, other: Map, share: float) -> bool:
    """Whether two outlines are one body's: so much of what either has both have."""
    return float(np.minimum(one, other).sum()) > share * max(1.0, float(np.maximum(one, other).sum()))


def grown(region: Region, reach: int) -> Region:
    """The region and all within ``reach`` pixels of it."""
    if not region.any():
        return region.copy()
    away = cv2.distanceTransform((~region).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(away <= reach)


def inside(box: Boxes, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """The rows and columns of a box, cut at the plane's edges."""
    x0, y0, x1, y1 = (int(max(0, v)) for v in box[:4])
    return slice(y0, min(y1, shape[0])), slice(x0, min(x1, shape[1]))


def plane_of(box: Boxes, shape: tuple[int, ...]) -> Region:
    """A box as a region."""
    plane = np.zeros(shape[:2], np.bool_)
    plane[inside(box, shape)] = True
    return plane


def held(region: Region, point: tuple[float, float], reach: float) -> Region:
    """The connected part under the point, or the nearest one within reach; none where there is none."""
    _, labels = cv2.connectedComponents(region.astype(np.uint8))
    rows, columns = np.nonzero(labels)
    away = (rows - point[1]) ** 2 + (columns - point[0]) ** 2
    if not len(away) or away.min() > reach**2:
        return np.zeros_like(region)
    nearest = int(np.argmin(away))
    return np.asarray(labels == labels[rows[nearest], columns[nearest]])


def extent(region: Region) -> Boxes:
    """The box around what is let through."""
    rows, columns = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
    if not len(rows):
        return none()
    return np.array([[columns[0], rows[0], columns[-1] + 1, rows[-1] + 1, 1.0]], np.float32)
