"""A body's joints as flesh: which pixels torso, arms and legs surely cover."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Region

TORSO = (11, 12, 24, 23)
ARMS = ((11, 13), (13, 15), (15, 19), (12, 14), (14, 16), (16, 20))
LEGS = ((23, 25), (25, 27), (27, 31), (24, 26), (26, 28), (28, 32))
ARM, LEG, WAIST = 0.30, 0.40, 0.25  # thickness as a share of the torso's length: clothed limbs, from anatomy tables
SEEN = 0.3  # visibility from which a joint is drawn; hidden ones are guesses that may lie on a neighbour


def flesh(joints: NDArray[np.float32], shape: tuple[int, ...]) -> Region:
    """Thick lines along the visible limbs, and the torso between shoulders and hips."""
    plane = np.zeros(shape[:2], np.uint8)
    places, seen = joints[:, :2], joints[:, 2] >= SEEN
    length = torso_length(joints)
    if seen[list(TORSO)].all():
        corners = np.round(places[list(TORSO)]).astype(np.int32)
        cv2.fillConvexPoly(plane, cv2.convexHull(corners), 1)
        cv2.polylines(plane, [corners], isClosed=True, color=1, thickness=_thick(WAIST, length))
    for limbs, share in ((ARMS, ARM), (LEGS, LEG)):
        for a, b in limbs:
            if seen[a] and seen[b]:
                ends = [(round(float(x)), round(float(y))) for x, y in places[[a, b]]]
                cv2.line(plane, ends[0], ends[1], 1, _thick(share, length))
    return plane.astype(np.bool_)


def dressed(looks: Sequence[NDArray[np.float32]], shape: tuple[int, ...]) -> Region:
    """Where at least half of the looks (33 joints each) see a limb: one look may have seen the neighbour."""
    if not looks:
        return np.zeros(shape[:2], np.bool_)
    return np.asarray(np.mean([flesh(joints, shape) for joints in looks], 0) >= 0.5)  # noqa: PLR2004 - half


def torso_length(joints: NDArray[np.float32]) -> float:
    """Shoulders to hips, or what the shoulders' width says of it where the body is seen from above or bends."""
    places = joints[:, :2]
    shoulders, hips = places[[11, 12]].mean(0), places[[23, 24]].mean(0)
    wide = float(np.linalg.norm(places[11] - places[12]))
    return max(1.0, float(np.linalg.norm(shoulders - hips)), wide)


def _thick(share: float, length: float) -> int:
    return min(255, max(1, round(share * length)))
