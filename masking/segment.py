"""From one box and one tap to one figure: which pixels are the suspect's, and which may be a neighbour's."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Picture, Region, overlaps
from masking.faces import cover
from masking.pose import Body, Pose, Square
from masking.results import Point

LOOKS = (1.1, 1.3, 1.6)  # squares around a box, in long sides of it; the outlines' mean beats each alone
GLANCES = (1.2, 1.6)  # the same for neighbours
ROOM = 0.45  # of the box's long side: how much around it is looked at
WORKING_SIDE = 320  # px: the outline network sees 256, so more only costs time
OURS = 0.5  # probability from which a pixel is the suspect's
THEIRS = 0.35  # probability from which a pixel may be a neighbour's: in doubt it is hidden
Map = NDArray[np.float32]


@dataclass(frozen=True)
class Figure:
    """The suspect's pixels, head included, and each look's joints, in picture pixels."""

    region: Region
    joints: list[NDArray[np.float32]]


@dataclass(frozen=True)
class Cut:
    """A part of the picture, scaled for work."""

    picture: Picture
    left: int
    top: int
    width: int
    height: int
    scale: float

    def boxes(self, boxes: Boxes) -> Boxes:
        """Boxes of the whole picture in pixels of the cut."""
        moved = boxes.copy()
        moved[:, [0, 2]] = (moved[:, [0, 2]] - self.left) * self.scale
        moved[:, [1, 3]] = (moved[:, [1, 3]] - self.top) * self.scale
        return moved


def cut_around(picture: Picture, box: Boxes) -> Cut:
    """The box with room around it, at most ``WORKING_SIDE`` per long side of the box."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = (float(v) for v in box[:4])
    long = max(x1 - x0, y1 - y0)
    left, top = max(0, int(x0 - ROOM * long)), max(0, int(y0 - ROOM * long))
    right, bottom = min(width, int(x1 + ROOM * long) + 1), min(height, int(y1 + ROOM * long) + 1)
    scale = min(1.0, WORKING_SIDE / long)
    part = picture[top:bottom, left:right]
    size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    return Cut(cv2.resize(part, size, interpolation=cv2.INTER_AREA), left, top, right - left, bottom - top, scale)


def looks(pose: Pose, picture: Picture, box: Boxes, margins: tuple[float, ...]) -> list[Body]:
    """The same person seen through several squares, and once more through the square the best of them proposes."""
    bodies = [pose(picture, Square.around(box, m)) for m in margins]
    best = max(bodies, key=lambda b: b.sure)
    return [*bodies, pose(picture, best.next)]


def at(outline: Map, point: tuple[float, float]) -> float:
    """How sure the outline is around a point."""
    x, y, reach = round(point[0]), round(point[1]), 3
    near = outline[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
    return float(near.mean()) if near.size else 0.0


def figure(picture: Picture, box: Boxes, tap: Point, rivals: Boxes, faces: Boxes, pose: Pose) -> Figure:
    """The figure of the person in ``box`` whom ``tap`` touches, without any pixel that may be a rival's."""
    cut = cut_around(picture, box)
    own, others = cut.boxes(box[None])[0], _near(cut, rivals)
    point = ((tap[0] - cut.left) * cut.scale, (tap[1] - cut.top) * cut.scale)
    bodies = [b for b in looks(pose, cut.picture, own, LOOKS) if at(b.outline, point) > THEIRS]
    ours = np.mean([b.outline for b in bodies], 0) if bodies else _filled(own, cut.picture.shape)
    theirs = _rivals(cut.picture, ours, others, pose)
    small = (ours > OURS) & (ours > theirs)
    small = _held(small, point)
    region = np.zeros(picture.shape[:2], np.bool_)
    grown = cv2.resize(small.astype(np.float32), (cut.width, cut.height), interpolation=cv2.INTER_LINEAR) > 0.5
    region[cut.top : cut.top + cut.height, cut.left : cut.left + cut.width] = grown
    joints = []
    for body in bodies:
        places = body.joints.copy()
        places[:, :2] = places[:, :2] / cut.scale + (cut.left, cut.top)
        joints.append(places)
    return Figure(region, joints)


def _near(cut: Cut, rivals: Boxes) -> Boxes:
    moved = cut.boxes(rivals)
    height, width = cut.picture.shape[:2]
    return moved[(moved[:, 2] > 0) & (moved[:, 3] > 0) & (moved[:, 0] < width) & (moved[:, 1] < height)]


def _rivals(picture: Picture, ours: Map, others: Boxes, pose: Pose) -> Map:
    theirs = np.zeros_like(ours)
    for box in others:
        outline = np.mean([b.outline for b in looks(pose, picture, box, GLANCES)], 0)
        same = (np.minimum(outline, ours).sum() / max(1.0, float(np.maximum(outline, ours).sum()))) > 0.5
        if not same:
            theirs = np.maximum(theirs, outline)
    return theirs


def _filled(box: Boxes, shape: tuple[int, ...]) -> Map:
    plane = np.zeros(shape[:2], np.float32)
    x0, y0, x1, y1 = (int(max(0, v)) for v in box[:4])
    plane[y0:y1, x0:x1] = 1
    return plane


def _held(region: Region, point: tuple[float, float]) -> Region:
    """The connected part that the tap touches, else the largest."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8))
    if count < 2:
        return region
    y = min(max(0, round(point[1])), region.shape[0] - 1)
    x = min(max(0, round(point[0])), region.shape[1] - 1)
    part = labels[y, x] or 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    return labels == part
