"""The seam: who is in a picture, each apart from the others. A better network goes in here, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Boxes, Picture
from masking.geometry.cut import Cut
from masking.geometry.regions import Map, inside, plane_of
from masking.results import Point


@dataclass(frozen=True)
class Instance:
    """One person, in the pixels of a part of the picture.

    Attributes:
        box: x0, y0, x1, y1.
        mask: Probability that a pixel is theirs.
        score: 0…1, how surely somebody was seen at all.
        joints: BlazePose's 33 rows of x, y, visibility, once per look that saw them.
    """

    box: Boxes
    mask: Map
    score: float
    joints: Sequence[NDArray[np.float32]] = ()


@dataclass(frozen=True)
class Suspect:
    """Who is meant, in the pixels of the picture.

    Attributes:
        box: x0, y0, x1, y1, score; a score of 0 is a box that is only supposed.
        tap: Where they were tapped.
        strangers: Sure faces that aren't theirs.
    """

    box: Boxes
    tap: Point
    strangers: Boxes


@dataclass(frozen=True)
class Nearby:
    """What is seen around one suspect, in the pixels of one part of the picture.

    Attributes:
        own: The suspect; without mask and joints where no look saw them.
        neighbours: Everybody who may claim a pixel of theirs.
        anybody: Probability that a pixel is any person's.
    """

    own: Instance
    neighbours: list[Instance]
    anybody: Map


class Sight(Protocol):
    """One picture, as somebody's networks see it."""

    @property
    def people(self) -> Boxes:
        """Everybody found: x0, y0, x1, y1, score."""

    def tapped(self, tap: Point, faces: Boxes) -> Boxes:
        """The box of the person whom a tap means.

        Raises:
            NobodyThere: there is none.
        """

    def others(self, suspects: Boxes, taps: Sequence[Point]) -> Boxes:
        """Everybody found but whoever is in these boxes: each was given by ``tapped``, drawn by hand, or supposed."""

    def around(self, cut: Cut, suspect: Suspect, rivals: Boxes) -> Nearby:
        """The suspect and those of the rivals who are near, each apart.

        Args:
            cut: In whose pixels they come.
            suspect: Whom the tap means.
            rivals: Everybody else's boxes, also of those supposed under a face.
        """


class Instances(Protocol):
    """Whatever tells people apart: our own networks put together, or one of somebody's own."""

    def __call__(self, picture: Picture, taps: Sequence[Point] = ()) -> Sight:
        """Look at a picture; with taps the parts around them alone get a closer look."""


def reached(cut: Cut, own: Instance, others: Boxes, dim: float) -> list[Boxes]:
    """Those of the others' boxes that the suspect's box or mask (from ``dim`` on) reaches: they may claim a pixel."""
    shape = own.mask.shape
    ours = plane_of(own.box, shape) | (own.mask > dim)
    return [box for box in others if ours[inside(cut.boxes(box[None])[0], shape)].any()]
