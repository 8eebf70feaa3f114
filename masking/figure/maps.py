"""The evidence: what instances and faces say of every pixel around one suspect, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.figure.limbs import dressed
from masking.find.persons import bodies_under, in_upper_half
from masking.geometry.boxes import Boxes, Picture, Region
from masking.geometry.cut import Cut
from masking.geometry.regions import Map, at, grown, inside, plane_of, same_body
from masking.instances import Instance, Nearby, Suspect
from masking.tuning import Weighing

BODY = [11, 12, 13, 14, 23, 24, 25, 26]  # of the joints: shoulders, elbows, hips, knees


@dataclass(frozen=True)
class Maps:
    """What is known around one suspect, in the pixels of one part of the picture.

    Attributes:
        box: x0, y0, x1, y1 of the suspect.
        tap: Where they were tapped.
        colours: The part itself.
        own: Probability that a pixel is theirs.
        limbs: Where their torso and limbs are.
        joints: BlazePose's 33 joints, once per look at them.
        rivals: Probability that a pixel is a neighbour's, by every look at them: against a hand each counts.
        opposed: The same as it stands against the suspect's outline: without what looks drew of them that saw others.
        claimed: Limbs of neighbours, and what of their boxes is theirs whatever the outline says.
        anybody: Probability that a pixel is any person's.
        faces: All of them, but the doubts: x0, y0, x1, y1, score.
        doubts: Those that are probably patterns on the suspect's clothes.
        strangers: Bodies supposed under sure faces of others.
        others: Places on other people's heads and bodies: rows of x, y.
    """

    box: Boxes
    tap: tuple[float, float]
    colours: Picture
    own: Map
    limbs: Region
    joints: Sequence[NDArray[np.float32]]
    rivals: Map
    opposed: Map
    claimed: Region
    anybody: Map
    faces: Boxes
    doubts: Boxes
    strangers: Boxes
    others: NDArray[np.float32]


def gather(cut: Cut, suspect: Suspect, near: Nearby, faces: Boxes, doubts: Boxes, t: Weighing) -> Maps:
    """The evidence of one suspect; faces and doubts come in the pixels of the picture."""
    own = near.own
    limbs = dressed(own.joints, own.mask.shape)
    rivals, opposed, claimed = _claims(own, limbs, near.neighbours, cut.boxes(suspect.strangers), t)
    return Maps(
        box=own.box,
        tap=cut.point(suspect.tap),
        colours=cut.picture,
        own=own.mask,
        limbs=limbs,
        joints=own.joints,
        rivals=rivals,
        opposed=opposed,
        claimed=claimed,
        anybody=near.anybody,
        faces=cut.boxes(faces),
        doubts=cut.boxes(doubts),
        strangers=cut.touching(bodies_under(suspect.strangers)),
        others=_places(own.mask, near.neighbours, cut.boxes(faces), t),
    )


def _places(own: Map, neighbours: list[Instance], faces: Boxes, t: Weighing) -> NDArray[np.float32]:
    """Points that are surely somebody else's: heads, and joints or, where none are known, the middle of the mask."""
    heads = (faces[:, :2] + faces[:, 2:4]) / 2
    places = [(float(x), float(y)) for x, y in heads if at(own, (float(x), float(y))) <= t.ours]
    for one in neighbours:
        seen = [(float(x), float(y)) for look in one.joints[:1] for x, y, clear in look[BODY] if clear >= t.seen]
        deep = cv2.distanceTransform(((one.mask > t.ours) & (one.mask > own)).astype(np.uint8), cv2.DIST_L2, 3)
        row, column = np.unravel_index(int(deep.argmax()), deep.shape)
        wanted = seen or [(float(column), float(row))]
        places += [place for place in wanted if at(one.mask, place) > max(t.ours, at(own, place))]
    return np.array(places, np.float32).reshape(-1, 2)


def _claims(
    own: Instance, limbs: Region, neighbours: list[Instance], faces: Boxes, t: Weighing
) -> tuple[Map, Map, Region]:
    """What all neighbours together claim: by masks, by masks against the suspect's, and by limbs and boxes."""
    rivals, opposed, claimed = np.zeros_like(own.mask), np.zeros_like(own.mask), np.zeros_like(limbs)
    for one in neighbours:
        space = plane_of(one.box, limbs.shape)
        if same_body(one.mask, own.mask, t.same):
            faceless = not any(in_upper_half(face, one.box) for face in faces)
            if faceless and at(limbs.astype(np.float32), _middle(one.box)) > t.ours:
                continue  # a second box of the suspect, say of the upper body alone
        else:
            elsewhere = drawn_elsewhere(one, t)
            rivals = np.maximum(rivals, one.mask)
            opposed = np.maximum(opposed, np.where(elsewhere & (own.mask > t.ours), 0, one.mask))
            claimed |= dressed(one.joints, limbs.shape)
            if one.score > t.seen and space.any() and float(one.mask[space].mean()) > t.full:
                space &= grown(one.mask > t.dim, round(t.loose * float(one.box[3] - one.box[1])))
        # Seen too badly, or much like the suspect: in doubt all of the box is theirs.
        claimed |= space
    return rivals, opposed, claimed


def drawn_elsewhere(one: Instance, t: Weighing) -> bool:
    """R-118: a look that hardly saw anybody, and drew a good part of them beside their box, drew somebody else.

    Such an outline takes nothing from the suspect's own. A hand doesn't get past it, and all of the box is claimed.
    """
    within = float(one.mask[inside(one.box, one.mask.shape)].sum())
    return one.score <= t.seen and within < t.within * float(one.mask.sum())


def _middle(box: Boxes) -> tuple[float, float]:
    return float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2
