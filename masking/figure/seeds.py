"""Taps as seeds: what a person says of one place is carried on along colour, edges and outlines.

The part around the suspect is divided into small pieces of one colour. A walker who sets out from a piece crosses a
border the more easily the more alike its two sides are (Grady, Random Walks for Image Segmentation, 2006). A piece
goes with the seed that the walker likely meets first; what the networks say of it counts as a weak seed of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.analysis import Analysis
from masking.figure.brush import Stroke, Tap
from masking.figure.heads import surely_head
from masking.figure.shown import Figure
from masking.find.persons import doubtful
from masking.geometry.boxes import Picture, Region
from masking.geometry.regions import Map
from masking.networks.own.prompted import OURS, THEIRS, Embedded
from masking.tuning import Spread, Tuning

Labels = NDArray[np.int32]
STEPS, NEARLY = 300, 1e-10  # of the solver: at most, and the error at which it stops; some 80 are usual


@dataclass(frozen=True)
class Grown:
    """What taps say, in picture pixels: what is let through for them, and what is hidden."""

    opened: Region
    hidden: Region


@dataclass(frozen=True)
class Drawing:
    """What masking alone shows, where a hand may let more through, and what taps and strokes say."""

    region: Region
    room: Region
    grown: Grown
    strokes: Sequence[Stroke]


def grow(picture: Picture, known: Analysis, shown: Region, taps: Sequence[Tap], t: Tuning) -> Grown:
    """What the taps open and hide.

    Args:
        picture: All of it.
        known: What the networks say of it.
        shown: What is let through without taps, in picture pixels.
        taps: In the order of tapping; each is about the suspect whose box's middle is nearest.
        t: How far they carry, and what is a head.
    """
    result = Grown(np.zeros_like(shown), np.zeros_like(shown))
    for number, (figure, box) in enumerate(zip(known.figures, known.own, strict=True)):
        meant = [tap for tap in taps if _nearest(known.own, tap) == number]
        if meant:
            more = _of_one(picture, figure, box, known.faces, shown, meant, t)
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
    t: Tuning,
) -> Grown:
    """What taps about one suspect say."""
    cut, maps, spread, box = figure.cut, figure.maps, t.spread, figure.maps.box
    long = float(max(box[2] - box[0], box[3] - box[1]))
    small = cut.seen(shown)
    sure = faces[~doubtful(faces, own)]
    shut = surely_head(box, maps.joints, cut.boxes(sure), small.shape, t.head)
    # A hand that means the suspect's sleeve says nothing of pixels in which a neighbour is seen the better.
    theirs = (maps.rivals > np.maximum(maps.own, t.decide.theirs)) & ~small
    if figure.embedded:
        ours, opens, hides = _answered(figure.embedded.result(), figure, taps) > spread.even, spread.asked, spread.asked
    else:
        ours = _chance(figure, small, shut | theirs, taps, long, spread) > spread.even
        opens, hides = spread.opens, spread.hides
    # Where the box is only supposed, nothing is known of who else is there.
    opens = opens if own[4] else spread.dab
    opened, hidden = np.zeros_like(small), np.zeros_like(small)
    for tap in taps:
        middle = cut.point((tap.x, tap.y))
        dab, reach = (_disc(middle, share * long, small.shape) for share in (spread.dab, opens if tap.keep else hides))
        like = ours & ~small & ~theirs if tap.keep else ~ours & small
        more = _touching((like & reach) | dab, dab)
        # What is hidden again stays opened beneath, so that the second search has seen it before.
        opened, hidden = (opened | more, hidden & ~more) if tap.keep else (opened, hidden | more)
    return Grown(cut.whole(opened & ~shut, picture), cut.whole(hidden, picture))


def _answered(embedded: Embedded, figure: Figure, taps: Sequence[Tap]) -> Map:
    """What a point-prompted network says: taps as they are meant, the suspect's own, and others' heads and bodies."""
    maps = figure.maps
    told = [figure.cut.point((tap.x, tap.y)) for tap in taps]
    points = np.concatenate([np.array([maps.tap, *told], np.float32), maps.others])
    labels = [OURS, *(OURS if tap.keep else THEIRS for tap in taps), *(THEIRS for _ in maps.others)]
    return embedded(points, np.array(labels, np.float32))


def _chance(figure: Figure, shown: Region, against: Region, taps: Sequence[Tap], long: float, spread: Spread) -> Map:
    """Of each pixel: the chance that a walker from its piece meets what is kept before what is hidden.

    Args:
        figure: What the networks say.
        shown: What is let through without taps.
        against: What is a head's or a neighbour's.
        taps: About this suspect.
        long: Long side of the box.
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
    for tap in taps:
        dab = _disc(figure.cut.point((tap.x, tap.y)), spread.dab * long, shown.shape)
        told = mean(dab.astype(np.float32)) > spread.partly
        weight[told], goal[told] = spread.sure, spread.sure * tap.keep
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
