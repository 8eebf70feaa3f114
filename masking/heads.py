"""Where the suspect's head is: by joints, by faces, and by plain geometry, all three together."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Region
from masking.faces import cover

CROWN = 0.15  # top share of a figure that is its head: people are about seven heads tall, hair and hats come on top
NOSE, EARS, MOUTH, SHOULDERS = 0, (7, 8), (9, 10), (11, 12)
SKULL = 0.62  # head's radius as a share of the shoulders' width, seen from the front
FACE_ROUND = 1.9  # head's radius in distances from the nose to the farthest joint of the face


def head(figure: Region, joints: list[NDArray[np.float32]], faces: Boxes) -> Region:
    """Every pixel of the figure that may belong to the head.

    Args:
        figure: The suspect's pixels.
        joints: BlazePose's 33 joints, once per look at the suspect; all of them count.
        faces: Every face in the picture.
    """
    region = cover(faces, figure.shape)
    for body in joints:
        region |= _skull(body, figure.shape)
    region |= _crown(figure)
    return region & figure


def _crown(figure: Region) -> Region:
    rows = np.flatnonzero(figure.any(1))
    top = np.zeros_like(figure)
    if len(rows):
        top[rows[0] : rows[0] + int(np.ceil((rows[-1] - rows[0] + 1) * CROWN))] = True
    return top


def _skull(joints: NDArray[np.float32], shape: tuple[int, ...]) -> Region:
    """A disc around the face's joints, large enough for hair and chin, and joined down to the neck."""
    places = joints[:, :2]
    face = places[: MOUTH[1] + 1]
    middle = face.mean(0)
    wide = float(np.linalg.norm(places[SHOULDERS[0]] - places[SHOULDERS[1]]))
    spread = float(np.linalg.norm(face - middle, axis=1).max())
    neck = float(np.linalg.norm(places[list(SHOULDERS)].mean(0) - middle))
    radius = min(max(SKULL * wide, FACE_ROUND * spread), max(neck, spread * 1.2))
    disc = np.zeros(shape[:2], dtype=np.uint8)
    cv2.circle(disc, (round(float(middle[0])), round(float(middle[1]))), max(1, round(radius)), 1, -1)
    return disc.astype(np.bool_)
