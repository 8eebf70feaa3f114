"""What a picture's own edges make of an outline: it is drawn along them, and its rim becomes smooth."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Picture, Region
from masking.geometry.regions import Map

HALF = 0.5
FLAT = 0.02**2  # variance of colours (0…1) below which nothing is an edge


def along_edges(region: Region, picture: Picture, reach: int) -> Map:
    """Of each pixel, the share of what looks like it within ``reach`` px that lies in the region.

    He et al., Guided Image Filtering, 2010: the region as a linear function of three colours around each pixel.
    """
    guide, inside = picture.astype(np.float32) / 255, region.astype(np.float32)
    colour, share = _mean(guide, reach), _mean(inside, reach)
    system = np.empty((3, 4, *region.shape))
    for one, other in combinations_with_replacement(range(3), 2):
        both = _mean(guide[..., one] * guide[..., other], reach) - colour[..., one] * colour[..., other]
        system[one, other] = system[other, one] = both
    system[range(3), range(3)] += FLAT
    system[:, 3] = np.moveaxis(_mean(guide * inside[..., None], reach) - colour * share[..., None], -1, 0)
    weight = np.moveaxis(_solved(system), 0, -1).astype(np.float32)
    rest = share - (weight * colour).sum(-1)
    return np.asarray((_mean(weight, reach) * guide).sum(-1) + _mean(rest, reach), np.float32)


def _solved(system: NDArray[np.float64]) -> NDArray[np.float64]:
    """Three unknowns of each pixel from its three equations (3 × 4 × height × width, which are used up).

    Plane by plane, since to call a solver for each pixel takes nine times as long. None needs to be exchanged: of
    variances with ``FLAT`` added, what is divided by is above zero.
    """
    for row in range(3):
        system[row, row + 1 :] /= system[row, row]
        for other in {0, 1, 2} - {row}:
            system[other, row + 1 :] -= system[other, row] * system[row, row + 1 :]
    return system[:, 3]


def _mean(of: NDArray[np.floating[Any]], reach: int) -> NDArray[np.floating[Any]]:
    return np.asarray(cv2.blur(of, (2 * reach + 1,) * 2))


def smooth(region: Region, reach: int) -> Region:
    """The region without notches and tags narrower than ``reach`` px."""
    return np.asarray(cv2.GaussianBlur(region.astype(np.float32), (0, 0), reach / 2) > HALF)


def without_scraps(region: Region, least: float) -> Region:
    """The parts that have at least this share of the largest one's pixels."""
    _, labels, sizes, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8))
    large = sizes[:, cv2.CC_STAT_AREA] >= least * sizes[1:, cv2.CC_STAT_AREA].max(initial=0)
    return np.asarray(large[labels] & region)


def parted(picture: Picture, ours: Region, theirs: Region) -> Region:
    """What is theirs, and what few edges part from that, and more from what is ours.

    Watershed from both: it meets at the strongest edge between, and in the middle where there is none.
    """
    seeds = ours + 2 * theirs.astype(np.int32)
    cv2.watershed(cv2.GaussianBlur(picture, (5, 5), 0), seeds)
    return np.asarray(seeds != 1)
