"""The finished picture is searched again; whoever is found there was missed before."""

from __future__ import annotations

from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Picture, Region, areas, none, overlaps
from masking.detectors import CenterFace, Persons, YuNet
from masking.faces import find_faces, once_a_scale, usual_looks
from masking.people import SURE_FACE

SURE_PERSON = 0.5  # a headless figure is often cut into "persons" at lower scores
MARGIN = 32  # px of flat colour around what is searched for persons
PART = 0.5  # of the smaller box inside a larger one from which both are one body
STRICT = 0.25  # score from which a face is one here: less than in the first search, since its surroundings differ
CLOSE = 480  # px of the long side of what is let through: a face of 1/40 of it is 12 px high, and is found


def faces_left(masked: Picture, region: Region, center: CenterFace, yunet: YuNet, crew: Executor) -> Boxes:
    """Faces that can still be found: as anybody would look for them in the whole picture, and from close by."""
    box = extent(region)
    if not len(box):
        return none()
    left, top, right, bottom = (int(v) for v in box[0, :4])
    close = min(1.0, CLOSE / max(right - left, bottom - top))
    looks = [
        *usual_looks(max(masked.shape[:2]), 1.0, center, yunet),
        *usual_looks(max(right - left, bottom - top), close, center, yunet),
    ]
    return find_faces(masked, once_a_scale(looks), crew, part=(left, top, right, bottom), least=STRICT)


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
    box = extent(region)
    if not len(box):
        return 0
    left, top, right, bottom = (int(v) for v in box[0, :4])
    close = masked[max(0, top - MARGIN) : bottom + MARGIN, max(0, left - MARGIN) : right + MARGIN]
    found = persons(close, least=SURE_PERSON)
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
