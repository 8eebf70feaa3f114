"""Faces by two unlike detectors, taken together: each sees what the other misses."""

from __future__ import annotations

import cv2
import numpy as np

from masking.boxes import Boxes, Picture, Region, stack, strongest
from masking.detectors import SAME_FACE, CenterFace, YuNet

LEAST = 0.3  # at this score both together found 1.00 of clean and 0.89 of turned faces, with few false alarms
ENLARGE_BELOW = 1100  # px long side; above, faces are large enough and doubling would cost a second
CENTER_SIDE = 1280  # px: what CenterFace is given at most; it costs a second at 1920, where YuNet still looks in full
UP, DOWN, ASIDE = 0.7, 0.3, 0.5  # of a face's height and width: hair, chin and ears around what detectors call a face


def find_faces(picture: Picture, center: CenterFace, yunet: YuNet, *, least: float = LEAST) -> Boxes:
    """Every face either family sees, small ones by enlarging, large ones by reducing."""
    long = max(picture.shape[:2])
    larger = 2.0 if long < ENLARGE_BELOW else 1.0
    seen = [
        center(picture, least=least, scale=min(1.0, CENTER_SIDE / long)),
        yunet(picture, least=least, scale=larger),
        yunet(picture, least=least, scale=0.5),
    ]
    return strongest(stack(seen), union=SAME_FACE)


def cover(faces: Boxes, shape: tuple[int, ...]) -> Region:
    """The heads around the faces, as ellipses: hair, ears and chin included."""
    region = np.zeros(shape[:2], dtype=np.uint8)
    for x0, y0, x1, y1 in faces[:, :4].tolist():
        wide, high = (x1 - x0) * (1 + 2 * ASIDE), (y1 - y0) * (1 + UP + DOWN)
        middle = (x0 + x1) / 2, y0 - UP * (y1 - y0) + high / 2
        cv2.ellipse(region, (middle, (wide, high), 0), 1, -1)
    return region.astype(np.bool_)
