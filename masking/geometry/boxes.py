"""Arithmetic on boxes: rows of x0, y0, x1, y1 (float, pixels), often with a score as fifth column."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]
Picture = NDArray[np.uint8]  # height × width × 3, blue-green-red
Region = NDArray[np.bool_]  # height × width


def areas(boxes: Boxes) -> NDArray[np.float32]:
    """Area of each box."""
    sides = np.maximum(0, boxes[:, 2:4] - boxes[:, :2])
    return np.asarray(sides[:, 0] * sides[:, 1], np.float32)


def overlaps(box: Boxes, boxes: Boxes) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How ``box`` meets each of ``boxes``: shared area over union, and over the smaller of the two."""
    wide = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    high = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    shared = np.maximum(0, wide) * np.maximum(0, high)
    one, many = areas(box[None])[0], areas(boxes)
    union = shared / np.maximum(one + many - shared, 1e-6)
    smaller = shared / np.maximum(np.minimum(one, many), 1e-6)
    return union.astype(np.float32), smaller.astype(np.float32)


def strongest(boxes: Boxes, *, union: float) -> Boxes:
    """Drop every box that a better scored one covers by more than ``union``."""
    if not len(boxes):
        return boxes
    sides = np.column_stack([boxes[:, :2], boxes[:, 2:4] - boxes[:, :2]])
    kept = cv2.dnn.NMSBoxes(sides.tolist(), boxes[:, 4].tolist(), 0.0, union)
    return np.asarray(boxes[np.asarray(kept, dtype=int).reshape(-1)], np.float32)


def within(boxes: Boxes, width: int, height: int) -> Boxes:
    """Boxes cut at the picture's edges; those left empty are dropped."""
    cut = boxes.copy()
    cut[:, [0, 2]] = np.clip(cut[:, [0, 2]], 0, width)
    cut[:, [1, 3]] = np.clip(cut[:, [1, 3]], 0, height)
    return cut[areas(cut) > 0]


def none() -> Boxes:
    """No boxes at all."""
    return np.zeros((0, 5), dtype=np.float32)


def stack(parts: list[Boxes]) -> Boxes:
    """Several lists of boxes as one."""
    return np.concatenate(parts).astype(np.float32) if parts else none()
