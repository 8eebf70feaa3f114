"""One person's outline and joints from a square cut of the picture (BlazePose full)."""

from __future__ import annotations

import math
import zipfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Picture
from masking.detectors import Network

SIDE = 256  # of the network's input and of its outline
JOINTS = 33  # the network gives six more, of which two say where the whole body lies
MIDDLE, REACH = 33, 34  # hip centre; a point as far from it as the body reaches, towards the head


@dataclass(frozen=True)
class Square:
    """A turned square in the picture: centre, side in pixels, and angle in radians (clockwise)."""

    x: float
    y: float
    side: float
    angle: float = 0.0

    @classmethod
    def around(cls, box: Boxes, margin: float) -> Square:
        """Upright square around a box, ``margin`` times its long side."""
        x0, y0, x1, y1 = (float(v) for v in box[:4])
        return cls((x0 + x1) / 2, (y0 + y1) / 2, max(x1 - x0, y1 - y0) * margin)

    def to_picture(self) -> NDArray[np.float32]:
        """Affine 2 × 3 from pixels of the 256 px cut to pixels of the picture."""
        k = self.side / SIDE
        cos, sin = k * math.cos(self.angle), k * math.sin(self.angle)
        half = SIDE / 2
        return np.array(
            [[cos, -sin, self.x - half * cos + half * sin], [sin, cos, self.y - half * sin - half * cos]], np.float32
        )


@dataclass(frozen=True)
class Body:
    """What the network says of the one person in the middle of its square.

    Attributes:
        sure: 0…1, that a person is there at all.
        joints: 33 rows of x, y (picture pixels), visibility 0…1.
        outline: Probability per picture pixel, 0 outside the square (height × width, float32).
        next: The square that holds this body upright and whole, for a second, better look.
    """

    sure: float
    joints: NDArray[np.float32]
    outline: NDArray[np.float32]
    next: Square


class Pose:
    """BlazePose's landmark network (https://arxiv.org/abs/2006.10204), fed with our own squares."""

    def __init__(self, bundle: Path) -> None:
        with zipfile.ZipFile(bundle) as parts:
            self._net = Network(parts.read("pose_landmarks_detector.tflite"))

    def __call__(self, picture: Picture, square: Square) -> Body:
        """Look at one square."""
        to_picture = square.to_picture()
        cut = cv2.warpAffine(picture, to_picture, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        marks, sure, outline, *_ = self._net(cut[..., ::-1].astype(np.float32) / 255)
        marks = marks.reshape(-1, 5)
        places = marks[:, :2] @ to_picture[:, :2].T + to_picture[:, 2]
        joints = np.column_stack([places, _sigmoid(marks[:, 3])])[:JOINTS].astype(np.float32)
        height, width = picture.shape[:2]
        full = cv2.warpAffine(_sigmoid(outline[..., 0]), to_picture, (width, height), flags=cv2.INTER_LINEAR)
        return Body(float(sure[0]), joints, full, _whole(places[MIDDLE], places[REACH]))


def _whole(middle: NDArray[np.float32], reach: NDArray[np.float32]) -> Square:
    """The square BlazePose was trained on: 1.25 times the circle around the hips that holds the body."""
    dx, dy = (reach - middle).tolist()
    return Square(float(middle[0]), float(middle[1]), 2.5 * math.hypot(dx, dy), math.atan2(dx, -dy))


def _sigmoid(value: NDArray[np.float32]) -> NDArray[np.float32]:
    return (1 / (1 + np.exp(-value))).astype(np.float32)
