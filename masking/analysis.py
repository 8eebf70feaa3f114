"""All that the networks say of one picture and its suspects: found once, so that a correction need not wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from masking import faces as face_finding
from masking.boxes import Boxes, Picture, Region, stack
from masking.detectors import CenterFace, Persons, YuNet
from masking.errors import NobodyThere, StillVisible
from masking.persons import doubtful, find_people, only_faces
from masking.pose import Looks, Pose
from masking.presence import Presence
from masking.results import Point
from masking.segment import Figure, Outliner
from masking.shown import Shown, below_head, together
from masking.strokes import without_specks
from masking.tap import holding, others, tapped, touches
from masking.verify import HINT, Verified
from masking.zone import Zone, covers, faces_in, zone

SUPPOSED = 0.6  # of the short side: how large somebody is supposed to be around a tap where no network sees anybody


@dataclass
class Analysis:
    """What is known of a picture and its suspects. In memory only, for as long as somebody may correct the mask.

    Attributes:
        people: Boxes of everybody found.
        hints: Faces, hints of some included.
        own: The suspects' boxes, one a tap.
        figures: The suspects as outlined, one a tap.
        each: What is let through of each.
        shown: The same together.
        region: What is let through, before the second search.
        nobody: Whether masking alone finds nobody to show; then ``own`` may be supposed.
        plain: What the second search made of it, or why it refused; None as long as it wasn't asked.
    """

    people: Boxes
    hints: Boxes
    own: Boxes
    figures: list[Figure]
    each: list[Shown]
    shown: Shown
    region: Region
    nobody: bool
    plain: Verified | StillVisible | None = None

    @property
    def faces(self) -> Boxes:
        """Those that count as such."""
        return np.asarray(self.hints[self.hints[:, 4] >= face_finding.LEAST], np.float32)


@dataclass(frozen=True)
class Finders:
    """The detectors of the first search."""

    center: CenterFace
    yunet: YuNet
    persons: Persons


@dataclass(frozen=True)
class Analyst:
    """The networks of the first search, and the order in which they are asked."""

    find: Finders
    pose: Pose
    presence: Presence
    threads: Executor

    def __call__(self, picture: Picture, suspects: Sequence[Point]) -> Analysis:
        """Look at the picture once, for the suspects at these points; whoever isn't found is supposed to be there."""
        people = find_people(picture, self.find.persons, self.threads, suspects)
        looks = Looks(self.pose, picture, self.threads)
        hints, own, found = self._whom(picture, people, suspects, looks)
        faces = hints[hints[:, 4] >= face_finding.LEAST]
        rivals = people
        for box in own:
            rivals = others(rivals, box)
        # Suspects stand where they were tapped, which in a shared box is not its middle.
        standing = np.array([*((rivals[:, 0] + rivals[:, 2]) / 2), *(x for x, _ in suspects)], np.float32)
        pattern = np.logical_or.reduce([doubtful(faces, box) for box in own])
        faces, doubts = faces[~pattern], faces[pattern]
        heads = face_finding.once_each(faces)
        rivals = stack([rivals, only_faces(heads, stack([rivals, own]), picture, standing)])
        outliner = Outliner(looks, self.presence, self.threads)
        figures = [outliner.figure(picture, b, t, rivals, faces) for b, t in zip(own, suspects, strict=True)]
        each = [
            below_head(figure, picture, box, rivals, faces, doubts) for figure, box in zip(figures, own, strict=True)
        ]
        shown = together(each)
        nobody = not found or not all(one.region.any() for one in each)
        region = without_specks(shown.region)
        if nobody:
            region = np.zeros_like(region)
        return Analysis(people, hints, own, figures, each, shown, region, nobody)

    def _whom(
        self, picture: Picture, people: Boxes, suspects: Sequence[Point], looks: Looks
    ) -> tuple[Boxes, Boxes, bool]:
        """The faces that matter, hints of some included, the suspects' boxes, and whether these were found.

        A suspect outside the zone widens it to everything.
        """
        looks.ahead(square for tap in suspects for square in touches(holding(people, tap)))
        part = zone(picture, people, suspects)
        while True:
            faces = faces_in(part, picture, self.find.center, self.find.yunet, self.threads, least=HINT)
            try:
                own = np.stack([tapped(picture, people, faces, tap, self.find.persons, looks) for tap in suspects])
            except NobodyThere:
                if part != (part := Zone.everything(picture)):
                    continue
                return faces, np.stack([_supposed(picture, tap) for tap in suspects]), False
            if covers(part, own, picture):
                return faces, own, True
            part = Zone.everything(picture)


def _supposed(picture: Picture, tap: Point) -> Boxes:
    """A box around a tap at which no network sees anybody."""
    height, width = picture.shape[:2]
    half = SUPPOSED * min(height, width) / 2
    x, y = tap
    sides = max(0, x - half), max(0, y - half), min(width, x + half), min(height, y + half)
    return np.array([*sides, 0.0], np.float32)
