"""People told apart by one network of somebody's own, in the place of our imitation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from masking.boxes import Boxes, Picture, none
from masking.cut import Cut, cut_around
from masking.errors import NobodyThere
from masking.imitation import Imitation, PosedSight
from masking.instances import Instance, Nearby, Suspect, reached
from masking.own_instances import Drawn, Draws
from masking.persons import CLOSER, MAYBE, cut_off, one_each, tiles
from masking.pose import Looks
from masking.results import Point
from masking.tap import close_to, explains, holding


@dataclass(frozen=True)
class Apart:
    """One network that draws people one by one; the joints, by which heads are filled, stay the pose network's."""

    draw: Draws
    posed: Imitation

    def __call__(self, picture: Picture, taps: Sequence[Point] = ()) -> ApartSight:
        """As ``Instances``: the whole picture, and closer its tiles."""
        seen = self.draw(picture, least=MAYBE)
        whole = len(seen)
        for tile in tiles(picture, taps):
            left, top, side = tile
            found = [d.moved(left, top) for d in self.draw(picture[top : top + side, left : left + side], least=CLOSER)]
            seen += [d for d, cut in zip(found, cut_off(_boxes(found), tile, picture), strict=True) if not cut]
        rows = np.column_stack([_boxes(seen), np.arange(len(seen))]).astype(np.float32)
        kept = [seen[int(row[5])] for row in one_each(rows[:whole], rows[whole:])]
        posed = PosedSight(picture, _boxes(kept), Looks(self.posed.pose, picture, self.posed.threads), self.posed)
        return ApartSight(picture, kept, posed, self.draw)


@dataclass(frozen=True)
class ApartSight:
    """One picture, and whom the network drew in it; closer looks add to them."""

    picture: Picture
    drawn: list[Drawn]
    posed: PosedSight
    draw: Draws

    @property
    def people(self) -> Boxes:
        """As ``Sight``."""
        return _boxes(self.drawn)

    def tapped(self, tap: Point, _faces: Boxes) -> Boxes:
        """As ``Sight``: whose mask explains the tap best."""
        held = holding(self.people, tap)
        if not len(held):
            for left, top, part in close_to(self.picture, tap):
                self.drawn.extend(d.moved(left, top) for d in self.draw(part, least=MAYBE))
            held = holding(self.people, tap)
        if not len(held):
            raise NobodyThere
        return max(held, key=lambda box: self._explains(box, tap))

    def around(self, cut: Cut, suspect: Suspect, others: Boxes) -> Nearby:
        """As ``Sight``: whom the network didn't draw, as where no more than a face is seen, claims all of their box."""
        joints = self.posed.suspect(cut, suspect).joints
        own = self._instance(cut, suspect.box, joints)
        neighbours = [self._instance(cut, box) for box in reached(cut, own, others, self.posed.by.tuning.dim)]
        return Nearby(own, neighbours, np.max([np.zeros_like(own.mask), *(d.on(cut) for d in self.drawn)], 0))

    def _explains(self, box: Boxes, tap: Point) -> float:
        cut = cut_around(self.picture, box)
        return explains(self._instance(cut, box).mask, box, cut, tap)

    def _instance(self, cut: Cut, box: Boxes, joints: Sequence[Boxes] = ()) -> Instance:
        here = cut.boxes(box[None])[0]
        for drawn in self.drawn:
            if (drawn.box == box).all():
                return Instance(here, drawn.on(cut), float(box[4]), joints)
        return Instance(here, np.zeros(cut.picture.shape[:2], np.float32), 0.0, joints)


def _boxes(drawn: Sequence[Drawn]) -> Boxes:
    return np.stack([d.box for d in drawn]) if drawn else none()
