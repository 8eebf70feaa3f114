"""R-118: what recorders burn into a picture is not shown on the figure: date, camera, shop, however it is written."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from masking.pipeline import Engine
from masking.results import FILL

WOMAN_WITH_BAG = (75, 330)
Pixels = NDArray[np.uint8]
Letters = NDArray[np.bool_]


def captioned(
    crossing: bytes, text: str, place: tuple[int, int], *, font: int, size: float, upright: bool
) -> tuple[Pixels, Letters]:
    """The photograph with white letters edged in black, and where the letters are; ``upright``: from top to bottom."""
    picture = cv2.imdecode(np.frombuffer(crossing, np.uint8), cv2.IMREAD_COLOR)
    white, edge = np.zeros(picture.shape[:2], np.uint8), np.zeros(picture.shape[:2], np.uint8)
    lines = (
        [(letter, (place[0], place[1] + round(30 * size) * n)) for n, letter in enumerate(text)]
        if upright
        else [(text, place)]
    )
    for line, at in lines:
        cv2.putText(edge, line, at, font, size, 1, 4, cv2.LINE_8)
        cv2.putText(white, line, at, font, size, 1, 1 if size < 1 else 2, cv2.LINE_8)
    picture[edge > 0] = 0
    picture[white > 0] = 255
    return np.asarray(picture, np.uint8), white > 0


@pytest.mark.parametrize(
    ("text", "place", "font", "size", "upright"),
    [
        ("2026-11-29 14:05:33", (5, 400), cv2.FONT_HERSHEY_SIMPLEX, 0.6, False),
        ("2026/11/29 SUN 14:05:33  CAM 03  YAMADA STORE AISLE 7", (0, 380), cv2.FONT_HERSHEY_DUPLEX, 0.8, False),
        ("CAM03 14:05:33 YAMADA", (20, 450), cv2.FONT_HERSHEY_COMPLEX, 1.0, False),
        ("CAM 3", (40, 420), cv2.FONT_HERSHEY_PLAIN, 1.2, False),
    ],
)
def test_a_caption_across_the_figure_is_filled(
    engine: Engine, crossing: bytes, text: str, place: tuple[int, int], font: int, size: float, *, upright: bool
) -> None:
    """R-118: wherever it begins and however wide it is; what is left of its letters nobody reads."""
    picture, letters = captioned(crossing, text, place, font=font, size=size, upright=upright)
    masked = engine.mask(cv2.imencode(".png", picture)[1].tobytes(), [WOMAN_WITH_BAG])
    with Image.open(io.BytesIO(masked.picture)) as image:
        seen = (np.asarray(image.convert("RGB")) != FILL[::-1]).any(-1)
    assert seen.any()
    assert (seen & letters).sum() <= 0.02 * letters.sum()
