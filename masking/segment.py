"""From one box and one tap to one figure: which pixels are the suspect's, and which may be a neighbour's."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Picture, Region, overlaps
from masking.cut import Cut, cut_around
from masking.faces import cover, once_each
from masking.limbs import dressed
from masking.persons import FACE_TO_BODY, bodies_under, in_upper_half, strangers
from masking.pose import Body, Looks, Square
from masking.presence import Presence
from masking.results import Point

FACE_JOINTS = slice(0, 11)  # nose, eyes, ears and mouth
LOOKS = (1.1, 1.6)  # squares around a box, in long sides of it: one near, one with room for limbs
ENOUGH = 2  # looks that must agree on the tap before the tap itself is made the middle
GLANCE = 1.1  # the same for a neighbour, who gets a second look only where the first saw anybody
NEAR = 0.08  # of the box's long side: how far a finger may miss the figure
OURS = 0.5  # probability from which a pixel is the suspect's
AHEAD = 0.3  # by how much more a contested pixel must be the suspect's than a neighbour's: one of three looks
THEIRS = 0.35  # probability from which a pixel may be a neighbour's: in doubt it is hidden
DIM = 0.15  # probability from which a well seen neighbour's outline keeps others away
SEEN, FULL = 0.5, 0.2  # the network's own word, and the share of a box that a person fills: less is a bad look
CROWD = 5  # neighbours from which no room is kept: where so many are found, more are there that aren't
LOOSE = 0.035  # of the box's long side: how far around the figure bag, hem and gait are kept where nobody else is
Map = NDArray[np.float32]


@dataclass(frozen=True)
class Figure:
    """One suspect, in the pixels of a part of the picture.

    Attributes:
        cut: That part; all around it is filled.
        region: The pixels that are theirs, head included.
        room: Those around it, where nobody else is near.
        joints: BlazePose's 33 joints, once per look.
        others: Pixels that may be somebody else's: claimed by neighbours, or some person's outside the box.
        own: Probability that a pixel is theirs.
        rivals: Probability that it is a neighbour's.
        anybody: Probability that it is any person's.
    """

    cut: Cut
    region: Region
    room: Region
    joints: list[NDArray[np.float32]]
    others: Region
    own: Map
    rivals: Map
    anybody: Map


@dataclass(frozen=True)
class Outliner:
    """The networks that draw outlines in one picture, and how their answers are weighed."""

    pose: Looks
    presence: Presence
    threads: Executor

    def figure(self, picture: Picture, box: Boxes, tap: Point, rivals: Boxes, faces: Boxes) -> Figure:
        """The figure of the person in ``box`` whom ``tap`` touches, without any pixel that may be a rival's."""
        cut = cut_around(picture, box)
        own, point, shape = cut.boxes(box[None])[0], cut.point(tap), cut.picture.shape
        foreign = strangers(once_each(faces), box, tap[0])
        self.pose.ahead([Square.around(rival, GLANCE) for rival in rivals if overlaps(rival, box[None])[0].any()])
        presence = self.threads.submit(self.presence, cut.picture, Square.around(own, 1.15))
        # A look that does not hold the tap was at somebody else in the box.
        bodies = [b for b in self._looks(box, cut) if at(b.outline, point) > OURS]
        if len(bodies) < ENOUGH:
            bodies += self._around(box, tap, cut)
        bodies = [b for b in bodies if not _wears(b, cut.boxes(foreign))]
        ours = _Claim(_mean(bodies, shape), dressed([b.joints for b in bodies], shape), _filled(own, shape))
        anybody = presence.result()
        claim = self._rivals(cut, ours, rivals, foreign)
        heads = cover(_foreign(cut.touching(faces), ours.outline), shape)
        core = _core(ours, claim, anybody) & ~heads
        core &= ~(claim.taken() & _nearer(cut.touching(bodies_under(foreign)), own, point, ours.flesh))
        core = _held(core, point, NEAR * float(max(own[2] - own[0], own[3] - own[1])))
        alone = claim.people < CROWD
        theirs = heads | claim.taken()
        room = _room(core, own, theirs, anybody) if alone else np.zeros_like(core)
        # Whoever is seen beside the box may be somebody whom no detector found.
        theirs |= (anybody > THEIRS) & ~_filled(own, shape) & ~core
        joints = [b.joints for b in bodies]
        return Figure(cut, core, room, joints, theirs, ours.outline, claim.outline, anybody)

    def _looks(self, box: Boxes, onto: Cut) -> list[Body]:
        """The suspect through two squares, and once more through the square that the surer look proposes."""
        squares = [Square.around(box, margin) for margin in LOOKS]
        self.pose.ahead(squares)
        bodies = [self.pose(square, onto) for square in squares]
        return [*bodies, self.pose(max(bodies, key=lambda b: b.sure).next, onto)]

    def _around(self, box: Boxes, tap: Point, onto: Cut) -> list[Body]:
        """Looks with the tap in their middle, where every look at the box saw somebody else in it."""
        long = float(max(box[2] - box[0], box[3] - box[1]))
        squares = [Square(*tap, long * m) for m in LOOKS]
        self.pose.ahead(squares)
        first = [self.pose(square, onto) for square in squares]
        self.pose.ahead(b.next for b in first if b.sure > OURS)
        more = [self.pose(b.next, onto) for b in first if b.sure > OURS]
        return [b for b in [*first, *more] if b.sure > OURS and at(b.outline, onto.point(tap)) > OURS]

    def _glances(self, near: list[Boxes], onto: Cut) -> list[list[Body]]:
        """Each neighbour once, and once more through the square proposed, where anybody was seen at all."""
        squares = [Square.around(box, GLANCE) for box in near]
        self.pose.ahead(squares)
        first = [self.pose(square, onto) for square in squares]
        self.pose.ahead(body.next for body in first if body.sure > SEEN)
        return [[b, self.pose(b.next, onto)] if b.sure > SEEN else [b] for b in first]

    def _rivals(self, cut: Cut, own: _Claim, others: Boxes, foreign: Boxes) -> _Claim:
        """What all neighbours together claim."""
        shape = cut.picture.shape
        outline, flesh_, space = np.zeros_like(own.outline), np.zeros_like(own.flesh), np.zeros_like(own.space)
        ours = own.space | (own.outline > DIM)
        near = [box for box in others if ours[_slices(cut.boxes(box[None])[0], shape)].any()]
        for box, seen in zip(near, self._glances(near, cut), strict=True):
            here = cut.boxes(box[None])[0]
            theirs = _mean(seen, shape)
            if _same(theirs, own.outline):
                faceless = not any(in_upper_half(face, box) for face in foreign)
                if faceless and at(own.flesh.astype(np.float32), _middle(here)) > OURS:
                    continue  # a second box of the suspect, say of the upper body alone
            else:
                outline = np.maximum(outline, theirs)
                flesh_ |= dressed([b.joints for b in seen if b.sure > SEEN], shape)
                if _reliable(seen, theirs, here):
                    space |= _filled(here, shape) & grown(theirs > DIM, round(LOOSE * float(here[3] - here[1])))
                    continue
            # Seen too badly, or much like the suspect: in doubt all of the box is theirs.
            space |= _filled(here, shape)
        return _Claim(outline, flesh_, space, len(near))


