"""Which pixels show any person at all, whoever it is: two networks that don't tell people apart."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Picture
from masking.networks.pose import Square
from masking.networks.runtimes import Network

PERSON = 15  # of the 21 Pascal VOC classes
SURE = 80.0  # of a vote over another: more would overflow


class Presence(Protocol):
    """Whatever tells where any person is seen: the two networks that come with Hansho, or one of somebody's own."""

    def __call__(self, picture: Picture, square: Square) -> NDArray[np.float32]:
        """Probability per picture pixel (height × width), 0 outside the square."""


class TwoVotes:
    """DeepLab v3 (scenes, far and odd postures) and the selfie segmenter (near, cut off by the frame), averaged."""

    def __init__(self, deeplab: Path, selfie: Path) -> None:
        self._deeplab = Network(deeplab, copies=1)
        self._selfie = Network(selfie, copies=1)

    def __call__(self, picture: Picture, square: Square) -> NDArray[np.float32]:
        """Probability per picture pixel (height × width), 0 outside the square."""
        votes = self._deeplab(cut_square(picture, square, 257) / 127.5 - 1)[0]
        against = cv2.exp(np.minimum(votes - votes[..., PERSON : PERSON + 1], SURE)).sum(-1)
        scene = put_back(1 / against, square, picture)
        near = put_back(self._selfie(cut_square(picture, square, 256) / 255)[0][..., 0], square, picture)
        return np.asarray((scene + near) / 2, np.float32)


def cut_square(picture: Picture, square: Square, side: int) -> NDArray[np.float32]:
    """The square's pixels, ``side`` × ``side`` × 3, red first, 0…255."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(picture, square.to_picture(side), (side, side), flags=flags)[..., ::-1].astype(np.float32)


def put_back(probability: NDArray[np.float32], square: Square, picture: Picture) -> NDArray[np.float32]:
    """What a network said of the square (side × side), laid over the picture."""
    matrix = square.to_picture(len(probability))
    height, width = picture.shape[:2]
    return cv2.warpAffine(np.ascontiguousarray(probability), matrix, (width, height)).astype(np.float32)
