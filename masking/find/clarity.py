"""How bright and how sharp somebody is seen, as plain numbers; whether that is enough is for others to judge."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Boxes, Picture
from masking.geometry.cut import ROOM

BRIGHT = 90  # percentile: somebody in black on a bright floor is no dark picture
SIDE = 320  # px of the figure's long side at which blur is measured: finer detail shows no clothes
WINDOW = 9  # px of the blurring that the picture is compared with, from the source named below
FULL = 255


def brightness(picture: Picture, box: Boxes) -> int:
    """The bright end of the person and their surroundings, in percent."""
    grey = _grey(_part(picture, box, ROOM))
    return round(float(np.percentile(grey, BRIGHT)) * 100 / FULL)


def blur(picture: Picture, box: Boxes) -> int:
    """0 sharp … 100 blurred: how little of the differences between pixels blurring once more takes away.

    After Crete et al., "The blur effect" (SPIE 6492, 2007): it asks for no contrast, so dark pictures can be sharp.
    """
    part = _part(picture, box, 0)
    # Never enlarged: that alone would look blurred.
    scale = min(1.0, SIDE / max(part.shape[:2]))
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    grey = _grey(np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)).astype(np.float32)
    return round(100 * max(_kept(grey, (WINDOW, 1), axis=1), _kept(grey, (1, WINDOW), axis=0)))


def _kept(grey: NDArray[np.float32], window: tuple[int, int], *, axis: int) -> float:
    before = np.abs(np.diff(grey, axis=axis))
    after = np.abs(np.diff(cv2.blur(grey, window), axis=axis))
    if not before.any():  # one even colour shows nothing
        return 1.0
    return float(1 - np.maximum(0, before - after).sum() / before.sum())


def _part(picture: Picture, box: Boxes, room: float) -> Picture:
    """The box with room around it, in its long sides; at least one pixel."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = (float(v) for v in box[:4])
    reach = room * max(x1 - x0, y1 - y0)
    left, top = min(width - 1, max(0, int(x0 - reach))), min(height - 1, max(0, int(y0 - reach)))
    return picture[top : max(top + 1, int(y1 + reach) + 1), left : max(left + 1, int(x1 + reach) + 1)]


def _grey(part: Picture) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_BGR2GRAY), np.uint8)
