"""A network of one's own that is asked by points: encoder and decoder as SAM is exported (MobileSAM, EdgeSAM).

It answers taps: which pixels go with the points that are the suspect's, and not with those that are somebody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.geometry.boxes import Picture
from masking.geometry.cut import Cut
from masking.geometry.regions import Map
from masking.networks.own.graph import LONGEST, Graph, Tensor, sizes
from masking.networks.own.instances import MEAN, SPREAD, sigmoid
from masking.networks.own.models import OwnModel
from masking.networks.runtimes import planes

ENCODER = (
    "an encoder with one input, 1×3×S×S of floats with ImageNet's mean and spread (S at most 2048), or H×W×3 from 0 to "
    "255 with H and W open, and one output 1×C×E×E."
)
DECODER = (
    "a decoder with the inputs image_embeddings (as its encoder gives them), point_coords 1×N×2 and point_labels 1×N, "
    "N open, and perhaps mask_input, has_mask_input and orig_im_size; the last of its outputs that is 1×M×L×L holds "
    "masks before the sigmoid."
)
STRIDE = 16  # px of the frame in one place of the embedding, in all of this family
OURS, THEIRS, NONE = 1, 0, -1  # labels of points; one of no meaning stands in the place of a box, as in training
EXTRAS = {"mask_input", "has_mask_input", "orig_im_size"}
Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Embedded:
    """One part of a picture as the encoder sees it, ready to be asked."""

    decoder: Graph
    seen: Numbers
    side: int
    cut: Cut
    scale: float

    def __call__(self, points: Numbers, labels: Numbers) -> Map:
        """Of each pixel of the cut: how likely it goes with the points labelled ``OURS``.

        Args:
            points: Rows of x, y in the pixels of the cut.
            labels: ``OURS`` or ``THEIRS``, one a point.
        """
        given = _masks(self.decoder, self.seen, self.side, points * (self.scale / self.cut.scale), labels)
        step = self.side / len(given) * self.cut.scale / self.scale
        place = np.array([[step, 0, step / 2 - 0.5], [0, step, step / 2 - 0.5]], np.float32)
        # Several points mean one thing: of several masks the first is the one that was trained for that.
        return cv2.warpAffine(sigmoid(given), place, self.cut.picture.shape[1::-1]).astype(np.float32)


@dataclass(frozen=True)
class Prompted:
    """Encoder and decoder; the side of the frame in which they see a picture's long side, and how they take it."""

    encoder: Graph
    decoder: Graph
    side: int
    framed: bool

    def __call__(self, picture: Picture, cut: Cut) -> Embedded:
        """Look at a part of the picture, in its own pixels."""
        part = picture[cut.top : cut.top + cut.height, cut.left : cut.left + cut.width]
        scale = self.side / max(part.shape[:2])
        size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
        smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        shown = cv2.resize(part, size, interpolation=smooth)[..., ::-1].astype(np.float32)
        seen = self.encoder({self.encoder.inputs[0].name: _framed(shown, self.side) if self.framed else shown})[0]
        return Embedded(self.decoder, seen, self.side, cut, scale)


def own_prompted(encoder: OwnModel, decoder: OwnModel) -> tuple[Prompted, tuple[str, str]]:
    """The network in these two files, and the files' SHA-256.

    Raises:
        ModelUnfit: says what would do.
    """
    looks, answers = Graph(encoder, ENCODER), Graph(decoder, DECODER)
    match looks.inputs:
        case (Tensor(kind="tensor(float)", shape=(None | 1, 3, int(side), int(wide))),) if side == wide <= LONGEST:
            framed, grey = True, _framed(np.full((side, side, 3), MEAN, np.float32), side)
        case (Tensor(kind="tensor(float)", shape=(None, None, 3)),):
            framed, grey = False, np.full((1024, 1024, 3), MEAN, np.float32)
        case _:
            raise looks.unfit(f"it takes {', '.join(map(str, looks.inputs)) or 'nothing'}")
    given = looks.tried({looks.inputs[0].name: grey})
    match [(out.dtype.kind, out.shape) for out in given]:
        case [("f", (1, _, high, wide))] if high == wide and (not framed or high * STRIDE == grey.shape[2]):
            side = high * STRIDE
        case _:
            raise looks.unfit(f"it gives {sizes(given)}")
    _try(answers, given[0], side)
    return Prompted(looks, answers, side, framed), (looks.sha256, answers.sha256)


def _try(decoder: Graph, seen: Numbers, side: int) -> None:
    """Ask once while starting."""
    names = {tensor.name for tensor in decoder.inputs}
    needed = {"image_embeddings", "point_coords", "point_labels"}
    if not needed <= names <= needed | EXTRAS:
        raise decoder.unfit(f"it takes {', '.join(map(str, decoder.inputs)) or 'nothing'}")
    for count in (1, 3):  # a file with a fixed number of points runs with one of them at most
        points = np.full((count, 2), side / 2, np.float32)
        given = decoder.tried(_question(decoder, seen, side, points, np.ones(count, np.float32)))
    masks = _last(given)
    if masks is None:
        raise decoder.unfit(f"it gives {sizes(given)}")
    if masks.min() >= 0:
        raise decoder.unfit("its masks are never below 0 (a sigmoid or a threshold is at its end already)")


def _masks(decoder: Graph, seen: Numbers, side: int, points: Numbers, labels: Numbers) -> Numbers:
    masks = _last(decoder(_question(decoder, seen, side, points, labels)))
    assert masks is not None  # noqa: S101 - for the type checker; it was tried while starting
    return np.asarray(masks[0, 0], np.float32)


def _last(given: list[NDArray[Any]]) -> NDArray[Any] | None:
    """Of several sizes of the same masks the network's own comes last; others are made for a picture's size."""
    square = [out for out in given if out.ndim == 4 and out.shape[2] == out.shape[3] and out.dtype.kind == "f"]  # noqa: PLR2004
    return square[-1] if square else None


def _question(decoder: Graph, seen: Numbers, side: int, points: Numbers, labels: Numbers) -> dict[str, Numbers]:
    quarter = seen.shape[2] * 4
    feeds = {
        "image_embeddings": seen,
        "point_coords": np.concatenate([points, np.zeros((1, 2))]).astype(np.float32)[None],
        "point_labels": np.append(labels, NONE).astype(np.float32)[None],
        "mask_input": np.zeros((1, 1, quarter, quarter), np.float32),
        "has_mask_input": np.zeros(1, np.float32),
        "orig_im_size": np.array([side, side], np.float32),
    }
    return {tensor.name: feeds[tensor.name] for tensor in decoder.inputs}


def _framed(shown: Numbers, side: int) -> Numbers:
    """Normalised and in the upper left of the frame; beside it nothing."""
    frame = np.zeros((side, side, 3), np.float32)
    frame[: shown.shape[0], : shown.shape[1]] = (shown - MEAN) / SPREAD
    return planes(frame)
