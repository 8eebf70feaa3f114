"""A line that somebody drew around the suspect, where masking alone could show nobody: it begins the picture."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from masking.analysis import Analysis
from masking.figure.brush import Stroke
from masking.figure.heads import surely_head
from masking.geometry.boxes import Boxes, Picture, Region, none
from masking.tuning import Tuning


def boxes_around(lines: Sequence[Stroke]) -> Boxes:
    """What each line surrounds, as a person's box that is sure."""
    corners = [np.array(line.points, np.float32) for line in lines]
    boxes = [[*places.min(0), *(places.max(0) + 1), 1.0] for places in corners]
    return np.array(boxes, np.float32).reshape(-1, 5) if boxes else none()


def surrounded(picture: Picture, known: Analysis, lines: Sequence[Stroke], t: Tuning) -> Region:
    """What is let through of the inside: no head around a face or the face's joints, no neighbour's better pixels.

    Args:
        picture: All of it.
        known: What the networks say of it, for the boxes of these lines.
        lines: Each closed.
        t: What is a head, and what is a neighbour's.
    """
    inside = np.zeros(picture.shape[:2], np.uint8)
    for line in lines:
        cv2.fillPoly(inside, [np.array(line.points, np.int32)], 1)
    opened = np.zeros(inside.shape, np.bool_)
    for figure in known.figures:
        maps = figure.maps
        # A face in the line is a face: nothing is known here of what is a pattern on clothes.
        shut = surely_head(maps.box, list(maps.joints), figure.cut.boxes(known.faces), maps.own.shape, t.head)
        theirs = maps.rivals > np.maximum(maps.own, t.decide.theirs)
        opened |= figure.cut.whole(~(shut | theirs), picture)
    return np.asarray(opened & inside.astype(np.bool_))
