"""Taps as seeds: what a person says of one place is carried on along colour, edges and outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.analysis import Analysis
from masking.figure.brush import Stroke, Tap
from masking.figure.heads import surely_head
from masking.figure.likeness import alike
from masking.figure.maps import Maps
from masking.figure.shown import Figure
from masking.figure.walker import Dab, chance
from masking.find.persons import SURE, doubtful
from masking.geometry.boxes import Boxes, Picture, Region, overlaps
from masking.geometry.regions import Map
from masking.networks.own.prompted import OURS, THEIRS, Embedded
from masking.tuning import Spread, Tuning


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
    for number in range(len(known.figures)):
        meant = [tap for tap in taps if _nearest(known.own, tap) == number]
        if meant:
            more = _of_one(picture, known, number, shown, meant, t)
            result = Grown(result.opened | more.opened, result.hidden | more.hidden)
    return result


def _nearest(own: NDArray[np.float32], tap: Tap) -> int:
    middles = (own[:, :2] + own[:, 2:4]) / 2
    return int(np.argmin(((middles - np.array([tap.x, tap.y])) ** 2).sum(1)))


def _of_one(picture: Picture, known: Analysis, number: int, shown: Region, taps: Sequence[Tap], t: Tuning) -> Grown:
    """What taps about one suspect say."""
    figure, own = known.figures[number], known.own[number]
    cut, maps, spread = figure.cut, figure.maps, t.spread
    long = float(max(maps.box[2:4] - maps.box[:2]))
    small = cut.seen(shown)
    sure = known.faces[~doubtful(known.faces, own)]
    shut = surely_head(maps.box, maps.joints, cut.boxes(sure), small.shape, t.head)
    # A hand that means the suspect's sleeve says nothing of pixels in which a neighbour is seen the better.
    theirs = (maps.rivals > np.maximum(maps.own, t.decide.theirs)) & ~small
    middles = [cut.point((tap.x, tap.y)) for tap in taps]
    dabs = [
        (_disc(middle, spread.dab * long, small.shape), tap.keep) for middle, tap in zip(middles, taps, strict=True)
    ]
    alone = not (known.nobody or in_company(maps, cut.boxes(known.people), spread))
    if figure.embedded:
        asked = _answered(figure.embedded.result(), figure, taps) > spread.even
        judged = {keep: [(asked == keep, spread.asked)] for keep in (False, True)}
    else:
        judged = _judged(figure, small, shut | theirs, dabs, spread, alone=alone)
    opened, hidden = np.zeros_like(small), np.zeros_like(small)
    for middle, (dab, keep) in zip(middles, dabs, strict=True):
        # Where the box is only supposed, nothing is known of who else is there.
        judges = [(ours, reach if own[4] or not keep else spread.dab) for ours, reach in judged[keep]]
        like = np.logical_or.reduce([ours & _disc(middle, reach * long, small.shape) for ours, reach in judges])
        if keep:
            like &= ~small & ~theirs
            # What is shown carries it on, where nobody else is near: the other rim looks no less like the suspect.
            across = small & ~hidden if alone else np.zeros_like(small)
            more = _touching(dab | like | across, dab) & (dab | like)
            # What is hidden again stays opened beneath, so that the second search has seen it before.
            opened, hidden = opened | more, hidden & ~more
        else:
            hidden |= _touching(dab | like & small, dab)
    return Grown(cut.whole(opened & ~shut, picture), cut.whole(hidden, picture))


def _judged(
    figure: Figure, shown: Region, against: Region, dabs: Sequence[Dab], spread: Spread, *, alone: bool
) -> dict[bool, list[tuple[Region, float]]]:
    """What taps that hide (False) and that keep (True) carry along, and how far, in long sides of the box.

    R-118: near a tap the walker judges. Farther off the colours must agree with it, and nothing is carried there where
    somebody else may be in the box.
    """
    walked = chance(figure, shown, against, dabs, spread) > spread.even
    keeps = [(walked, spread.opens)]
    if alone:
        keeps += [(walked & alike(figure, shown, against, dabs, spread), spread.agreed)]
    return {False: [(~walked, spread.hides)], True: keeps}


def in_company(maps: Maps, people: Boxes, spread: Spread) -> bool:
    """R-118: whether somebody else is seen in the suspect's box: a body under a stranger's face, or a listed person."""
    left, top, right, bottom = maps.box[:4]
    axes = (maps.strangers[:, 0] + maps.strangers[:, 2]) / 2
    level = (maps.strangers[:, 1] < bottom) & (maps.strangers[:, 3] > top)
    union, smaller = overlaps(maps.box, people)
    sharing = (people[:, 4] >= SURE) & (union < spread.itself) & (smaller > spread.shared)
    return bool(((left <= axes) & (axes <= right) & level).any() or sharing.any())


def _answered(embedded: Embedded, figure: Figure, taps: Sequence[Tap]) -> Map:
    """What a point-prompted network says: taps as they are meant, the suspect's own, and others' heads and bodies."""
    maps = figure.maps
    told = [figure.cut.point((tap.x, tap.y)) for tap in taps]
    points = np.concatenate([np.array([maps.tap, *told], np.float32), maps.others])
    labels = [OURS, *(OURS if tap.keep else THEIRS for tap in taps), *(THEIRS for _ in maps.others)]
    return embedded(points, np.array(labels, np.float32))


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
