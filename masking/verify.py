"""The finished picture is searched again; whoever is found there was missed before."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Picture, Region, areas, none, overlaps
from masking.detectors import CenterFace, Persons, YuNet
from masking.faces import find_faces
from masking.people import SURE_FACE

SURE_PERSON = 0.5  # a headless figure is often cut into "persons" at lower scores
MARGIN = 32  # px of flat colour around what is searched, so that a face at its edge has surroundings
PART = 0.5  # of the smaller box inside a larger one from which both are one body
CLOSE = 480  # px of the long side of what is let through: a face of 1/40 of it is 12 px high, and is found


def faces_left(masked: Picture, region: Region, center: CenterFace, yunet: YuNet, crew: Executor) -> Boxes:
    """Faces that can still be found: close to what was let through, then in the whole picture, as anybody would."""
    close, left, top = _close(masked, region)
    if not close.size:
        return none()
    faces = find_faces(close, center, yunet, crew, CLOSE / max(close.shape[:2]))
    if len(faces):
        return faces + np.array([left, top, left, top, 0], np.float32)
    return find_faces(masked, center, yunet, crew)


def heads_among(faces: Boxes, clothes: Region) -> NDArray[np.bool_]:
    """Which of the faces found again are to be filled as heads: the sure ones that no torso or limb lies under.

    The first search, with all surroundings, saw none on the clothes: what the second sees there is a pattern, or a
    dark garment cut out by the flat colour. It is filled as well, but only as large as it is.
    """
    middles = ((faces[:, :2] + faces[:, 2:4]) / 2).astype(int)
    height, width = clothes.shape
    dressed = clothes[np.clip(middles[:, 1], 0, height - 1), np.clip(middles[:, 0], 0, width - 1)]
    return np.asarray((faces[:, 4] >= SURE_FACE) & ~dressed)


def persons_seen(masked: Picture, region: Region, persons: Persons) -> int:
    """How many different people are still counted, closer than the first search looked; parts of one body are one."""
    close, *_ = _close(masked, region)
    if not close.size:
        return 0
    found = persons(close, least=SURE_PERSON)
    found = found[np.argsort(-areas(found), kind="stable")]
    counted = none()
    for person in found:
        _, smaller = overlaps(person, counted)
        if not (smaller > PART).any():
            counted = np.vstack([counted, person[None]])
    return len(counted)


def _close(masked: Picture, region: Region) -> tuple[Picture, int, int]:
    """The part around what is let through, with where it begins; the rest is one colour."""
    box = extent(region)
    if not len(box):
        return masked[:0, :0], 0, 0
    x0, y0, x1, y1 = (int(v) for v in box[0, :4])
    left, top = max(0, x0 - MARGIN), max(0, y0 - MARGIN)
    return np.ascontiguousarray(masked[top : y1 + MARGIN, left : x1 + MARGIN]), left, top


def extent(region: Region) -> Boxes:
    """The box around what is let through."""
    rows, columns = np.flatnonzero(region.any(1)), np.flatnonzero(region.any(0))
    if not len(rows):
        return none()
    return np.array([[columns[0], rows[0], columns[-1] + 1, rows[-1] + 1, 1.0]], np.float32)
