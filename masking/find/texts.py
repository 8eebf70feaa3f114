"""Where letters stand on what is let through: badges, dates and camera labels say who or where it is (PP-OCRv6)."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from masking.geometry.boxes import Boxes, Picture, Region
from masking.geometry.regions import extent, inside
from masking.networks.remembered import Remembered
from masking.networks.runtimes import AnySize

STEP = 32  # px: the network halves its input five times
LONGEST = 640  # px of the long side of a figure and what is around it: of 480 px, 34 of the 35 badges below are found
LETTERS = 0.3  # probability from which a pixel is a letter's, PaddleOCR's own
SURE = 0.6  # mean of a place from which it counts: 34 of 35 badges with letters of 7 px and more, made for the test
SMALLEST = 3  # px: lower letters are read by nobody
AROUND = 0.15  # of the long side, around the figure: on flat colour alone the whole figure looks like a letter
BESIDE = 0.8  # of a place's narrow side: what the network draws is the letters' kernel, half as high as they
LARGEST = 0.12  # of the figure's long side: what is higher and lies in the figure is the figure
HIGHEST = 0.35  # the same of what reaches beyond the figure: what is higher are two people side by side
MOSTLY = 0.5  # of a place let through: less is cut off by the fill
STEADY = 8  # of the long side of what is shown: on steps of about such a part its look begins and ends, …
KEPT = 4  # … so that a tap which hardly changes that needs no other; so many are known


class Texts:
    """A detector of text, not a reader: what it says is never known."""

    def __init__(self, model: Path) -> None:
        self._net = AnySize(model)
        self.seen = Remembered[list[Region]](KEPT)

    def __call__(self, picture: Picture, shown: Region) -> int:
        """How many places with letters of the ``picture`` (not yet filled) are ``shown``."""
        box = extent(shown)
        if not len(box):
            return 0
        part, places = self._places(picture, _steady(box[0]))
        visible = (cv2.resize(shown[part].astype(np.uint8), place.shape[::-1])[place].mean() for place in places)
        return sum(bool(share >= MOSTLY) for share in visible)

    def letters(self, picture: Picture, box: Boxes) -> list[Region]:
        """R-118: each place with letters in a box or around it, letters whole, wherever it begins."""
        part, places = self._places(picture, box)
        found = []
        for place in places:
            beside = round(BESIDE * _narrow(place))
            wide = cv2.dilate(place.astype(np.uint8), np.ones((2 * beside + 1,) * 2, np.uint8))
            whole = np.zeros(picture.shape[:2], np.bool_)
            size = whole[part].shape[::-1]
            whole[part] = cv2.resize(wide, size, interpolation=cv2.INTER_NEAREST) > 0
            found.append(whole)
        return found

    def _places(self, picture: Picture, box: Boxes) -> tuple[tuple[slice, slice], list[Region]]:
        """The part of the picture around a box, and each sure place in the pixels of that part, reduced."""
        x0, y0, x1, y1 = (float(v) for v in box[:4])
        pad = max(STEP / 4, AROUND * max(x1 - x0, y1 - y0))
        part = inside(np.array([x0 - pad, y0 - pad, x1 + pad, y1 + pad], np.float32), picture.shape)
        return part, self.seen(picture[part], lambda: self._sure(picture[part]))

    def _sure(self, part: Picture) -> list[Region]:
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


def captions(letters: list[Region], figure: Region) -> Region:
    """R-118: all places with letters as one; but what is as high as a limb and lies in the figure is the figure."""
    long = int(np.ptp(np.argwhere(figure), 0).max()) if figure.any() else max(figure.shape)
    found = np.zeros(figure.shape, np.bool_)
    for place in letters:
        beside = figure[place].mean() < MOSTLY
        if _narrow(place) <= (HIGHEST if beside else LARGEST) * long:
            found |= place
    return found


def _steady(box: Boxes) -> Boxes:
    """The box, grown to whole steps."""
    step = 2.0 ** np.floor(np.log2(max(STEADY, float((box[2:4] - box[:2]).max())) / STEADY))
    return np.concatenate([np.floor(box[:2] / step) * step, np.ceil(box[2:4] / step) * step]).astype(np.float32)


def _narrow(place: Region) -> int:
    """Pixels of the narrow side, without a box's empty corners: a caption may be slanted."""
    corners = np.argwhere(place).astype(np.float32)
    return max(1, round(min(cv2.minAreaRect(corners)[1])))
