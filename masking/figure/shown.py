"""What is let through of one suspect, in the pixels of the picture; and where a hand may let more through."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

import numpy as np

from masking.figure.decide import closed, decide, own_head, theirs_alone
from masking.figure.maps import Maps
from masking.figure.strokes import within_reach
from masking.geometry.boxes import Boxes, Picture, Region
from masking.geometry.cut import Cut
from masking.networks.own.prompted import Embedded
from masking.tuning import Tuning


@dataclass(frozen=True)
class Figure:
    """The evidence of one suspect.

    Attributes:
        cut: The part of the picture that it is about: all around that is filled.
        maps: What is known there.
        embedded: The same part as a point-prompted network sees it, where there is one; looked at meanwhile.
    """

    cut: Cut
    maps: Maps
    embedded: Future[Embedded] | None = None


@dataclass(frozen=True)
class Shown:
    """One suspect, in picture pixels.

    Attributes:
        region: What is let through.
        room: What a hand may let through besides.
        closed: What it may not, since it may be somebody else's, or a head.
        clothes: Where torso and limbs are.
        figure: What is the suspect's, head included.
    """

    region: Region
    room: Region
    closed: Region
    clothes: Region
    figure: Region


def together(each: Sequence[Shown]) -> Shown:
    """All suspects as one: what is closed for one of them is no other's room."""
    region, room, closed, clothes, figure = (
        np.logical_or.reduce(parts)
        for parts in zip(*((one.region, one.room, one.closed, one.clothes, one.figure) for one in each), strict=True)
    )
    return Shown(region, room & ~closed, closed, clothes, figure)


def shown(figure: Figure, picture: Picture, rivals: Boxes, t: Tuning) -> Shown:
    """What the evidence lets through of one suspect.

    Args:
        figure: The evidence, and where it is from.
        picture: All of it.
        rivals: Everybody else's boxes.
        t: How evidence is weighed.
    """
    cut, maps = figure.cut, figure.maps
    alone = theirs_alone(maps, t)
    shut = closed(maps, alone, t)
    room = within_reach(maps.box, cut.boxes(rivals), shut)
    clothes = maps.limbs & ~own_head(maps, alone, t)
    return Shown(*(cut.whole(part, picture) for part in (decide(maps, alone, t), room, shut, clothes, alone)))
