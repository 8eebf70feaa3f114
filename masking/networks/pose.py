"""One person's outline and joints from a square cut of the picture (BlazePose full)."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Boxes, Picture
from masking.geometry.cut import Cut
from masking.networks.runtimes import Network

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

    def to_picture(self, side: int = SIDE) -> NDArray[np.float32]:
        """Affine 2 × 3 from pixels of a cut ``side`` px wide to pixels of the picture."""
        k = self.side / side
        cos, sin = k * math.cos(self.angle), k * math.sin(self.angle)
        half = side / 2
        return np.array(
            [[cos, -sin, self.x - half * cos + half * sin], [sin, cos, self.y - half * sin - half * cos]], np.float32
        )


@dataclass(frozen=True)
class Body:
    """What the network says of the one person in the middle of its square.

    Attributes:
        sure: 0…1, that a person is there at all.
        joints: 33 rows of x, y (pixels of the cut asked for), visibility 0…1.
        outline: Probability per pixel of that cut, 0 outside the square (height × width, float32).
        next: The square of the whole picture that holds this body upright and whole, for a second, better look.
    """

    sure: float
    joints: NDArray[np.float32]
    outline: NDArray[np.float32]
    next: Square


Raw = tuple[NDArray[np.float32], float, NDArray[np.float32]]  # 39 joints of five values, sureness, outline


class Reduced:
    """One picture at a half, a third … of its size, each made once: large squares would have jagged edges without."""

    def __init__(self, picture: Picture) -> None:
        self._made = {1: picture}

    def __call__(self, parts: int) -> Picture:
        """The picture with sides ``parts`` times as short."""
        if parts not in self._made:
            height, width = self._made[1].shape[:2]
            size = max(1, width // parts), max(1, height // parts)
            self._made[parts] = np.asarray(cv2.resize(self._made[1], size, interpolation=cv2.INTER_AREA), np.uint8)
        return self._made[parts]


class Pose:
    """BlazePose's landmark network (https://arxiv.org/abs/2006.10204), fed with our own squares."""

    def __init__(self, bundle: Path) -> None:
        with zipfile.ZipFile(bundle) as parts:
            self._net = Network(parts.read("pose_landmarks_detector.tflite"))

    def raw(self, picture: Reduced, square: Square) -> Raw:
        """What the network says of one square of the picture, in the square's pixels."""
        marks, sure, outline, *_ = self._net(_square(picture, square).astype(np.float32) / 255)
        return marks.reshape(-1, 5), float(sure[0]), _sigmoid(outline[..., 0])


class Looks:
    """One picture through the pose network; every square is looked at once, however often it is asked for."""

    def __init__(self, pose: Pose, picture: Picture, threads: Executor) -> None:
        self._pose, self._picture, self._presence = pose, Reduced(picture), threads
        self._seen: dict[Square, Future[Raw]] = {}

    def ahead(self, squares: Iterable[Square]) -> None:
        """Begin to look at these squares, since they will be asked for; does not wait."""
        for square in squares:
            if square not in self._seen:
                self._seen[square] = self._presence.submit(self._pose.raw, self._picture, square)

    def __call__(self, square: Square, onto: Cut) -> Body:
        """Look at one square of the whole picture; outline and joints come in the pixels of ``onto``."""
        self.ahead([square])
        marks, sure, outline = self._seen[square].result()
        to_picture = square.to_picture()
        places = marks[:, :2] @ to_picture[:, :2].T + to_picture[:, 2]
        joints = np.column_stack([onto.points(places), _sigmoid(marks[:, 3])])[:JOINTS].astype(np.float32)
        size = onto.picture.shape[1::-1]
        drawn = cv2.warpAffine(outline, onto.matrix(to_picture), size, flags=cv2.INTER_LINEAR)
        return Body(sure, joints, drawn.astype(np.float32), _whole(places[MIDDLE], places[REACH]))


def _square(picture: Reduced, square: Square) -> Picture:
    """The square's pixels, red first."""
    small = picture(max(1, int(square.side // (2 * SIDE))))
    share = np.array(small.shape[1::-1], np.float32) / picture(1).shape[1::-1]
    to_small = (square.to_picture() * share[:, None]).astype(np.float32)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(small, to_small, (SIDE, SIDE), flags=flags)[..., ::-1])


def _whole(middle: NDArray[np.float32], reach: NDArray[np.float32]) -> Square:
    """The square BlazePose was trained on: 1.25 times the circle around the hips that holds the body."""
    dx, dy = (reach - middle).tolist()
    return Square(float(middle[0]), float(middle[1]), 2.5 * math.hypot(dx, dy), math.atan2(dx, -dy))


def _sigmoid(value: NDArray[np.float32]) -> NDArray[np.float32]:
    return (1 / (1 + np.exp(-np.clip(value, -60, 60)))).astype(np.float32)
