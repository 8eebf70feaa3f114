"""All that the networks say of one picture and its suspects: found once, so that a correction need not wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from masking.errors import NobodyThere, StillVisible
from masking.evidence import rows
from masking.figure.maps import gather
from masking.figure.shown import Figure, Shown, shown, together
from masking.figure.strokes import without_specks
from masking.find import faces as face_finding
from masking.find.persons import doubtful, only_faces, strangers
from masking.find.tap import holding
from masking.find.texts import Texts, captions
from masking.find.zone import Zone, covers, faces_in, zone
from masking.geometry.boxes import Boxes, Picture, Region, stack
from masking.geometry.cut import cut_around
from masking.geometry.redact import fills_for
from masking.geometry.regions import plane_of
from masking.instances import Instances, Sight, Suspect
from masking.networks.detectors import CenterFace, YuNet
from masking.networks.own.prompted import Prompted
from masking.results import Colour, Json, Point
from masking.tuning import Tuning
from masking.verify import HINT, Verified

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
        letters: Where somebody could read something, around the suspects: neither shown nor opened by hand.
        nobody: Whether masking alone finds nobody to show; then ``own`` may be supposed.
        fills: What may be seen of everything that isn't let through, the better colour first.
        again: The region with what a hand had opened that the second search saw, and what it made of it.
        plain: What the second search made of it, or why it refused; None as long as it wasn't asked.
    """

    people: Boxes
    hints: Boxes
    own: Boxes
    figures: list[Figure]
    each: list[Shown]
    shown: Shown
    region: Region
    letters: Region
    nobody: bool
    fills: list[Colour]
    plain: Verified | StillVisible | None = None
    again: tuple[Region, Verified] | None = None

    @property
    def faces(self) -> Boxes:
        """Those that count as such."""
        return np.asarray(self.hints[self.hints[:, 4] >= face_finding.LEAST], np.float32)

    def told(self) -> dict[str, Json]:
        """For the evidence."""
        share = round(float(np.mean([one.region.mean() for one in self.each])), 4)
        found = {"people": rows(self.people), "faces": rows(self.faces), "suspects": rows(self.own)}
        return {**found, "shown_share": share}


@dataclass(frozen=True)
class Analyst:
    """The networks of the first search, and the order in which they are asked."""

    center: CenterFace
    yunet: YuNet
    instances: Instances
    texts: Texts
    threads: Executor
    tuning: Tuning
    prompted: Prompted | None = None

    def __call__(self, picture: Picture, suspects: Sequence[Point], around: Boxes) -> Analysis:
        """Look at the picture once, for the suspects at these points; whoever isn't found is supposed to be there.

        Args:
            picture: All of it.
            suspects: Where each was tapped.
            around: Boxes of lines drawn around some of them: theirs, whatever the networks find.
        """
        sight = self.instances(picture, suspects)
        people = sight.people
        hints, own, found = self._whom(picture, sight, suspects, around)
        lettered = [self.threads.submit(self.texts.letters, picture, box) for box in own]
        faces = hints[hints[:, 4] >= face_finding.LEAST]
        rivals = sight.others(own, suspects)
        # Suspects stand where they were tapped, which in a shared box is not its middle.
        standing = np.array([*((rivals[:, 0] + rivals[:, 2]) / 2), *(x for x, _ in suspects)], np.float32)
        pattern = np.logical_or.reduce([doubtful(faces, box) for box in own])
        faces, doubts = faces[~pattern], faces[pattern]
        heads = face_finding.once_each(faces)
        rivals = stack([rivals, only_faces(heads, stack([rivals, own]), picture, standing)])
        figures = []
        for box, tap in zip(own, suspects, strict=True):
            cut, suspect = cut_around(picture, box), Suspect(box, tap, strangers(heads, box, tap[0]))
            near = sight.around(cut, suspect, rivals)
            embedded = self.threads.submit(self.prompted, picture, cut) if self.prompted else None
            figures.append(Figure(cut, gather(cut, suspect, near, faces, doubts, self.tuning.weigh), embedded))
        each = [shown(figure, picture, rivals, self.tuning) for figure in figures]
        all_of_them = together(each)
        nobody = not found or not all(one.region.any() for one in each)
        letters = captions([place for looked in lettered for place in looked.result()], all_of_them.figure)
        region = without_specks(all_of_them.region & ~letters)
        if nobody:
            region = np.zeros_like(region)
        seen = region if region.any() else np.logical_or.reduce([plane_of(box, region.shape) for box in own])
        fills = fills_for(picture, seen)
        return Analysis(people, hints, own, figures, each, all_of_them, region, letters, nobody, fills)

    def _whom(
        self, picture: Picture, sight: Sight, suspects: Sequence[Point], around: Boxes
    ) -> tuple[Boxes, Boxes, bool]:
        """The faces that matter, hints of some included, the suspects' boxes, and whether these were found.

        A suspect outside the zone widens it to everything.
        """
        part = zone(picture, sight.people, suspects)
        while True:
            faces = faces_in(part, picture, self.center, self.yunet, self.threads, least=HINT)
            try:
                drawn = [holding(around, tap) for tap in suspects]
                own = np.stack(
                    [b[0] if len(b) else sight.tapped(t, faces) for b, t in zip(drawn, suspects, strict=True)]
                )
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
