"""Correction by tap: what a person says of one place grows to where doubt begins. R-118, R-119."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from masking import Found, Masked, NobodyThere, Stroke, Tap
from masking.figure.brush import MOST_TAPS, dumped_taps, loaded_taps
from masking.find.faces import cover
from masking.pipeline import Engine
from tests.world.masking import shown as not_flat

WOMAN_WITH_BAG = (75, 330)
HER_BAG = (52, 311)
ELSEWHERE = (400, 545)
BOTH_OF_THEM = ((200, 100), (420, 100), (420, 480), (200, 480))
"""Around a man and a woman who stand side by side, heads and all."""


def shown(masked: Masked) -> NDArray[np.bool_]:
    pixels = np.asarray(Image.open(io.BytesIO(masked.picture)).convert("RGB"))
    return not_flat(pixels)


def inside(corners: tuple[tuple[int, int], ...], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    plane = Image.new("1", shape[1::-1])
    ImageDraw.Draw(plane).polygon(corners, fill=1, outline=1)
    return np.asarray(plane)


@pytest.fixture(scope="module")
def found(engine: Engine, crossing: bytes) -> Found:
    return engine.find(crossing)


def test_a_tap_hides_what_it_is_on_and_a_second_one_brings_it_back(engine: Engine, found: Found) -> None:
    """R-118: the part around the tap goes, not only a dot; what a hand opens is counted and outlined."""
    plain = shown(engine.mask(found.picture, [WOMAN_WITH_BAG]))
    hidden = shown(engine.mask(found.picture, [WOMAN_WITH_BAG], taps=[Tap(*HER_BAG, keep=False)]))
    again = engine.mask(found.picture, [WOMAN_WITH_BAG], taps=[Tap(*HER_BAG, keep=False), Tap(*HER_BAG, keep=True)])

    assert plain[HER_BAG[::-1]]
    assert not hidden[HER_BAG[::-1]]
    assert not (hidden & ~plain).any()
    assert (plain & ~hidden).sum() > 100
    assert shown(again)[HER_BAG[::-1]]
    assert again.evidence["by_hand"]["taps"] == 2


def test_taps_open_no_face_and_the_same_taps_give_the_same_bytes(engine: Engine, found: Found) -> None:
    """R-119: a tap on every face that was found shows none of them; in a fresh process it is the same picture."""
    middles = [((x0 + x1) // 2, (y0 + y1) // 2) for x0, y0, x1, y1 in found.faces]
    taps = [Tap(x, y, keep=True) for x, y in middles][:MOST_TAPS]
    plain = shown(engine.mask(found.picture, [WOMAN_WITH_BAG]))
    masked = engine.mask(found.picture, [WOMAN_WITH_BAG], taps=taps)

    heads = cover(np.array([[*f, 1.0] for f in found.faces], np.float32), plain.shape)
    assert not (shown(masked) & heads & ~plain).any()
    engine.forget()
    assert engine.mask(found.picture, [WOMAN_WITH_BAG], taps=taps).sha256 == masked.sha256


def test_where_masking_alone_finds_nobody_a_tap_begins_the_picture(engine: Engine, found: Found) -> None:
    """R-118: hiding begins nothing; keeping shows some of what was tapped."""
    with pytest.raises(NobodyThere):
        engine.mask(found.picture, [ELSEWHERE], taps=[Tap(*ELSEWHERE, keep=False)])
    begun = shown(engine.mask(found.picture, [ELSEWHERE], taps=[Tap(*ELSEWHERE, keep=True)]))
    assert begun[ELSEWHERE[::-1]]
    assert begun.mean() < 0.2


def test_where_masking_alone_shows_nobody_a_line_around_them_begins_the_picture(engine: Engine, found: Found) -> None:
    """R-118, R-119: all of it is by hand, nothing beyond the line, and neither heads in it nor a second person."""
    line = Stroke("around", 1, BOTH_OF_THEM)
    middle = (int(np.mean([x for x, _ in BOTH_OF_THEM])), int(np.mean([y for _, y in BOTH_OF_THEM])))
    begun = engine.mask(found.picture, [middle], [line])
    heads = cover(np.array([[*f, 1.0] for f in found.faces], np.float32), (begun.height, begun.width))
    assert begun.evidence["by_hand"]["share"] == 1
    assert begun.evidence["verified"]["persons_left"] <= 1
    assert not (shown(begun) & (heads | ~inside(BOTH_OF_THEM, heads.shape))).any()

    crossing = Stroke("around", 1, ((380, 530), (420, 530), (420, 560), (380, 560)))
    assert shown(engine.mask(found.picture, [ELSEWHERE], [crossing]))[ELSEWHERE[::-1]]


@pytest.mark.parametrize("words", ["[[1,2]]", "[[1,2,3]]", "[[-1,2,true]]", "{}", json.dumps([[1, 2, True]] * 51)])
def test_what_is_no_list_of_taps_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        loaded_taps(words)


def test_taps_are_read_as_they_were_written() -> None:
    taps = (Tap(1, 2, keep=True), Tap(1920, 0, keep=False))
    assert loaded_taps(dumped_taps(taps)) == taps
