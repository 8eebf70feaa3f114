"""R-118: what recorders burn into a picture is not legible on the figure: date, camera, shop, however it is written."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from masking import Stroke, Tap
from masking.find.texts import captions
from masking.geometry.boxes import Picture
from masking.pipeline import Engine

WOMAN_WITH_BAG = (75, 330)
READ = 0.1  # of the letters' pixels left: rims of single strokes


def captioned(crossing: bytes, text: str, place: tuple[int, int], font: int, size: float) -> tuple[Picture, Picture]:
    """The photograph with white letters edged in black, and the letters alone on black."""
    picture = cv2.imdecode(np.frombuffer(crossing, np.uint8), cv2.IMREAD_COLOR)
    letters = np.zeros_like(picture)
    for image, colour, thick in ((picture, (0, 0, 0), 4), (picture, (255, 255, 255), 1), (letters, (255,) * 3, 1)):
        cv2.putText(image, text, place, font, size, colour, thick if size < 1 else thick + 1, cv2.LINE_8)
    return np.asarray(picture, np.uint8), np.asarray(letters, np.uint8)


def legible(shown: NDArray[np.bool_], letters: Picture) -> float:
    """The share of the letters' pixels that are left where the figure is shown around them."""
    return float((shown & (letters[..., 0] > 0)).sum() / max(1, (letters > 0).any(-1).sum()))


@pytest.mark.parametrize(
    ("text", "place", "font", "size"),
    [
        ("2026-11-29 14:05:33", (5, 400), cv2.FONT_HERSHEY_SIMPLEX, 0.6),
        ("2026/11/29 SUN 14:05:33  CAM 03  YAMADA STORE AISLE 7", (0, 380), cv2.FONT_HERSHEY_DUPLEX, 0.8),
        ("CAM03 14:05:33 YAMADA", (20, 450), cv2.FONT_HERSHEY_COMPLEX, 1.0),
        ("CAM 3", (40, 420), cv2.FONT_HERSHEY_PLAIN, 1.2),
    ],
    ids=["begins at the edge", "wider than the picture", "large", "within the legs"],
)
def test_a_caption_across_the_figure_is_not_legible(
    engine: Engine, crossing: bytes, text: str, place: tuple[int, int], font: int, size: float
) -> None:
    """R-118: wherever it begins and however wide it is, and no hand opens it."""
    picture, letters = captioned(crossing, text, place, font, size)
    x, y = place
    plain = engine.eliminate(picture, [WOMAN_WITH_BAG])
    by_hand = engine.eliminate(
        picture, [WOMAN_WITH_BAG], [Stroke("reveal", 12, ((x, y - 6), (150, y - 6)))], [Tap(75, y - 6, keep=True)]
    )

    assert plain.evidence["left"] > 0.2  # type: ignore[operator]
    for done in (plain, by_hand):
        assert legible(done.region, letters) < READ


def test_what_is_as_high_as_a_limb_and_lies_in_the_figure_is_the_figure() -> None:
    """A striped sleeve may look like a letter; a caption as high that begins beside the figure is one."""
    figure, sleeve, beside = (np.zeros((100, 100), np.bool_) for _ in range(3))
    figure[10:90, 30:70] = True
    sleeve[40:60, 35:65] = beside[40:60, 60:100] = True
    badge = np.zeros_like(figure)
    badge[40:46, 40:60] = True

    assert not captions([sleeve], figure).any()
    assert (captions([sleeve, beside], figure) == beside).all()
    assert (captions([badge], figure) == badge).all()
