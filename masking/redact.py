"""Elimination: one flat colour everywhere but where something is let through."""

from __future__ import annotations

import cv2
import numpy as np

from masking.boxes import Picture, Region
from masking.results import FILL


def let_through(picture: Picture, region: Region) -> Picture:
    """A flat picture that shows ``region`` alone; nothing of the rest goes into it."""
    masked = np.empty_like(picture)
    masked[:] = FILL
    return np.asarray(cv2.copyTo(picture, region.astype(np.uint8), masked), np.uint8)
