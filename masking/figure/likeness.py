"""Colours as a second judge of taps: whether a pixel looks more like the suspect or like what is around them.

Rother et al., GrabCut, 2004: two mixtures of colours, learned from what is sure, and the cheapest border between them.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from masking.figure.shown import Figure
from masking.figure.walker import Dab
from masking.geometry.boxes import Region
from masking.tuning import Spread

PARAMETERS = (1, 65)  # of a mixture of five colours, as OpenCV keeps it


def alike(figure: Figure, shown: Region, against: Region, dabs: Sequence[Dab], spread: Spread) -> Region:
    """What goes with what is shown and kept by taps; arguments as of ``walker.chance``."""
    maps = figure.maps
    seen = (maps.own > spread.even) | (maps.anybody > spread.nobody) & (maps.rivals < spread.nobody)
    says = np.where(seen, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    says[(maps.anybody < spread.empty) | against] = cv2.GC_BGD
    says[shown] = cv2.GC_FGD
    for dab, keep in dabs:
        says[dab] = cv2.GC_FGD if keep else cv2.GC_BGD
    height, width = (max(1, round(side * spread.reduced)) for side in shown.shape)
    small = cv2.resize(says, (width, height), interpolation=cv2.INTER_NEAREST)
    ours = (small == cv2.GC_FGD) | (small == cv2.GC_PR_FGD)
    if ours.all() or not ours.any():
        return shown.copy()
    picture = cv2.resize(figure.cut.picture, (width, height), interpolation=cv2.INTER_AREA)
    cv2.setRNGSeed(0)  # it begins its mixtures by chance, and the same taps are to give the same picture
    cv2.grabCut(
        picture, small, (0, 0, 1, 1), np.zeros(PARAMETERS), np.zeros(PARAMETERS), spread.rounds, cv2.GC_INIT_WITH_MASK
    )
    ours = ((small == cv2.GC_FGD) | (small == cv2.GC_PR_FGD)).astype(np.float32)
    return np.asarray(cv2.resize(ours, shown.shape[::-1]) > spread.even)
