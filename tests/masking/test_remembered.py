"""The same pixels are looked at once, and nothing of them outlives the picture. R-118."""

from __future__ import annotations

import numpy as np

from masking.geometry.boxes import Boxes
from masking.networks.detectors import Lite0
from masking.networks.remembered import Remembered
from masking.pipeline import Engine


def test_the_same_pixels_are_looked_at_once_and_others_or_from_a_lower_score_on_anew() -> None:
    asked: list[float] = []
    seen = Remembered[int](most=2)

    def ask(shade: int, least: float) -> int:
        picture = np.full((4, 4, 3), shade, np.uint8)
        return seen(picture, lambda: asked.append(least) or len(asked), least)

    assert [ask(1, 0.3), ask(1, 0.3), ask(1, 0.2), ask(2, 0.2)] == [1, 1, 2, 3]
    assert ask(1, 0.3) == 4  # two are remembered, and that was the third before


def test_whoever_gets_boxes_may_change_them_and_they_are_forgotten_with_the_picture(
    engine: Engine, crossing: bytes
) -> None:
    """R-118: what is found a second time is what was found; an ended case leaves nothing here."""
    found = engine.find(crossing)
    engine.mask(found.picture, [(75, 330)])
    persons: Lite0 = engine._persons
    picture = np.full((320, 320, 3), 90, np.uint8)
    once: Boxes = persons(picture, least=0.0)
    kept = once.copy()
    once[:] = -1

    assert np.array_equal(persons(picture, least=0.0), kept)
    engine.forget()
    assert not any(len(one.seen) for one in (engine._center, engine._yunet, engine._persons, engine._texts))
    assert not len(engine._pictures)
