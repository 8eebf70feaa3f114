"""The finished picture is searched again; whoever is found there was missed before."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np

from masking.boxes import Boxes, Picture, Region, areas, none, overlaps
from masking.detectors import CenterFace, Persons, YuNet
from masking.faces import find_faces

SURE_PERSON = 0.5  # a headless figure is often cut into "persons" at lower scores
MARGIN = 32  # px of flat colour around what is searched, so that a face at its edge has surroundings
PART = 0.5  # of the smaller box inside a larger one from which both are one body


def faces_left(masked: Picture, region: Region, center: CenterFace, yunet: YuNet, crew: Executor) -> Boxes:
    """Faces that can still be found where something was let through; the rest is one colour and holds none."""
    box = extent(region)
    if not len(box):
        return box
    height, width = region.shape
    x0, y0, x1, y1 = (int(v) for v in box[0, :4])
    left, top = max(0, x0 - MARGIN), max(0, y0 - MARGIN)
    part = np.ascontiguousarray(masked[top : min(height, y1 + MARGIN), left : min(width, x1 + MARGIN)])
    faces = find_faces(part, center, yunet, crew)
    return faces + np.array([left, top, left, top, 0], np.float32)


def persons_seen(masked: Picture, persons: Persons) -> int:
    """How many different people the person detector still counts; parts of one body are one."""
    found = persons(masked, least=SURE_PERSON)
    found = found[np.argsort(-areas(found), kind="stable")]
    counted = none()
    for person in found:
        _, smaller = overlaps(person, counted)
        if not (smaller > PART).any():
            counted = np.vstack([counted, person[None]])
    return len(counted)


def extent(region: Region) -> Boxes:
    """The box around what is let through."""
    rows, columns = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
    if not len(rows):
        return none()
    return np.array([[columns[0], rows[0], columns[-1] + 1, rows[-1] + 1, 1.0]], np.float32)
