"""Networks that don't tell people apart, put together as instances: person detector, pose and presence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from masking.find.persons import find_people
from masking.find.tap import holding, others, tapped, touches
from masking.geometry.boxes import Boxes, Picture, overlaps
from masking.geometry.cut import Cut
from masking.geometry.regions import Map, at, same_body
from masking.instances import Instance, Nearby, Suspect, reached
from masking.networks.detectors import Persons
from masking.networks.pose import Body, Looks, Pose, Square
from masking.networks.presence import Presence
from masking.results import Point
from masking.tuning import Tuning

FACE_JOINTS = slice(0, 11)  # nose, eyes, ears and mouth


@dataclass(frozen=True)
class Imitation:
    """The networks that come with Hansho, as one source of instances."""

    persons: Persons
    pose: Pose
    presence: Presence
    threads: Executor
    tuning: Tuning

    def __call__(self, picture: Picture, taps: Sequence[Point] = ()) -> PosedSight:
        """As ``Instances``."""
        people = find_people(picture, self.persons, self.threads, taps)
        looks = Looks(self.pose, picture, self.threads)
        looks.ahead(square for tap in taps for square in touches(holding(people, tap), self.tuning.point))
        return PosedSight(picture, people, looks, self)


@dataclass(frozen=True)
class PosedSight:
    """One picture, and the looks that were taken at it."""

    picture: Picture
    people: Boxes
    looks: Looks
    by: Imitation

    def tapped(self, tap: Point, faces: Boxes) -> Boxes:
        """As ``Sight``."""
        return tapped(self.picture, self.people, faces, tap, self.by.persons, self.looks, self.by.tuning.point)

    def others(self, suspects: Boxes, _taps: Sequence[Point]) -> Boxes:
        """As ``Sight``: a box much like a suspect's is their second one."""
        left = self.people
        for box in suspects:
            left = others(left, box, self.by.tuning.point)
        return left

    def around(self, cut: Cut, suspect: Suspect, rivals: Boxes) -> Nearby:
        """As ``Sight``."""
        t, box = self.by.tuning.look, suspect.box
        here = cut.boxes(box[None])[0]
        self.looks.ahead(Square.around(b, t.glance) for b in rivals if overlaps(b, box[None])[0].any())
        presence = self.by.threads.submit(self.by.presence, cut.picture, Square.around(here, t.crowd))
        bodies, others = self._whom(cut, suspect)
        own = _joined(cut, box, bodies)
        neighbours = self._neighbours(cut, reached(cut, own, rivals, t.dim))
        if others:  # what may be all that the box is of
            neighbours.append(_joined(cut, box, others))
        return Nearby(own, neighbours, presence.result())

    def suspect(self, cut: Cut, suspect: Suspect) -> Instance:
        """Whom the tap means, by all looks that are at them."""
        return _joined(cut, suspect.box, self._whom(cut, suspect)[0])

    def _whom(self, cut: Cut, suspect: Suspect) -> tuple[list[Body], list[Body]]:
        """What looks that hold the tap saw of the suspect, and what they saw of somebody else whose rim reaches it."""
        t, point = self.by.tuning.look, cut.point(suspect.tap)
        looks = self._looks(cut, suspect.box)
        bodies = [b for b in looks if at(b.outline, point) > t.holds]
        if len(bodies) < t.enough:
            bodies += self._closer(cut, suspect)
        faces = cut.boxes(suspect.strangers)
        bodies = [b for b in bodies if not _wears(b, faces)]
        others = [b for b in bodies if outvoted(b, looks, point, self.by.tuning)]
        return [b for b in bodies if not any(b is other for other in others)], others

    def _looks(self, cut: Cut, box: Boxes) -> list[Body]:
        """The suspect through some squares, and once more through the square that the surest look proposes."""
        bodies = self._all([Square.around(box, margin) for margin in self.by.tuning.look.looks], cut)
        return [*bodies, self.looks(max(bodies, key=lambda b: b.sure).next, cut)]

    def _closer(self, cut: Cut, suspect: Suspect) -> list[Body]:
        """Looks with the tap in their middle, where too few looks at the box saw the suspect."""
        t, box = self.by.tuning.look, suspect.box
        long = float(max(box[2] - box[0], box[3] - box[1]))
        first = self._all([Square(*suspect.tap, long * margin) for margin in t.looks], cut)
        more = self._all([b.next for b in first if b.sure > t.holds], cut)
        point = cut.point(suspect.tap)
        return [b for b in [*first, *more] if b.sure > t.holds and at(b.outline, point) > t.holds]

    def _neighbours(self, cut: Cut, boxes: list[Boxes]) -> list[Instance]:
        """Each once, and once more through the square proposed, where anybody was seen at all."""
        t = self.by.tuning.look
        first = self._all([Square.around(box, t.glance) for box in boxes], cut)
        self.looks.ahead(body.next for body in first if body.sure > t.seen)
        seen = [[b, self.looks(b.next, cut)] if b.sure > t.seen else [b] for b in first]
        return [
            _joined(cut, box, bodies, [b for b in bodies if b.sure > t.seen])
            for box, bodies in zip(boxes, seen, strict=True)
        ]

    def _all(self, squares: Iterable[Square], cut: Cut) -> list[Body]:
        wanted = list(squares)
        self.looks.ahead(wanted)
        return [self.looks(square, cut) for square in wanted]


def outvoted(body: Body, looks: Sequence[Body], point: tuple[float, float], t: Tuning) -> bool:
    """R-118: whom more looks at the box surely see beside the tap than under it is a neighbour whose rim reaches it."""
    same = [look for look in looks if same_body(look.outline, body.outline, t.weigh.same)]
    under = sum(at(look.outline, point) > t.look.holds for look in same)
    beside = sum(look.sure > t.look.seen and at(look.outline, point) < t.look.dim for look in same)
    return beside > under


def _joined(cut: Cut, box: Boxes, bodies: list[Body], jointed: list[Body] | None = None) -> Instance:
    """Several looks as one person; joints of those that saw one."""
    mask: Map = np.mean([b.outline for b in bodies], 0) if bodies else np.zeros(cut.picture.shape[:2], np.float32)
    score = max((b.sure for b in bodies), default=0.0)
    return Instance(cut.boxes(box[None])[0], mask, score, [b.joints for b in (bodies if jointed is None else jointed)])


def _wears(body: Body, faces: Boxes) -> bool:
    """Whether the head of the body that was seen is one of these faces: then the look was at somebody else."""
    x, y = body.joints[FACE_JOINTS, :2].mean(0)
    return bool(((faces[:, 0] < x) & (x < faces[:, 2]) & (faces[:, 1] < y) & (y < faces[:, 3])).any())