@dataclass(frozen=True)
class _Claim:
    """What says that pixels are somebody's: the outline's probability, the limbs, and the box; and how many claim."""

    outline: Map
    flesh: Region
    space: Region
    people: int = 1

    def taken(self) -> Region:
        return (self.outline > THEIRS) | self.flesh | self.space


def _core(own: _Claim, others: _Claim, anybody: Map) -> Region:
    """Ours where nobody else is near; where others may be, only what is clearly more ours than theirs."""
    sure = (own.outline > OURS) & (own.outline > others.outline)
    alone = ~others.taken()
    guess = (anybody > THEIRS) & own.space
    # No look saw the suspect, so presence has to do alone, from a lower bar on.
    if not own.outline.any():
        guess |= own.space & (anybody > THEIRS / 2)
    contested = own.outline - others.outline > AHEAD
    return (sure | guess) & alone | sure & contested


def _nearer(strangers: Boxes, own: Boxes, tap: tuple[float, float], limbs: Region) -> Region:
    """Where bodies under strangers' faces stand nearer than the tap: there an outline may be theirs.

    Our limbs are ours against a stranger beside our box. In one box with a stranger they may have been seen on either.
    """
    theirs = np.zeros_like(limbs)
    columns = np.arange(limbs.shape[1])
    for x0, top, x1, _ in strangers[:, :4].tolist():
        axis = (x0 + x1) / 2
        if abs(axis - tap[0]) < (x1 - x0) / FACE_TO_BODY[0]:
            continue  # less than a face's width apart: "nearer" means nothing
        below = np.zeros_like(limbs)
        below[max(0, int(top)) :] = np.abs(columns - axis) < np.abs(columns - tap[0])
        theirs |= below if own[0] <= axis <= own[2] else below & ~limbs
    return theirs


