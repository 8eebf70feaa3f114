"""A person finder of one's own: YOLOX's rows or RT-DETR's three lists, told apart by what the graph gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Picture, strongest, within
from masking.detectors import SAME_PERSON, Persons
from masking.networks import planes
from masking.onnx_graph import WHOLE, Graph, sizes
from masking.own_models import OwnModel

EXPECTED = (
    "a first input 1×3×H×W of floats with H and W fixed, multiples of 32, at most 2048; then either one output "
    "1×N×(5+C) as YOLOX gives it, N being the cells of strides 8, 16 and 32 and class 0 a person, or, with a second "
    "input 1×2 for the picture's size, three outputs labels 1×Q, boxes 1×Q×4 and scores 1×Q as RT-DETR and D-FINE "
    "give them, label 0 being a person."
)
STRIDES = (8, 16, 32)
GREY = 114  # what YOLOX and D-FINE were trained to see around a picture of another shape
PERSON = 0  # in COCO's order of classes
ROWS = 5  # centre, size and "something is here" stand before the classes
NEAR = 1 / 8  # of the picture's side: a box whose middle is, on the median, farther from its own cell was misread


def own_persons(model: OwnModel) -> tuple[Persons, str]:
    """The finder in that file, and the file's SHA-256.

    Raises:
        ModelUnfit: says what would do.
    """
    graph = Graph(model, EXPECTED)
    if graph.width % STRIDES[-1] or graph.height % STRIDES[-1]:
        raise graph.unfit(f"its input is {graph.inputs[0]}")
    grey = planes(np.full((graph.height, graph.width, 3), GREY, np.uint8))
    match graph.inputs:
        case (picture,):
            return _rows(graph, graph.tried({picture.name: grey})), graph.sha256
        case (picture, size) if size.kind == WHOLE and len(size.shape) == 2:  # noqa: PLR2004 - batch and two numbers
            given = graph.tried({picture.name: grey / 255, size.name: _size(graph)})
            return _lists(graph, given), graph.sha256
    raise graph.unfit(f"it has {len(graph.inputs)} inputs: {', '.join(map(str, graph.inputs))}")


@dataclass(frozen=True)
class Rows:
    """YOLOX (https://arxiv.org/abs/2107.08430): a row for each cell; blue first, 0…255.

    Attributes:
        graph: The network.
        cells: Left, top and side of each cell in the network's pixels (N × 3).
        raw: Whether centres and sizes are still in cells and logarithms, as the network itself gives them.
    """

    graph: Graph
    cells: NDArray[np.float32]
    raw: bool

    def __call__(self, picture: Picture, *, least: float) -> Boxes:
        """People scored at ``least`` or better in one look at the whole picture."""
        seen, scale = _letterboxed(picture, self.graph)
        rows = self.graph({self.graph.inputs[0].name: planes(seen)})[0][0].astype(np.float32)
        scores = rows[:, 4] * rows[:, ROWS + PERSON]
        likely = scores >= least
        middles, extents = _placed(rows[likely], self.cells[likely], raw=self.raw)
        sides = np.concatenate([middles - extents / 2, middles + extents / 2], 1)
        return _found(sides / scale, scores[likely], picture)


@dataclass(frozen=True)
class Lists:
    """RT-DETR and D-FINE (https://arxiv.org/abs/2304.08069, 2410.13842): a fixed number of guesses; red first, 0…1.

    Attributes:
        graph: The network; asked for places in its own pixels, so that it never scales them.
        labels: Which output holds the classes.
        boxes: Which holds x0, y0, x1, y1.
        scores: Which holds the scores.
    """

    graph: Graph
    labels: int
    boxes: int
    scores: int

    def __call__(self, picture: Picture, *, least: float) -> Boxes:
        """People scored at ``least`` or better in one look at the whole picture."""
        seen, scale = _letterboxed(picture, self.graph)
        image, size = (tensor.name for tensor in self.graph.inputs)
        given = self.graph({image: planes(seen[..., ::-1]) / 255, size: _size(self.graph)})
        scores = given[self.scores][0].astype(np.float32)
        likely = (given[self.labels][0] == PERSON) & (scores >= least)
        return _found(given[self.boxes][0][likely].astype(np.float32) / scale, scores[likely], picture)


def _rows(graph: Graph, given: list[NDArray[Any]]) -> Rows:
    cells = _cells(graph)
    match [out.shape for out in given]:
        case [(1, count, width)] if count == len(cells) and width > ROWS and given[0].dtype.kind == "f":
            rows = given[0][0].astype(np.float32)
        case _:
            raise graph.unfit(f"it gives {sizes(given)}")
    _check_scores(graph, rows[:, 4:])
    own = cells[:, :2] + cells[:, 2:] / 2
    away = [float(np.median(np.abs(_placed(rows, cells, raw=raw)[0] - own))) for raw in (False, True)]
    if min(away) > NEAR * max(graph.width, graph.height):
        raise graph.unfit("its boxes lie nowhere near the cells of strides 8, 16 and 32")
    return Rows(graph, cells, raw=away[1] < away[0])


def _lists(graph: Graph, given: list[NDArray[Any]]) -> Lists:
    guesses = given[0].shape[1] if given[0].ndim > 1 else 0
    kinds = [(str(out.dtype.kind), tuple(out.shape)) for out in given]
    wanted = [("i", (1, guesses)), ("f", (1, guesses, 4)), ("f", (1, guesses))]
    if not guesses or sorted(kinds) != sorted(wanted):
        raise graph.unfit(f"it gives {sizes(given)}")
    labels, boxes, scores = (kinds.index(kind) for kind in wanted)
    _check_scores(graph, given[scores])
    return Lists(graph, labels, boxes, scores)


def _check_scores(graph: Graph, scores: NDArray[Any]) -> None:
    if scores.min() < 0 or scores.max() > 1:
        raise graph.unfit("its scores are not between 0 and 1 (a sigmoid is missing at its end)")


def _cells(graph: Graph) -> NDArray[np.float32]:
    parts = []
    for stride in STRIDES:
        y, x = np.mgrid[0 : graph.height : stride, 0 : graph.width : stride]
        parts.append(np.stack([x, y, np.full_like(x, stride)], -1).reshape(-1, 3))
    return np.concatenate(parts).astype(np.float32)


def _placed(
    rows: NDArray[np.float32], cells: NDArray[np.float32], *, raw: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Middles and sizes in the network's pixels."""
    if not raw:
        return rows[:, :2], rows[:, 2:4]
    side = cells[:, 2:]
    return rows[:, :2] * side + cells[:, :2], np.exp(np.minimum(rows[:, 2:4], 10)) * side  # e^10 cells: no overflow


def _letterboxed(picture: Picture, graph: Graph) -> tuple[Picture, float]:
    """The picture in the upper left of the network's frame, its shape kept, and by how much it was scaled."""
    height, width = picture.shape[:2]
    scale = min(graph.width / width, graph.height / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    seen = np.full((graph.height, graph.width, 3), GREY, np.uint8)
    smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    seen[: size[1], : size[0]] = cv2.resize(picture, size, interpolation=smooth)
    return seen, scale


def _size(graph: Graph) -> NDArray[np.int64]:
    return np.array([[graph.width, graph.height]], np.int64)


def _found(sides: NDArray[np.floating[Any]], scores: NDArray[np.float32], picture: Picture) -> Boxes:
    height, width = picture.shape[:2]
    people = np.column_stack([sides, scores]).astype(np.float32)
    return strongest(within(people, width, height), union=SAME_PERSON)
