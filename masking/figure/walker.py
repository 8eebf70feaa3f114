"""A walker on small pieces of one colour: what a tap says of one place is carried on to what is like it.

The part around the suspect is divided along its edges. A walker who sets out from a piece crosses a border the more
easily the more alike its two sides are (Grady, Random Walks for Image Segmentation, 2006). A piece goes with the seed
that the walker likely meets first; what the networks say of it counts as a weak seed of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.figure.shown import Figure
from masking.geometry.boxes import Picture, Region
from masking.geometry.regions import Map
from masking.tuning import Spread

Labels = NDArray[np.int32]
Dab = tuple[Region, bool]
"""What a tap says at least: of which pixels, and whether they are the suspect's."""
STEPS, NEARLY = 300, 1e-10  # of the solver: at most, and the error at which it stops; some 80 are usual


def chance(figure: Figure, shown: Region, against: Region, dabs: Sequence[Dab], spread: Spread) -> Map:
    """Of each pixel: the chance that a walker from its piece meets what is kept before what is hidden.

    Args:
        figure: What the networks say.
        shown: What is let through without taps.
        against: What is a head's or a neighbour's.
        dabs: What taps say at least.
        spread: How far they carry.
    """
    pieces = _pieces(figure.cut.picture, spread.piece)
    mean = _mean_of(pieces)
    first, second, ease = _borders(pieces, figure.cut.picture, spread)
    maps = figure.maps
    absent = spread.alone * (maps.anybody < spread.nobody)
    ours = np.clip(0.5 + maps.own - maps.rivals - absent, 0, 1).astype(np.float32)
    ours = np.where(shown, np.maximum(ours, 0.9), ours).astype(np.float32)
    weight, goal = np.full(pieces.max() + 1, spread.prior), mean(ours) * spread.prior
    told = mean(against.astype(np.float32)) > spread.mostly
    weight[told], goal[told] = spread.weak, 0.0
    for dab, keep in dabs:
        told = mean(dab.astype(np.float32)) > spread.partly
        weight[told], goal[told] = spread.sure, spread.sure * keep
    return np.asarray(_met(first, second, ease, weight, goal)[pieces], np.float32)


def _met(
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    ease: NDArray[np.float64],
    weight: NDArray[np.float64],
    goal: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Of each piece: the chance to meet what is kept, by conjugate gradients over the borders alone.

    A matrix of all pairs of pieces would take a second and tens of megabytes.

    Args:
        first: Of each border, a piece beside it.
        second: The other one.
        ease: Of each border, how easily it is crossed.
        weight: Of each piece, its seeds'.
        goal: Of each piece, what its seeds say times their weight.
    """
    count = len(weight)
    own = weight + np.bincount(first, ease, count) + np.bincount(second, ease, count)

    def system(chance: NDArray[np.float64]) -> NDArray[np.float64]:
        there, back = ease * chance[second], ease * chance[first]
        return np.asarray(own * chance - np.bincount(first, there, count) - np.bincount(second, back, count))

    chance = goal / own
    left = goal - system(chance)
    toward = left / own
    size = float(left @ toward)
    for _ in range(STEPS):
        if size < NEARLY:
            break
        along = system(toward)
        step = size / float(toward @ along)
        chance, left = chance + step * toward, left - step * along
        before, size = size, float(left @ (left / own))
        toward = left / own + size / before * toward
    return chance


def _pieces(picture: Picture, side: int) -> Labels:
    """The picture divided along its edges, from a grid of seeds: 0, 1, 2 …"""
    height, width = picture.shape[:2]
    markers = np.zeros((height, width), np.int32)
    grid = markers[side // 2 :: side, side // 2 :: side]
    grid[:] = np.arange(1, grid.size + 1).reshape(grid.shape)
    cv2.watershed(cv2.GaussianBlur(picture, (3, 3), 0), markers)
    # Watershed leaves lines between pieces; they go to the piece beside them.
    for _ in range(3):
        lines = markers <= 0
        if not lines.any():
            break
        markers[lines] = cv2.dilate(np.maximum(markers, 0).astype(np.float32), np.ones((3, 3)))[lines].astype(np.int32)
    return np.maximum(0, markers - 1)


def _mean_of(pieces: Labels) -> Callable[[NDArray[np.float32]], NDArray[np.float64]]:
    """Of each piece, the mean of a map."""
    sizes = np.maximum(1, np.bincount(pieces.ravel()))
    return lambda of: np.bincount(pieces.ravel(), of.ravel(), len(sizes)) / sizes


def _borders(
    pieces: Labels, picture: Picture, spread: Spread
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Which pieces touch, and how easily each border is crossed: the longer and the more alike its sides are."""
    count, keys = int(pieces.max()) + 1, []
    for one, other in ((pieces[:, :-1], pieces[:, 1:]), (pieces[:-1], pieces[1:])):
        differ = one != other
        low, high = np.minimum(one[differ], other[differ]), np.maximum(one[differ], other[differ])
        keys.append(low.astype(np.int64) * count + high)
    found, lengths = np.unique(np.concatenate(keys), return_counts=True)
    first, second = found // count, found % count
    lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB).astype(np.float32)
    mean = _mean_of(pieces)
    colours = np.stack([mean(lab[..., c]) for c in range(3)], 1)
    away = ((colours[first] - colours[second]) ** 2).sum(1)
    return first, second, (np.exp(-away / (2 * spread.alike**2)) + spread.hardly) * lengths / spread.piece
