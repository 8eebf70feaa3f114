"""Taps as seeds: what a person says of one place is carried on along colour, edges and outlines.

The part around the suspect is divided into small pieces of one colour. A walker who sets out from a piece crosses a
border the more easily the more alike its two sides are (Grady, Random Walks for Image Segmentation, 2006). A piece
goes with the seed that the walker likely meets first; what the networks say of it counts as a weak seed of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.analysis import Analysis
from masking.boxes import Picture, Region
from masking.brush import Tap
from masking.heads import surely_head
from masking.persons import doubtful
from masking.segment import Figure, Map

Labels = NDArray[np.int32]
NOBODY, ALONE = 0.3, 0.5  # presence below which no person is seen, and what that takes off a piece's chance
MOSTLY, PARTLY = 0.5, 0.3  # shares of a piece that lie in a head, or under a tap
WEAK, SURE = 0.5, 100.0  # weights of a head, and of a tap, beside one easy border
HARDLY = 1e-4  # how easily the hardest border is crossed: nothing is quite cut off


@dataclass(frozen=True)
class Spread:
    """How far a tap carries, found on the rule half of the measuring set.

    Attributes:
        piece: px of a piece's side, of a figure whose long side is 320 px.
        alike: Distance of colours (Lab) at which a border is hard to cross.
        prior: Weight of the networks' word beside one easy border.
        dab: Of the box's long side: radius of what a tap says at least.
        reach: The same, of what it says at most.
        sure: Chance from which a piece is carried along.
    """

    piece: int = 9
    alike: float = 9.0
    prior: float = 0.05
    dab: float = 0.045
    reach: float = 0.35
    sure: float = 0.6


SPREAD = Spread()


@dataclass(frozen=True)
class Grown:
    """What taps say, in picture pixels: what is let through for them, and what is hidden."""

    opened: Region
    hidden: Region


def grow(picture: Picture, known: Analysis, shown: Region, taps: Sequence[Tap], spread: Spread = SPREAD) -> Grown:
    """What the taps open and hide.

    Args:
        picture: All of it.
        known: What the networks say of it.
        shown: What is let through without taps, in picture pixels.
        taps: In the order of tapping; each is about the suspect whose box's middle is nearest.
        spread: How far they carry.
    """
    result = Grown(np.zeros_like(shown), np.zeros_like(shown))
    for number, (figure, box) in enumerate(zip(known.figures, known.own, strict=True)):
        meant = [tap for tap in taps if _nearest(known.own, tap) == number]
        if meant:
            more = _of_one(picture, figure, box, known.faces, shown, meant, spread)
            result = Grown(result.opened | more.opened, result.hidden | more.hidden)
    return result


def _nearest(own: NDArray[np.float32], tap: Tap) -> int:
    middles = (own[:, :2] + own[:, 2:4]) / 2
    return int(np.argmin(((middles - np.array([tap.x, tap.y])) ** 2).sum(1)))


def _of_one(
    picture: Picture,
    figure: Figure,
    own: NDArray[np.float32],
    faces: NDArray[np.float32],
    shown: Region,
    taps: Sequence[Tap],
    spread: Spread,
) -> Grown:
    """What taps about one suspect say."""
    cut, box = figure.cut, figure.cut.boxes(own[None])[0]
    long = float(max(box[2] - box[0], box[3] - box[1]))
    small = cut.seen(shown)
    sure = faces[~doubtful(faces, own)]
    shut = surely_head(box, figure.joints, cut.boxes(sure), small.shape)
    chance = _chance(figure, small, shut, taps, long, spread)
    opened, hidden = np.zeros_like(small), np.zeros_like(small)
    for tap in taps:
        middle = cut.point((tap.x, tap.y))
        dab, reach = (_disc(middle, share * long, small.shape) for share in (spread.dab, spread.reach))
        like = (chance > spread.sure) & ~small if tap.keep else (chance < 1 - spread.sure) & small
        more = _touching((like & reach) | dab, dab)
        opened, hidden = (opened | more, hidden & ~more) if tap.keep else (opened & ~more, hidden | more)
    return Grown(cut.whole(opened & ~shut, picture), cut.whole(hidden, picture))


def _chance(figure: Figure, shown: Region, shut: Region, taps: Sequence[Tap], long: float, spread: Spread) -> Map:
    """Of each pixel: the chance that a walker from its piece meets what is kept before what is hidden."""
    pieces = _pieces(figure.cut.picture, spread.piece)
    count = int(pieces.max()) + 1
    sizes = np.maximum(1, np.bincount(pieces.ravel(), minlength=count))

    def mean(of: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.bincount(pieces.ravel(), of.ravel(), count) / sizes

    lab = cv2.cvtColor(figure.cut.picture, cv2.COLOR_BGR2LAB).astype(np.float32)
    colours = np.stack([mean(lab[..., c]) for c in range(3)], 1)
    first, second, borders = _borders(pieces, count)
    away = ((colours[first] - colours[second]) ** 2).sum(1)
    ease = np.exp(-away / (2 * spread.alike**2)) + HARDLY
    ease *= borders / spread.piece
    ours = np.clip(0.5 + figure.own - figure.rivals - ALONE * (figure.anybody < NOBODY), 0, 1).astype(np.float32)
    ours = np.where(shown, np.maximum(ours, 0.9), ours).astype(np.float32)
    weight, goal = np.full(count, spread.prior), mean(ours) * spread.prior
    told = mean(shut.astype(np.float32)) > MOSTLY
    weight[told], goal[told] = WEAK, 0.0
    for tap in taps:
        dab = _disc(figure.cut.point((tap.x, tap.y)), spread.dab * long, shown.shape)
        told = mean(dab.astype(np.float32)) > PARTLY
        weight[told], goal[told] = SURE, SURE * tap.keep
    system = np.zeros((count, count))
    system[first, second] = system[second, first] = -ease
    system[np.arange(count), np.arange(count)] = weight - system.sum(1)
    return np.asarray(np.linalg.solve(system, goal)[pieces], np.float32)


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


def _borders(pieces: Labels, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Which pieces touch, and along how many pixels."""
    pairs = [(pieces[:, :-1], pieces[:, 1:]), (pieces[:-1], pieces[1:])]
    keys = []
    for one, other in pairs:
        differ = one != other
        low, high = np.minimum(one[differ], other[differ]), np.maximum(one[differ], other[differ])
        keys.append(low.astype(np.int64) * count + high)
    found, lengths = np.unique(np.concatenate(keys), return_counts=True)
    return found // count, found % count, lengths


def _disc(point: tuple[float, float], radius: float, shape: tuple[int, ...]) -> Region:
    plane = np.zeros(shape[:2], np.uint8)
    cv2.circle(plane, (round(point[0]), round(point[1])), max(2, round(radius)), 1, -1)
    return plane.astype(np.bool_)


def _touching(region: Region, seed: Region) -> Region:
    """The parts of a region that a seed touches."""
    count, labels = cv2.connectedComponents(region.astype(np.uint8))
    touched = np.zeros(count, np.bool_)
    touched[labels[seed & region]] = True
    touched[0] = False
    return np.asarray(touched[labels])
