"""Elimination: one flat colour everywhere but where something is let through."""

from __future__ import annotations

import cv2
import numpy as np

from masking.boxes import Picture, Region
from masking.results import FILL


def let_through(picture: Picture, region: Region) -> Picture:
    """A flat picture that shows ``region`` alone; nothing of the rest goes into it."""
    masked = np.empty_like(picture)
    cv2.rectangle(masked, (0, 0), masked.shape[1::-1], FILL, cv2.FILLED)
    return np.asarray(cv2.copyTo(picture, region.astype(np.uint8), masked), np.uint8)
