"""The three detectors, each a small class over one model file: two families of faces, and persons."""

from __future__ import annotations

import math
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

import cv2
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from masking.boxes import Boxes, Picture, none, stack, strongest, within

CORES = 2  # of the machine this is made for: so many networks run at once, each on one core
SAME_FACE = 0.4  # overlap over union above which two hits are one face; heads of neighbours touch less
SAME_PERSON = 0.55  # as above for persons; in a queue, boxes of two people do overlap by half


class Network:
    """A TFLite network, ready to run: one picture-shaped input, several outputs; threads may call it at once."""

    def __init__(self, model: Path | bytes, *, copies: int = CORES) -> None:
        source: dict[str, Any] = {"model_content": model} if isinstance(model, bytes) else {"model_path": str(model)}
        nets = [Interpreter(num_threads=1, **source) for _ in range(copies)]
        self._idle: SimpleQueue[Interpreter] = SimpleQueue()
        for net in nets:
            net.allocate_tensors()
            self._idle.put(net)
        self._outputs = [d["index"] for d in nets[0].get_output_details()]
        self._input = nets[0].get_input_details()[0]["index"]

    def __call__(self, tensor: np.ndarray) -> list[np.ndarray]:
        """Run on one input (without its batch dimension); outputs come in the file's order."""
        net = self._idle.get()
        try:
            net.set_tensor(self._input, tensor[None])
            net.invoke()
            return [net.get_tensor(i)[0] for i in self._outputs]
        finally:
            self._idle.put(net)


class CenterFace:
    """Small and lower-covered faces (CenterFace, https://arxiv.org/abs/1911.03599); any size of picture."""

    STRIDE = 4  # of its heat map
    OUTPUTS = ("537", "538", "539", "540")  # heat map, log size, offset, landmarks (OpenCV 5 insists on all)

    def __init__(self, model: Path) -> None:
        self._net = cv2.dnn.readNetFromONNX(str(model))

    def __call__(self, picture: Picture, *, least: float, scale: float = 1.0) -> Boxes:
        """Faces scored at ``least`` or better when the picture is first scaled by ``scale``."""
        height, width = picture.shape[:2]
        size = _whole_steps(width * scale), _whole_steps(height * scale)
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        self._net.setInput(cv2.dnn.blobFromImage(small, swapRB=True))
        heat, extent, offset, _ = (np.squeeze(out, 0) for out in self._net.forward(self.OUTPUTS))
        rows, columns = np.where(heat[0] >= least)
        high, wide = np.exp(extent[:, rows, columns]) * self.STRIDE
        y = (rows + offset[0, rows, columns] + 0.5) * self.STRIDE
        x = (columns + offset[1, rows, columns] + 0.5) * self.STRIDE
        sides = np.stack([x - wide / 2, y - high / 2, x + wide / 2, y + high / 2], -1)
        sides *= np.array([width / size[0], height / size[1]] * 2)
        faces = np.column_stack([sides, heat[0, rows, columns]]).astype(np.float32)
        return strongest(within(faces, width, height), union=SAME_FACE)


def _whole_steps(length: float) -> int:
    """The next length that CenterFace can halve five times."""
    return max(1, math.ceil(length / 32)) * 32


class YuNet:
    """Blurred-free faces at any angle (YuNet 2023mar), looked at twice: enlarged and reduced."""

    def __init__(self, model: Path) -> None:
        self._net = cv2.FaceDetectorYN.create(str(model), "", (320, 320), score_threshold=0.3, nms_threshold=SAME_FACE)

    def __call__(self, picture: Picture, *, least: float, scale: float) -> Boxes:
        """Faces scored at ``least`` or better when the picture is first scaled by ``scale``."""
        height, width = picture.shape[:2]
        size = (max(32, round(width * scale)), max(32, round(height * scale)))
        self._net.setInputSize(size)
        self._net.setScoreThreshold(least)
        smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        answer: Any = self._net.detect(cv2.resize(picture, size, interpolation=smooth))[1]
        if answer is None:
            return none()
        found = np.asarray(answer, np.float32)
        sides = found[:, [0, 1, 0, 1]] + np.pad(found[:, 2:4], ((0, 0), (2, 0)))
        sides = sides / np.array([size[0] / width, size[1] / height] * 2)
        return within(np.column_stack([sides, found[:, -1]]).astype(np.float32), width, height)


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
        self._anchors = _anchors()

    def __call__(self, picture: Picture, *, least: float) -> Boxes:
        """People scored at ``least`` or better in one look at the whole picture."""
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
