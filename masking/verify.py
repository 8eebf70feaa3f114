"""The finished picture is searched again; whoever is found there was missed before."""

from __future__ import annotations

import numpy as np

from masking.boxes import Boxes, Picture, Region, stack
from masking.detectors import CenterFace, Persons, YuNet
from masking.faces import LEAST, find_faces

SURE_PERSON = 0.5  # a headless figure is often cut into "persons" at lower scores
MARGIN = 32  # px of flat colour around what is searched, so that a face at its edge has surroundings
STRANGER = 0.3  # share of a found person's box that may lie outside the suspect's figure's box


def faces_left(masked: Picture, region: Region, center: CenterFace, yunet: YuNet) -> Boxes:
    """Faces that can still be found where something was let through; the rest is one colour and holds none."""
    box = extent(region)
    if not len(box):
        return box
    height, width = region.shape
    x0, y0, x1, y1 = (int(v) for v in box[0, :4])
    left, top = max(0, x0 - MARGIN), max(0, y0 - MARGIN)
    part = np.ascontiguousarray(masked[top : min(height, y1 + MARGIN), left : min(width, x1 + MARGIN)])
    faces = find_faces(part, center, yunet, least=LEAST)
    return faces + np.array([left, top, left, top, 0], np.float32)


def persons_left(masked: Picture, shown: list[Boxes], persons: Persons) -> Boxes:
    """Persons found outside the boxes of what was let through."""
    found = persons(masked, least=SURE_PERSON)
    return found[[not _inside(person, shown) for person in found]] if len(found) else found


def _inside(person: Boxes, shown: list[Boxes]) -> bool:
    for box in shown:
        wide = min(person[2], box[2]) - max(person[0], box[0])
        high = min(person[3], box[3]) - max(person[1], box[1])
        own = (person[2] - person[0]) * (person[3] - person[1])
        if max(0, wide) * max(0, high) > (1 - STRANGER) * own:
            return True
    return False


def extent(region: Region) -> Boxes:
    """The box around what is let through."""
    rows, columns = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
    if not len(rows):
        return stack([])
    return np.array([[columns[0], rows[0], columns[-1] + 1, rows[-1] + 1, 1.0]], np.float32)
