"""The finished picture is searched again; whoever is found there was missed before."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masking.errors import StillVisible
from masking.evidence import rows
from masking.figure.strokes import without_specks
from masking.find.faces import AS_SMALL, cover, find_faces, once_a_scale, patches, usual_looks
from masking.find.persons import SURE_FACE
from masking.geometry.boxes import Boxes, Picture, Region, areas, none, overlaps
from masking.geometry.redact import let_through
from masking.geometry.regions import extent, inside
from masking.networks.detectors import CenterFace, Persons, YuNet
from masking.results import DARK_FILL, Colour, Json

SURE_PERSON = 0.5  # a headless figure is often cut into "persons" at lower scores
MARGIN = 32  # px of flat colour around what is searched for persons
PART = 0.5  # of the smaller box inside a larger one from which both are one body
STRICT = 0.25  # score from which a face is one here: less than in the first search, since its surroundings differ
CLOSE = 480  # px of the long side of what is let through: a face of 1/40 of it is 12 px high, and is found
HINT = 0.15  # score in the first search from which a face found in the second may be one, and no pattern of the filling
SAME_PLACE = 0.2  # overlap over union: two searches rarely draw the same box
BY_HAND = 0.25  # of what is seen of a face found again: where a hand let through so much, it is no pattern
MIDDLE, MORE = 0.5, 0.2  # of a pattern's sides: what is filled of it at first, and how much more in every further round
ROUNDS = 6  # of filling what is found; what is found even then refuses the picture
FACE_LEFT = "a face could still be seen after masking; choose another picture"
PERSON_LEFT = "another person could still be seen after masking; choose another picture"
NOTHING_LEFT = "nothing could be shown of this person without a face; choose another picture"


@dataclass(frozen=True)
class Known:
    """What the first search, with all surroundings, says of what is let through.

    Attributes:
        clothes: Where torsos and limbs are.
        hints: Faces scored at ``HINT`` or better.
        alone: What masking alone lets through; whatever else is, a hand let through: it may be a neighbour's.
        fill: What is seen of everything else, …
        figure: … but in holes of the suspect.
    """

    clothes: Region
    hints: Boxes
    alone: Region
    fill: Colour = DARK_FILL
    figure: Region | None = None


@dataclass(frozen=True)
class Verified:
    """A picture in which nothing was found any more, what it shows, and what had to be filled for that."""

    picture: Picture
    region: Region
    refilled: list[Json]
    persons: int

    def told(self) -> dict[str, Json]:
        """For the evidence."""
        return {"faces_left": 0, "persons_left": self.persons, "refilled": self.refilled}


@dataclass(frozen=True)
class SecondSearch:
    """Detectors over the finished picture; always ours, also where the first search has models of somebody's own."""

    center: CenterFace
    yunet: YuNet
    persons: Persons
    threads: Executor

    def __call__(self, picture: Picture, shown: Region, most: float, known: Known) -> Verified:
        """Fill what is still found, and search again; nothing found is the only way out.

        Args:
            picture: The original.
            shown: What is to be let through.
            most: How many people may be counted in the result.
            known: Tells patterns from faces.

        Raises:
            StillVisible: a face, somebody else, or nothing at all is left.
        """
        region = shown.copy()
        places: list[Json] = []
        for turn in range(ROUNDS):
            masked = let_through(picture, region, known.fill, known.figure)
            # Counted meanwhile, on the other core; only the last round's number is asked for.
            counting = self.threads.submit(persons_seen, masked, region, self.persons)
            left = faces_left(masked, region, self.center, self.yunet, self.threads)
            if not len(left):
                break
            places += rows(left)
            region = without_specks(region & ~to_fill(left, region, known, turn))
        else:
            raise StillVisible(FACE_LEFT)
        if not region.any():
            raise StillVisible(NOTHING_LEFT)
        if (persons := counting.result()) > most:
            raise StillVisible(PERSON_LEFT)
        return Verified(masked, region, places, persons)


def faces_left(masked: Picture, region: Region, center: CenterFace, yunet: YuNet, threads: Executor) -> Boxes:
    """Faces that can still be found: as anybody would look for them in the whole picture, and from close by."""
    box = extent(region)
    if not len(box):
        return none()
    left, top, right, bottom = (int(v) for v in box[0, :4])
    close = min(1.0, CLOSE / max(right - left, bottom - top))
    looks = [
        *usual_looks(max(masked.shape[:2]), (center, 1.0), (yunet, 1.0)),
        *usual_looks(max(right - left, bottom - top), (center, close), (yunet, close)),
    ]
    return find_faces(masked, once_a_scale(looks), threads, part=(left, top, right, bottom), least=STRICT)


def to_fill(left: Boxes, region: Region, known: Known, turn: int) -> Region:
    """What is filled for faces found again: of a head all and hair, of a doubt itself, of a pattern its middle first.

    Args:
        left: The faces.
        region: What was let through when they were found.
        known: What the first search says of them.
        turn: How often something was filled before; what is still found then was filled too small.
    """
    heads = heads_among(left, known.clothes)
    pattern = ~heads & patterns_among(left, region, known)
    shape = known.clothes.shape
    middles = patches(left[pattern], shape, min(AS_SMALL, MIDDLE + turn * MORE))
    return cover(left[heads], shape) | patches(left[~heads & ~pattern], shape) | middles


def heads_among(faces: Boxes, clothes: Region) -> NDArray[np.bool_]:
    """Which of the faces found again are to be filled as heads: the sure ones that no torso or limb lies under."""
    middles = ((faces[:, :2] + faces[:, 2:4]) / 2).astype(int)
    height, width = clothes.shape
    dressed = clothes[np.clip(middles[:, 1], 0, height - 1), np.clip(middles[:, 0], 0, width - 1)]
    return np.asarray((faces[:, 4] >= SURE_FACE) & ~dressed)


def patterns_among(faces: Boxes, region: Region, known: Known) -> NDArray[np.bool_]:
    """Which are the filling's own work: unsure, and with their surroundings they had hardly looked like a face.

    A fold, a print or a dark garment does, once the flat colour has cut it out.
    """
    hinted = [bool((overlaps(face, known.hints)[0] > SAME_PLACE).any()) for face in faces]
    unsure = faces[:, 4] < SURE_FACE
    return np.asarray(unsure & ~np.array(hinted, np.bool_) & ~opened_by_hand(faces, region, known.alone))


def opened_by_hand(faces: Boxes, region: Region, alone: Region) -> NDArray[np.bool_]:
    """R-118, R-119: what a hand let through in good part may be a neighbour's face, and is no pattern."""
    by_hand = region & ~alone
    seen = [(int(region[here].sum()), int(by_hand[here].sum())) for here in (inside(f, region.shape) for f in faces)]
    return np.array([part > BY_HAND * whole for whole, part in seen], np.bool_)


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
