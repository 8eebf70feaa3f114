"""A network of one's own that tells people apart: RF-DETR-Seg's or RTMDet-Ins's, told apart by what the graph gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Boxes, Picture, within
from masking.geometry.cut import Cut
from masking.geometry.regions import Map
from masking.networks.own.graph import Graph, sizes
from masking.networks.own.models import OwnModel
from masking.networks.runtimes import planes

Numbers = NDArray[np.float32]
EXPECTED = (
    "one input 1×3×H×W of floats with H and W fixed, at most 2048; then either, as RF-DETR-Seg gives them, boxes 1×Q×4 "
    "(middle and size, 0 to 1), votes 1×Q×91 and masks 1×Q×h×w, both before the sigmoid, or, as RTMDet-Ins gives them, "
    "boxes 1×N×5 (corners in its pixels, score), whole labels 1×N and masks 1×N×H×W from 0 to 1."
)
MEAN, SPREAD = (np.array(rgb, np.float32) for rgb in ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375)))
"""ImageNet's, red first, as both were trained."""
COCO, SPARSE_PERSON = 91, 1  # votes of RF-DETR's classes by COCO's own numbers, which begin at 1 and leave some out
PERSON = 0  # in COCO's order of classes, as RTMDet counts them
GREY = 114  # what RTMDet was trained to see beside a picture of another shape


@dataclass(frozen=True)
class Drawn:
    """One person as a network draws them.

    Attributes:
        box: x0, y0, x1, y1, score, in the pixels of what was looked at.
        mask: Probability that a pixel is theirs, in pixels of the network's own.
        place: Affine 2 × 3 from these to those of what was looked at.
    """

    box: Boxes
    mask: Map
    place: Numbers

    def moved(self, left: int, top: int) -> Drawn:
        """The same, where what was looked at is a part of something larger."""
        place = self.place.copy()
        place[:, 2] += (left, top)
        return replace(self, box=self.box + np.array([left, top, left, top, 0], np.float32), place=place)

    def on(self, cut: Cut) -> Map:
        """The mask in the pixels of a part of the picture."""
        size = cut.picture.shape[1::-1]
        return cv2.warpAffine(self.mask, cut.matrix(self.place), size, flags=cv2.INTER_LINEAR).astype(np.float32)


class Draws(Protocol):
    """A network that draws people one by one."""

    def __call__(self, picture: Picture, *, least: float) -> list[Drawn]:
        """Those scored at ``least`` or better in one look at the whole picture."""


def own_instances(model: OwnModel) -> tuple[Draws, str]:
    """The network in that file, and the file's SHA-256.

    Raises:
        ModelUnfit: says what would do.
    """
    graph = Graph(model, EXPECTED)
    width, height = graph.frame()
    given = graph.tried({graph.inputs[0].name: _seen(np.full((height, width, 3), GREY, np.uint8))})
    match [(out.dtype.kind, out.shape) for out in given]:
        case [("f", (1, q, 4)), ("f", (1, q1, 91)), ("f", (1, q2, _, _))] if q == q1 == q2 > 0:
            if min(given[1].min(), given[2].min()) >= 0:
                raise graph.unfit("its votes or masks are never below 0 (a sigmoid is at its end already)")
            return Votes(graph, width, height), graph.sha256
        case [("f", (1, n, 5)), ("i", (1, n1)), ("f", (1, n2, h, w))] if n == n1 == n2 and (h, w) == (height, width):
            if any(part.size and (part.min() < 0 or part.max() > 1) for part in (given[0][..., 4], given[2])):
                raise graph.unfit("its scores or masks are not between 0 and 1 (a sigmoid is missing at its end)")
            return Lists(graph, width, height), graph.sha256
    raise graph.unfit(f"it gives {sizes(given)}")


@dataclass(frozen=True)
class Votes:
    """RF-DETR-Seg (https://github.com/roboflow/rf-detr): a fixed number of guesses; the picture is squashed."""

    graph: Graph
    width: int
    height: int

    def __call__(self, picture: Picture, *, least: float) -> list[Drawn]:
        """As ``Draws``."""
        high, wide = picture.shape[:2]
        frame = cv2.resize(picture, (self.width, self.height), interpolation=_smooth(max(high, wide), self.width))
        boxes, votes, masks = (out[0] for out in self.graph({self.graph.inputs[0].name: _seen(frame)}))
        scores = sigmoid(votes[:, SPARSE_PERSON])
        likely = scores >= least
        middles, halves = boxes[likely, :2], boxes[likely, 2:] / 2
        sides = np.concatenate([middles - halves, middles + halves], 1) * np.array([wide, high] * 2, np.float32)
        place = _scaled(wide / masks.shape[2], high / masks.shape[1])
        return _drawn(sides, scores[likely], sigmoid(masks[likely]), place, picture)


@dataclass(frozen=True)
class Lists:
    """RTMDet-Ins (https://arxiv.org/abs/2212.07784): a list in pixels of its frame, the picture in its upper left."""

    graph: Graph
    width: int
    height: int

    def __call__(self, picture: Picture, *, least: float) -> list[Drawn]:
        """As ``Draws``."""
        high, wide = picture.shape[:2]
        scale = min(self.width / wide, self.height / high)
        size = max(1, round(wide * scale)), max(1, round(high * scale))
        frame = np.full((self.height, self.width, 3), GREY, np.uint8)
        frame[: size[1], : size[0]] = cv2.resize(picture, size, interpolation=_smooth(wide, size[0]))
        # Blue first, unlike the other.
        seen = np.ascontiguousarray(_seen(frame)[:, ::-1])
        boxes, labels, masks = (out[0] for out in self.graph({self.graph.inputs[0].name: seen}))
        likely = (labels == PERSON) & (boxes[:, 4] >= least)
        return _drawn(
            boxes[likely, :4] / scale, boxes[likely, 4], masks[likely], _scaled(1 / scale, 1 / scale), picture
        )


def _seen(frame: NDArray[Any]) -> Numbers:
    """Blue-green-red pixels as networks take them, red first."""
    return planes((frame[..., ::-1].astype(np.float32) - MEAN) / SPREAD)


def _drawn(sides: Numbers, scores: Numbers, masks: Numbers, place: Numbers, picture: Picture) -> list[Drawn]:
    height, width = picture.shape[:2]
    rows = np.column_stack([sides, scores, np.arange(len(scores))]).astype(np.float32)
    return [Drawn(row[:5], masks[int(row[5])].astype(np.float32), place) for row in within(rows, width, height)]


def _scaled(across: float, down: float) -> Numbers:
    """From pixels so many times as large; their middles meet."""
    return np.array([[across, 0, across / 2 - 0.5], [0, down, down / 2 - 0.5]], np.float32)


def _smooth(before: int, after: int) -> int:
    return cv2.INTER_AREA if after < before else cv2.INTER_LINEAR


def sigmoid(votes: NDArray[Any]) -> Numbers:
    """From votes to probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(votes, -60, 60))), np.float32)
