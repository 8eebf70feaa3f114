"""What colour somebody's clothes are, in a word that a passer-by would use as well; none where people would differ.

Counted are the pixels that the masked picture shows: on the torso between shoulders and hips, and along legs that stand
apart. Everyday colour words cover large parts of CIE L*a*b* with soft borders (Berlin & Kay 1969): what lies near one
counts for no word, and one word has to fit most of what is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.figure.limbs import LEGS, TORSO, torso_length
from masking.figure.shown import Figure
from masking.geometry.boxes import Picture, Region

LEAST: Final = 300
"""Pixels: less is a handful of a JPEG's blocks, whose colours run together."""
IN_VIEW: Final = 0.5
"""Of torso or legs at least so much is shown: the rest may be behind a bag or a counter."""
AGREED: Final = 0.55
"""Share of the pixels that one word fits: more than all others together; folds and shadows are the rest."""
COLOURED: Final = 15.0
"""Chroma that a hundredth of the picture has at least; else the camera saw no colours."""
SPARSE: Final = 8
"""Pixels from one to the next that is asked whether the camera saw colours."""
SURE: Final = 0.5
"""Visibility of hips and knees; the network guesses legs that are out of the picture at less."""
LEG: Final = 0.2
"""A leg's middle as a share of the torso's length: trousers, and nothing of what is behind them."""
ANKLES: Final = 27
"""The first joint from which a leg is foot."""
GAP: Final = 0.1
"""Of the way from one knee or ankle to the other lies beside the figure, where there are two trouser legs: a skirt, an
apron and a coat have none."""

WORDS: Final = ("", "black", "white", "grey", "blue", "red", "yellow", "green", "brown", "purple")
_BLACK, _WHITE, _GREY, _BLUE, _RED, _YELLOW, _GREEN, _BROWN, _PURPLE = range(1, len(WORDS))
_HUES: Final = (
    (0, 42, _RED), (42, 75, _BROWN), (75, 105, _YELLOW), (110, 185, _GREEN), (215, 300, _BLUE), (305, 340, _PURPLE),
    (345, 361, _RED),
)  # fmt: skip
"""Degrees in the plane of a* and b*; the gaps between are where people differ."""
PALE: Final = 9.0
"""Chroma up to which a colour is none: lamps in shops tint white and grey by as much."""
DARK, NIGHT, MIDDLE, BRIGHT = 28, 8, (35, 70), 78
"""L*: black below the first, whatever its hue below the second; grey between; white above."""
NAVY: Final = 30
"""L* of the middle pixel below which blue is navy."""
VIVID: Final = (45, 55)
"""Chroma and L* from which a warm colour is yellow or orange; below it is brown or beige."""
RUSTY: Final = (25, 30, 40)
"""Degrees from which, chroma and L* up to which red is brown."""


def worn(picture: Picture, region: Region, figures: Sequence[Figure]) -> tuple[str, str]:
    """What colour is worn above and below, each of ``results.WORN``; empty where nothing can be said.

    Several suspects have no one colour.

    Args:
        picture: In colour, as it came.
        region: What is shown of it.
        figures: Whom it shows.
    """
    everywhere = _lab(picture[::SPARSE, ::SPARSE].reshape(-1, 3))
    looks = _joints(figures[0]) if len(figures) == 1 else []
    if not looks or np.percentile(np.hypot(everywhere[:, 1], everywhere[:, 2]), 99) < COLOURED:
        return "", ""
    joints = np.median(np.stack(looks), 0)
    return _word(picture, _torso(joints, region), region), _word(picture, _legs(joints, region), region)


def _lab(pixels: Picture) -> NDArray[np.float32]:
    """Pixels (n × 3) as L*, a*, b*."""
    return np.asarray(cv2.cvtColor(pixels[None].astype(np.float32) / 255, cv2.COLOR_BGR2Lab)[0], np.float32)


def _joints(figure: Figure) -> list[NDArray[np.float32]]:
    """33 rows of x, y (in the picture's pixels) and visibility, once per look."""
    cut, scale = figure.cut, np.array([figure.cut.scale, figure.cut.scale, 1], np.float32)
    return [joints / scale + np.array([cut.left, cut.top, 0], np.float32) for joints in figure.maps.joints]


def _torso(joints: NDArray[np.float32], region: Region) -> Region:
    plane = np.zeros(region.shape, np.uint8)
    if (joints[list(TORSO), 2] >= SURE).all():
        cv2.fillConvexPoly(plane, cv2.convexHull(np.round(joints[list(TORSO), :2]).astype(np.int32)), 1)
    return plane.astype(np.bool_)


def _legs(joints: NDArray[np.float32], region: Region) -> Region:
    """Two trouser legs, from hips to ankles; empty if it may be something else."""
    plane = np.zeros(region.shape, np.uint8)
    pairs = [(a, b) for a, b in LEGS if a < ANKLES]
    used = sorted({joint for pair in pairs for joint in pair})
    inside = (joints[used, :2] >= 0).all() and (joints[used, :2] < region.shape[::-1]).all()
    if inside and (joints[used, 2] >= SURE).all() and _apart(joints, region):
        for a, b in pairs:
            ends = [(round(float(x)), round(float(y))) for x, y in joints[[a, b], :2]]
            cv2.line(plane, ends[0], ends[1], 1, min(255, max(1, round(LEG * torso_length(joints)))))
    return plane.astype(np.bool_)


def _apart(joints: NDArray[np.float32], region: Region) -> bool:
    """Whether there is something else to be seen between the knees or the ankles."""
    for left, right in ((25, 26), (27, 28)):
        xs, ys = np.linspace(joints[left, :2], joints[right, :2], 50).round().astype(int).T
        if (~region[ys, xs]).mean() >= GAP:
            return True
    return False


def _word(picture: Picture, part: Region, region: Region) -> str:
    shown = part & region
    if shown.sum() < max(LEAST, IN_VIEW * part.sum()):
        return ""
    lab = _lab(picture[shown])
    named = _named(lab)
    shares = np.bincount(named, minlength=len(WORDS)) / len(named)
    best = int(shares[1:].argmax()) + 1
    if shares[best] < AGREED:
        return ""
    return "navy" if best == _BLUE and np.median(lab[:, 0]) < NAVY else WORDS[best]


def _named(lab: NDArray[np.float32]) -> NDArray[np.int64]:
    """The index in ``WORDS`` of each colour (n × 3)."""
    light, chroma = lab[:, 0], np.hypot(lab[:, 1], lab[:, 2])
    hue = np.degrees(np.arctan2(lab[:, 2], lab[:, 1])) % 360
    named, pale = np.zeros(len(lab), np.int64), chroma <= PALE
    for low, high, word in _HUES:
        named[~pale & (hue >= low) & (hue < high)] = word
    named[(named == _YELLOW) & ((chroma < VIVID[0]) | (light < VIVID[1]))] = _BROWN
    named[(named == _BROWN) & (chroma >= VIVID[0]) & (light >= VIVID[1])] = _YELLOW
    named[(named == _RED) & (hue >= RUSTY[0]) & (hue < _HUES[0][1]) & (chroma < RUSTY[1]) & (light < RUSTY[2])] = _BROWN
    named[pale & (light >= MIDDLE[0]) & (light <= MIDDLE[1])] = _GREY
    named[pale & (light > BRIGHT)] = _WHITE
    named[pale & (light < DARK) | (light < NIGHT)] = _BLACK
    return named
