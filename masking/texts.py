"""Where letters stand in what is let through: badges, dates and camera labels say who or where it is (PP-OCRv6)."""

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
BESIDE = 0.8  # of a place's narrow side: what the network draws is the kernel of the letters, half as high as they
MOSTLY = 0.5  # of a place let through: less is cut off by the fill


class Texts:
    """A detector of text, not a reader: what it says is never known."""

    def __init__(self, model: Path) -> None:
        self._net = AnySize(model)

    def __call__(self, picture: Picture, shown: Region) -> int:
        """How many places with letters of the ``picture`` (not yet filled) are ``shown``."""
        part = _around(shown)
        if part is None:
            return 0
        places = self._places(picture[part])
        visible = (cv2.resize(shown[part].astype(np.uint8), place.shape[::-1])[place].mean() for place in places)
        return sum(bool(share >= MOSTLY) for share in visible)

    def letters(self, picture: Picture, shown: Region) -> Region:
        """R-118: all pixels of places with letters that reach into what is ``shown``, wherever the places begin."""
        found = np.zeros(shown.shape, np.bool_)
        part = _around(shown)
        if part is None:
            return found
        inside = found[part]
        for place in self._places(picture[part]):
            rows, columns = np.nonzero(place)
            beside = round(BESIDE * min(np.ptp(rows) + 1, np.ptp(columns) + 1))
            wide = cv2.dilate(place.astype(np.uint8), np.ones((2 * beside + 1,) * 2, np.uint8))
            inside |= cv2.resize(wide, inside.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
        return found

    def _places(self, part: Picture) -> list[Region]:
        """Each sure place, in the pixels of the reduced part."""
        likely = self._looked(part)
        count, places, sizes, _ = cv2.connectedComponentsWithStats((likely > LETTERS).astype(np.uint8))
        sides = sizes[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(1)
        found = (places == n for n in range(1, count) if sides[n] >= SMALLEST)
        return [place for place in found if likely[place].mean() >= SURE]

    def _looked(self, part: Picture) -> np.ndarray:
        high, wide = part.shape[:2]
        scale = min(1.0, LONGEST / max(high, wide))
        size = tuple(max(STEP, round(side * scale / STEP) * STEP) for side in (wide, high))
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        return np.asarray(self._net(small / np.float32(127.5) - 1)[0][0], np.float32)


def _around(shown: Region) -> tuple[slice, slice] | None:
    """The rows and columns of what is shown, and some of the picture around it; None where nothing is."""
    box = extent(shown)
    if not len(box):
        return None
    height, width = shown.shape
    x0, y0, x1, y1 = (int(v) for v in box[0, :4])
    rows = slice(max(0, y0 - AROUND), min(height, y1 + AROUND))
    return rows, slice(max(0, x0 - AROUND), min(width, x1 + AROUND))
