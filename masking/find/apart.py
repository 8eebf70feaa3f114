"""People told apart by one network of somebody's own, in the place of our imitation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from masking.errors import NobodyThere
from masking.find.imitation import Imitation, PosedSight
from masking.find.persons import CLOSER, MAYBE, cut_off, tiles
from masking.find.tap import close_to, explains, holding
from masking.geometry.boxes import Boxes, Picture, Region, none, overlaps
from masking.geometry.cut import Cut, cut_around
from masking.instances import Instance, Nearby, Suspect, reached
from masking.networks.own.instances import Drawn, Draws
from masking.networks.pose import Looks
from masking.results import Point

COARSE = 240  # px of the picture's long side, in which masks are compared
LIKE = 0.4  # overlap over union of somebody's box and one that a hand drew around them
HALF, SAME = 0.5, 0.5  # probability from which a pixel is somebody's; overlap over union of two masks of one person


@dataclass(frozen=True)
class Apart:
    """One network that draws people one by one; the joints, by which heads are filled, stay the pose network's."""

    draw: Draws
    posed: Imitation

    def __call__(self, picture: Picture, taps: Sequence[Point] = ()) -> ApartSight:
        """As ``Instances``: the whole picture, and closer its tiles."""
        seen = self.draw(picture, least=MAYBE)
        for tile in tiles(picture, taps):
            left, top, side = tile
            found = [d.moved(left, top) for d in self.draw(picture[top : top + side, left : left + side], least=CLOSER)]
            seen += [d for d, cut in zip(found, cut_off(_boxes(found), tile, picture), strict=True) if not cut]
        kept = _once_each(seen, picture)
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
            for left, top, part in close_to(self.picture, tap, self.posed.by.tuning.point):
                self.drawn.extend(d.moved(left, top) for d in self.draw(part, least=MAYBE))
            held = holding(self.people, tap)
        if not len(held):
            raise NobodyThere
        return max(held, key=lambda box: self._explains(box, tap))

    def others(self, suspects: Boxes, taps: Sequence[Point]) -> Boxes:
        """As ``Sight``: two people may well have one box, and are two all the same."""
        meant = [self._meant(box, tap) for box, tap in zip(suspects, taps, strict=True)]
        return _boxes([drawn for drawn in self.drawn if not any(drawn is one for one in meant)])

    def around(self, cut: Cut, suspect: Suspect, rivals: Boxes) -> Nearby:
        """As ``Sight``: whom the network didn't draw, as where no more than a face is seen, claims all of their box."""
        own = self.posed.suspect(cut, suspect)
        meant = self._meant(suspect.box, suspect.tap)
        if meant:  # else nobody is drawn where a hand says that somebody is: the pose network alone has to do
            own = replace(own, mask=meant.on(cut), score=float(meant.box[4]))
        neighbours = [self._instance(cut, box) for box in reached(cut, own, rivals, self.posed.by.tuning.look.dim)]
        return Nearby(own, neighbours, np.max([np.zeros_like(own.mask), *(d.on(cut) for d in self.drawn)], 0))

    def _explains(self, box: Boxes, tap: Point) -> float:
        cut = cut_around(self.picture, box)
        return explains(self._instance(cut, box).mask, box, cut, tap, self.posed.by.tuning.point)

    def _meant(self, box: Boxes, tap: Point) -> Drawn | None:
        """Whom a suspect's box holds: it is theirs, or a hand drew it around them."""
        exact = [d for d in self.drawn if (d.box == box).all()]
        union, _ = overlaps(box, self.people)
        like = exact or [d for d, share in zip(self.drawn, union, strict=True) if share > LIKE]
        return max(like, key=lambda d: self._explains(d.box, tap), default=None)

    def _instance(self, cut: Cut, box: Boxes) -> Instance:
        here = cut.boxes(box[None])[0]
        for drawn in self.drawn:
            if (drawn.box == box).all():
                return Instance(here, drawn.on(cut), float(box[4]))
        return Instance(here, np.zeros(cut.picture.shape[:2], np.float32), 0.0)


def _once_each(seen: list[Drawn], picture: Picture) -> list[Drawn]:
    """Of several masks of one person the surest. Boxes don't tell: those of two people in a queue are nearly one."""
    height, width = picture.shape[:2]
    scale = min(1.0, COARSE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = Cut(np.zeros((*size[::-1], 3), np.uint8), 0, 0, width, height, scale)
    kept: list[tuple[Drawn, Region]] = []
    for drawn in sorted(seen, key=lambda d: -float(d.box[4])):
        region = drawn.on(small) > HALF
        if not any((region & known).sum() > SAME * (region | known).sum() for _, known in kept):
            kept.append((drawn, region))
    return [drawn for drawn, _ in kept]


def _boxes(drawn: Sequence[Drawn]) -> Boxes:
    return np.stack([d.box for d in drawn]) if drawn else none()
