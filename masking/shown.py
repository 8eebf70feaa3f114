"""What is let through of one suspect: the figure without its head; and where a hand may let more through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from masking.boxes import Boxes, Picture, Region
from masking.heads import head
from masking.limbs import dressed
from masking.segment import LOOSE, Figure, grown
from masking.strokes import filled, within_reach


@dataclass(frozen=True)
class Shown:
    """One suspect, in picture pixels.

    Attributes:
        region: What is let through.
        room: What a hand may let through besides.
        closed: What it may not, since it may be somebody else's, or a head.
        clothes: Where torso and limbs are.
    """

    region: Region
    room: Region
    closed: Region
    clothes: Region


def together(each: Sequence[Shown]) -> Shown:
    """All suspects as one: what is closed for one of them is no other's room."""
    region, room, closed, clothes = (
        np.logical_or.reduce(parts)
        for parts in zip(*((one.region, one.room, one.closed, one.clothes) for one in each), strict=True)
    )
    return Shown(region, room & ~closed, closed, clothes)


def below_head(figure: Figure, picture: Picture, box: Boxes, rivals: Boxes, faces: Boxes, doubts: Boxes) -> Shown:
    """The figure that was outlined, without its head.

    Args:
        figure: As ``Outliner`` drew it.
        picture: All of it.
        box: The suspect's.
        rivals: Everybody else's boxes.
        faces: As ``head`` takes them.
        doubts: As ``head`` takes them.
    """
    cut, shape = figure.cut, figure.region.shape
    own, faces, doubts = cut.boxes(box[None])[0], cut.boxes(faces), cut.boxes(doubts)
    above = head(figure.region, figure.joints, faces, doubts)
    region = figure.region & ~above
    # No room beside the head: hair would show in it.
    region |= figure.room & ~grown(above, round(LOOSE * float(own[3] - own[1])))
    # A head anywhere in the box, not only in the figure: else a hand could open hair beyond its outline.
    closed = figure.others | head(filled(own, shape), figure.joints, faces, doubts)
    room = within_reach(own, cut.boxes(rivals), closed)
    clothes = dressed(figure.joints, shape) & ~above
    return Shown(*(cut.whole(part, picture) for part in (region, room, closed, clothes)))
