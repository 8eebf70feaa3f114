"""The three detectors, each a small class over one model file: two families of faces, and persons."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Boxes, Picture, stack, strongest, within
from masking.networks.remembered import Remembered
from masking.networks.runtimes import AnySize, Network

Numbers = NDArray[np.float32]
STEP = 32  # px: what five halvings divide by
SAME_FACE = 0.4  # overlap over union above which two hits are one face; heads of neighbours touch less
KEPT = 32  # looks of each detector that are known: those at one picture of 1920 px, and at what taps make of it
SAME_PERSON = 0.55  # as above for persons; in a queue, boxes of two people do overlap by half


class CenterFace:
    """Small and lower-covered faces (CenterFace, https://arxiv.org/abs/1911.03599); any size of picture."""

    LONGEST = 640  # px at once: larger pictures come in tiles, which saves 100 MB at 1920 × 1080
    STRIDE = 4  # of its heat map
    OUTPUTS = ("537", "538", "539")  # heat map, log size, offset

    def __init__(self, model: Path) -> None:
        self._net = AnySize(model)
        self.seen = Remembered[Boxes](KEPT)

    def __call__(self, picture: Picture, *, least: float) -> Boxes:
        """Faces scored at ``least`` or better."""
        return self.seen(picture, lambda: self._look(picture, least), least).copy()

    def _look(self, picture: Picture, least: float) -> Boxes:
        heat, extent, offset = self._net(_in_whole_steps(picture)[..., ::-1], self.OUTPUTS)
        rows, columns = np.where(heat[0] >= least)
        high, wide = np.exp(extent[:, rows, columns]) * self.STRIDE
        y = (rows + offset[0, rows, columns] + 0.5) * self.STRIDE
        x = (columns + offset[1, rows, columns] + 0.5) * self.STRIDE
        return _faces(x, y, wide, high, heat[0, rows, columns], picture)


class YuNet:
    """Blurred-free faces at any angle (YuNet 2023mar, https://doi.org/10.1007/s11633-023-1423-y)."""

    LONGEST = 1024  # px at once, as above: 90 MB less than with 1280
    STRIDES = (8, 16, 32)  # of its three maps; of each cell: a face, something, and where in strides of its own
    OUTPUTS = tuple(f"{what}_{stride}" for stride in STRIDES for what in ("cls", "obj", "bbox"))

    def __init__(self, model: Path) -> None:
        self._net = AnySize(model)
        self.seen = Remembered[Boxes](KEPT)

    def __call__(self, picture: Picture, *, least: float) -> Boxes:
        """Faces scored at ``least`` or better."""
        return self.seen(picture, lambda: self._look(picture, least), least).copy()

    def _look(self, picture: Picture, least: float) -> Boxes:
        frame = _in_whole_steps(picture)
        maps = self._net(frame, self.OUTPUTS)
        cells = [
            _likely(face, something, place, stride, frame.shape[1] // stride, least)
            for stride, face, something, place in zip(self.STRIDES, maps[0::3], maps[1::3], maps[2::3], strict=True)
        ]
        x, y, wide, high, scores = np.concatenate(cells, 1)
        return _faces(x, y, wide, high, scores, picture)


def _likely(face: Numbers, something: Numbers, place: Numbers, stride: int, across: int, least: float) -> Numbers:
    """Middle, size and score (5 × N, pixels) of the cells of one map that are likely a face."""
    scores = np.sqrt(np.clip(face[:, 0], 0, 1) * np.clip(something[:, 0], 0, 1))
    (likely,) = np.where(scores >= least)
    rows, columns = np.divmod(likely, across)
    x, y = columns + place[likely, 0], rows + place[likely, 1]
    wide, high = np.exp(place[likely, 2:].T)
    return np.stack([x * stride, y * stride, wide * stride, high * stride, scores[likely]])


def _faces(x: Numbers, y: Numbers, wide: Numbers, high: Numbers, scores: Numbers, picture: Picture) -> Boxes:
    sides = np.stack([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, scores], -1).astype(np.float32)
    return strongest(within(sides, picture.shape[1], picture.shape[0]), union=SAME_FACE)


def _in_whole_steps(picture: Picture) -> Picture:
    """Black added to the right and below, until both sides can be halved five times, as the face networks do."""
    height, width = picture.shape[:2]
    if height % STEP == width % STEP == 0:
        return picture
    frame = np.zeros((-(-height // STEP) * STEP, -(-width // STEP) * STEP, 3), np.uint8)
    frame[:height, :width] = picture
    return frame


def _anchors() -> Boxes:
    """Lite0's 19,206 anchors as rows of centre y, centre x, height, width, in pixels of its 320 px square."""
    levels = []
    for stride in (8, 16, 32, 64, 128):
        middles = (np.arange(-(-320 // stride)) + 0.5) * stride
        grid = np.stack(np.meshgrid(middles, middles, indexing="ij"), -1).reshape(-1, 1, 2)
        edges = [3.0 * stride * 2 ** (octave / 3) for octave in range(3)]
        shapes = np.array([(e / np.sqrt(r), e * np.sqrt(r)) for e in edges for r in (1.0, 2.0, 0.5)])
        levels.append(
            np.concatenate([np.repeat(grid, 9, 1), np.broadcast_to(shapes, (len(grid), 9, 2))], -1).reshape(-1, 4)
        )
    return stack(levels)


class Persons(Protocol):
    """Whatever finds people: the detector that comes with Hansho, or one of somebody's own."""

    def __call__(self, picture: Picture, *, least: float) -> Boxes:
        """People scored at ``least`` or better in one look at the whole picture."""


class Lite0:
    """People of any posture (EfficientDet-Lite0, class 0), letterboxed instead of squashed."""

    SIDE = 320

    def __init__(self, model: Path) -> None:
        self._net = Network(model)
        self.seen = Remembered[Boxes](KEPT)
        self._anchors = _anchors()

    def __call__(self, picture: Picture, *, least: float) -> Boxes:
        """People scored at ``least`` or better in one look at the whole picture."""
        return self.seen(picture, lambda: self._look(picture, least), least).copy()

    def _look(self, picture: Picture, least: float) -> Boxes:
        height, width = picture.shape[:2]
        scale = self.SIDE / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        square = np.full((self.SIDE, self.SIDE, 3), 128, dtype=np.uint8)
        square[: size[1], : size[0]] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)[..., ::-1]
        scores, shifts = self._net(square)
        likely = scores[:, 0] >= least
        anchor, shift = self._anchors[likely], shifts[likely]
        middle = shift[:, :2] * anchor[:, 2:] + anchor[:, :2]
        half = np.exp(shift[:, 2:]) * anchor[:, 2:] / 2
        sides = np.concatenate([(middle - half)[:, ::-1], (middle + half)[:, ::-1]], 1) / scale
        people = np.column_stack([sides, scores[likely, 0]]).astype(np.float32)
        return strongest(within(people, width, height), union=SAME_PERSON)
