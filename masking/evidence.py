"""What a masking leaves in writing: whole pixels, and which libraries ran; no pixels of the picture."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from masking.geometry.boxes import Boxes
from masking.results import Box, Json

LIBRARIES = ("ai-edge-litert", "numpy", "onnxruntime", "opencv-python-headless")
"""Those that run the networks."""


def whole(box: Boxes) -> Box:
    """A box in whole pixels."""
    x0, y0, x1, y1 = (round(float(v)) for v in box[:4])
    return x0, y0, x1, y1


def rows(boxes: Boxes) -> list[Json]:
    """Each box in whole pixels, and how sure it is."""
    return [[*whole(box), round(float(box[4]), 2)] for box in boxes]


@cache
def libraries() -> dict[str, Json]:
    """Each with its version."""
    return {name: version(name) for name in LIBRARIES}


def milliseconds(clock: list[float], names: tuple[str, ...]) -> dict[str, Json]:
    """How long each step took, from the seconds at its start and its end."""
    return {name: round((clock[i + 1] - clock[i]) * 1000) for i, name in enumerate(names)}