def _room(core: Region, own: Boxes, others: Region, anybody: Map) -> Region:
    """Some room around the figure, for bag and hem, away from everybody else."""
    reach = max(1, round(LOOSE * float(max(own[2] - own[0], own[3] - own[1]))))
    foreign = (others | (anybody > THEIRS)) & ~core
    return grown(core, reach) & ~core & ~grown(foreign, reach)


def _wears(body: Body, faces: Boxes) -> bool:
    """Whether the head of the body that was seen is one of these faces: then the look was at somebody else."""
    x, y = body.joints[FACE_JOINTS, :2].mean(0)
    return bool(((faces[:, 0] < x) & (x < faces[:, 2]) & (faces[:, 1] < y) & (y < faces[:, 3])).any())


def _mean(bodies: list[Body], shape: tuple[int, ...]) -> Map:
    return np.mean([b.outline for b in bodies], 0) if bodies else np.zeros(shape[:2], np.float32)


def _reliable(seen: list[Body], outline: Map, box: Boxes) -> bool:
    """Whether a neighbour was seen so well that the rest of its box is free."""
    space = _filled(box, outline.shape)
    return max(b.sure for b in seen) > SEEN and bool(space.any()) and float(outline[space].mean()) > FULL


def _same(one: Map, other: Map) -> bool:
    return float(np.minimum(one, other).sum()) > 0.5 * max(1.0, float(np.maximum(one, other).sum()))


def _middle(box: Boxes) -> tuple[float, float]:
    return float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2


def at(outline: Map, point: tuple[float, float]) -> float:
    """How sure the outline is around a point."""
    x, y, reach = round(point[0]), round(point[1]), 3
    near = outline[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    return float(near.mean()) if near.size else 0.0


def _foreign(faces: Boxes, ours: Map) -> Boxes:
    """Faces outside the suspect's outline."""
    middles = (faces[:, :2] + faces[:, 2:4]) / 2
    return faces[[at(ours, (float(x), float(y))) <= OURS for x, y in middles]] if len(faces) else faces


def grown(region: Region, reach: int) -> Region:
    """The region and all within ``reach`` pixels of it."""
    if not region.any():
        return region.copy()
    away = cv2.distanceTransform((~region).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(away <= reach)


def _slices(box: Boxes, shape: tuple[int, ...]) -> tuple[slice, slice]:
    x0, y0, x1, y1 = (int(max(0, v)) for v in box[:4])
    return slice(y0, min(y1, shape[0])), slice(x0, min(x1, shape[1]))


def _filled(box: Boxes, shape: tuple[int, ...]) -> Region:
    plane = np.zeros(shape[:2], np.bool_)
    plane[_slices(box, shape)] = True
    return plane


def _held(region: Region, point: tuple[float, float], reach: float) -> Region:
    """The connected part under the tap, or the nearest one within reach; none when the tap is on nobody's figure."""
    _, labels = cv2.connectedComponents(region.astype(np.uint8))
    rows, columns = np.nonzero(labels)
    away = (rows - point[1]) ** 2 + (columns - point[0]) ** 2
    # A finger may miss by a little; farther off it meant somebody who was not outlined.
    if not len(away) or away.min() > reach**2:
        return np.zeros_like(region)
    nearest = int(np.argmin(away))
    return np.asarray(labels == labels[rows[nearest], columns[nearest]])
