"""What a tap carries along, on a coat drawn by hand: far where its wearer is alone, near in company. R-118."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from masking.analysis import Analysis
from masking.figure.brush import Tap
from masking.figure.maps import Maps
from masking.figure.seeds import grow
from masking.figure.shown import Figure, Shown
from masking.geometry.boxes import Boxes, none
from masking.geometry.cut import Cut
from masking.results import FILLS
from masking.tuning import TUNED

HIGH, WIDE = 320, 240
BOX = (80.0, 10.0, 160.0, 310.0, 0.9)  # of the suspect, 300 px long
COAT = np.s_[60:300, 90:150]
HEM = (120, 130)  # tapped; what masking alone shows ends at 110
NEAR, FAR = np.s_[165:170, 100:140], np.s_[210:240, 100:140]  # within .15 of the long side of it, and beyond


def boxes(*rows: tuple[float, ...]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 5)


def drawn(where: tuple[slice, slice], value: float) -> NDArray[np.float32]:
    plane = np.zeros((HIGH, WIDE), np.float32)
    plane[where] = value
    return plane


@pytest.fixture
def alone() -> Analysis:
    """Somebody in a red coat before a grey wall, of whom only the shoulders are outlined."""
    picture = np.full((HIGH, WIDE, 3), 150, np.uint8)
    picture[COAT] = (30, 30, 160)
    no = np.zeros((HIGH, WIDE), np.bool_)
    shoulders = np.s_[60:110, 90:150]
    maps = Maps(
        box=np.array(BOX, np.float32),
        tap=(120, 90),
        colours=picture,
        own=drawn(shoulders, 0.9),
        limbs=no,
        joints=[],
        rivals=drawn(shoulders, 0.0),
        opposed=drawn(shoulders, 0.0),
        claimed=no,
        anybody=drawn(COAT, 0.6),
        faces=none(),
        doubts=none(),
        strangers=none(),
        others=np.zeros((0, 2), np.float32),
    )
    figure = Figure(Cut(picture, 0, 0, WIDE, HIGH, 1.0), maps)
    region = drawn(shoulders, 1) > 0
    own = boxes(BOX)
    return Analysis(own, none(), own, [figure], [], Shown(*(no,) * 5), region, no, nobody=False, fills=[*FILLS])


def opened(known: Analysis) -> NDArray[np.bool_]:
    """By one tap on the hem."""
    return grow(known.figures[0].cut.picture, known, known.region, [Tap(*HEM, keep=True)], TUNED).opened


def with_strangers(known: Analysis, strangers: Boxes) -> Analysis:
    figure = known.figures[0]
    return replace(known, figures=[replace(figure, maps=replace(figure.maps, strangers=strangers))])


def test_whoever_is_alone_gets_the_whole_coat_by_one_tap_and_nothing_of_the_wall(alone: Analysis) -> None:
    shown = opened(alone)

    assert shown[NEAR].all()
    assert shown[FAR].all()
    assert shown[drawn(COAT, 1) == 0].mean() < 0.001


def in_company(known: Analysis) -> dict[str, Analysis]:
    """Whatever says that somebody else may be in the box."""
    return {
        "a listed person's box": replace(known, people=boxes(BOX, (90, 120, 170, 310, 0.6))),
        "a stranger's face": with_strangers(known, boxes((110, 100, 170, 310, 0.9))),
        "masking alone finds nobody": replace(known, nobody=True),
    }


def test_a_tap_carries_no_farther_than_its_surroundings_where_somebody_else_may_be_in_the_box(alone: Analysis) -> None:
    """R-118: two people in one coat's colour have no border that a tap could stop at."""
    elsewhere = (170.0, 10.0, 230.0, 310.0, 0.9)

    for who, known in in_company(alone).items():
        assert opened(known)[NEAR].all(), who
        assert not opened(known)[FAR].any(), who
    assert opened(replace(alone, people=boxes(BOX, elsewhere)))[FAR].all()
    assert opened(with_strangers(alone, boxes(elsewhere)))[FAR].all()


def test_a_tap_on_one_side_of_a_coat_opens_the_other_side_too(alone: Analysis) -> None:
    """What is shown lies between, and both rims look like it; the wall beyond does not."""
    front = drawn(np.s_[60:300, 102:138], 1) > 0
    sides = (drawn(COAT, 1) > 0) & ~front
    shown = grow(alone.figures[0].cut.picture, alone, front, [Tap(145, 180, keep=True)], TUNED).opened

    assert (shown & sides)[150:210].sum() > 0.9 * sides[150:210].sum()
    assert not shown[:, :88].any()


def test_in_company_the_other_side_of_a_coat_stays_closed_to_a_tap_on_this_one(alone: Analysis) -> None:
    """R-118: behind what is shown another coat of that colour may begin, however near the tap."""
    front = drawn(np.s_[60:300, 112:138], 1) > 0
    this, other = np.s_[175:185, 140:149], np.s_[175:185, 102:111]  # both within .15 of the long side of the tap

    def tapped(known: Analysis) -> NDArray[np.bool_]:
        return grow(known.figures[0].cut.picture, known, front, [Tap(144, 180, keep=True)], TUNED).opened

    assert tapped(alone)[other].all()
    for who, known in in_company(alone).items():
        assert tapped(known)[this].all(), who
        assert not tapped(known)[other].any(), who
