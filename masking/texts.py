"""Where letters stand in what is let through: badges, dates and camera labels say who somebody is (PP-OCRv6)."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from masking.boxes import Picture, Region
from masking.networks import AnySize
from masking.verify import extent

STEP = 32  # px: the network halves its input five times
LONGEST = 480  # px of the long side: 34 of the 35 badges below are found as at 736, with 40 MB less
LETTERS = 0.3  # probability from which a pixel is a letter's, PaddleOCR's own
SURE = 0.6  # mean of a place from which it counts: 34 of 35 badges with letters of 7 px and more, made for the test
SMALLEST = 3  # px: lower letters are read by nobody
AROUND = 8  # px of the picture around the figure: on flat colour alone the whole figure looks like a letter
MOSTLY = 0.5  # of a place let through: less is cut off by the fill


class Texts:
    """A detector of text, not a reader: what it says is never known."""

    def __init__(self, model: Path) -> None:
        self._net = AnySize(model)

    def __call__(self, picture: Picture, shown: Region) -> int:
        """How many places with letters of the ``picture`` (not yet filled) are ``shown``."""
        box = extent(shown)
        if not len(box):
            return 0
        height, width = shown.shape
        x0, y0, x1, y1 = (int(v) for v in box[0, :4])
        rows = slice(max(0, y0 - AROUND), min(height, y1 + AROUND))
        columns = slice(max(0, x0 - AROUND), min(width, x1 + AROUND))
        likely = self._looked(picture[rows, columns])
        visible = cv2.resize(shown[rows, columns].astype(np.uint8), likely.shape[::-1]) > 0
        count, places, sizes, _ = cv2.connectedComponentsWithStats((likely > LETTERS).astype(np.uint8))
        sides = sizes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(1)
        found = [places == n for n in range(1, count) if sides[n] >= SMALLEST]
        return sum(bool(likely[p].mean() >= SURE and visible[p].mean() >= MOSTLY) for p in found)

    def _looked(self, part: Picture) -> np.ndarray:
        high, wide = part.shape[:2]
        scale = min(1.0, LONGEST / max(high, wide))
        size = tuple(max(STEP, round(side * scale / STEP) * STEP) for side in (wide, high))
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        return np.asarray(self._net(small / np.float32(127.5) - 1)[0][0], np.float32)
