"""A segmenter of one's own: which pixels of a square around somebody show any person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from masking.boxes import Picture
from masking.networks import planes
from masking.onnx_graph import Graph, sizes
from masking.own_models import OwnModel
from masking.pose import Square
from masking.presence import Presence, cut_square, put_back

EXPECTED = (
    "one input 1×3×S×S of floats (red first, 0 to 1) with S fixed, at most 2048, and one output 1×1×T×T, the "
    "probability between 0 and 1 that a pixel shows a person."
)


def own_segmenter(model: OwnModel) -> tuple[Presence, str]:
    """The segmenter in that file, and the file's SHA-256.

    Raises:
        ModelUnfit: says what would do.
    """
    graph = Graph(model, EXPECTED)
    if len(graph.inputs) != 1 or graph.width != graph.height:
        raise graph.unfit(f"its inputs are {', '.join(map(str, graph.inputs))}")
    given = graph.tried({graph.inputs[0].name: np.full((1, 3, graph.height, graph.width), 0.5, np.float32)})
    match [out.shape for out in given]:
        case [(1, 1, high, wide)] if high == wide and given[0].dtype.kind == "f":
            pass
        case _:
            raise graph.unfit(f"it gives {sizes(given)}")
    if given[0].min() < 0 or given[0].max() > 1:
        raise graph.unfit("what it gives is not between 0 and 1 (a sigmoid is missing at its end)")
    return OwnSegmenter(graph), graph.sha256


@dataclass(frozen=True)
class OwnSegmenter:
    """The network, fed with the same squares as ours."""

    graph: Graph

    def __call__(self, picture: Picture, square: Square) -> NDArray[np.float32]:
        """Probability per picture pixel (height × width), 0 outside the square."""
        seen = cut_square(picture, square, self.graph.width) / 255
        given = self.graph({self.graph.inputs[0].name: planes(seen)})[0][0, 0]
        return put_back(np.clip(given, 0, 1).astype(np.float32), square, picture)
