"""Colours that are proposed from the picture: words with which a passer-by would agree, else none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from masking.figure.colours import worn
from masking.figure.shown import Figure
from masking.geometry.cut import Cut

HIGH, WIDE = 400, 200
JOINTS = {11: (70, 60), 12: (130, 60), 23: (75, 180), 24: (125, 180), 25: (70, 270), 26: (130, 270),
          27: (65, 360), 28: (135, 360)}  # fmt: skip
BGR = {
    "black": (30, 28, 30), "white": (240, 242, 240), "grey": (130, 128, 130), "navy": (70, 35, 25),
    "blue": (190, 110, 60), "red": (40, 30, 190), "yellow": (60, 200, 235), "green": (70, 130, 50),
    "brown": (60, 90, 130), "purple": (140, 60, 120),
}  # fmt: skip


@dataclass
class Joints:
    """As much of the evidence as colours are about."""

    joints: list[NDArray[np.float32]]


def person(above: str, below: str, *, sure: float = 0.9, lamp: float = 1.0) -> tuple[NDArray[np.uint8], Figure]:
    """Somebody in front of a bright wall with an orange corner; ``lamp``: how much redder its light is."""
    picture = np.full((HIGH, WIDE, 3), (220, 225, 225), np.uint8)
    picture[:40, :40] = (20, 120, 250)
    picture[50:190, 60:140] = BGR[above]
    for left in (52, 118):
        picture[190:370, left : left + 30] = BGR[below]
    picture = np.clip(picture * (1 / lamp, 1, lamp), 0, 255).astype(np.uint8)
    joints = np.zeros((33, 3), np.float32)
    for number, place in JOINTS.items():
        joints[number] = (*place, sure)
    return picture, Figure(Cut(picture, 0, 0, WIDE, HIGH, 1.0), Joints([joints]))  # type: ignore[arg-type]


def shown(*, legs: bool = True) -> NDArray[np.bool_]:
    region = np.zeros((HIGH, WIDE), np.bool_)
    region[50:190, 60:140] = True
    for left in (52, 118):
        region[190:370, left : left + 30] = legs
    return region


@pytest.mark.parametrize("lamp", [0.97, 1.0, 1.03])
@pytest.mark.parametrize("colour", [*BGR])
def test_each_colour_has_its_everyday_word(colour: str, lamp: float) -> None:
    """R-086: above and below, under a lamp that is a little warm or cold as well."""
    picture, figure = person(colour, colour, lamp=lamp)
    assert worn(picture, shown(), [figure]) == (colour, colour)


def test_nothing_is_said_that_the_picture_does_not_show() -> None:
    """R-086: a grey picture, legs out of view or only guessed, one piece of cloth, stripes, two people: no word."""
    picture, figure = person("red", "black")
    grey = np.repeat(picture.mean(-1, keepdims=True), 3, -1).astype(np.uint8)
    assert worn(grey, shown(), [figure]) == ("", "")
    assert worn(picture, shown(legs=False), [figure]) == ("red", "")
    skirt = shown()
    skirt[190:370, 52:148] = True
    assert worn(picture, skirt, [figure]) == ("red", "")
    assert worn(picture, shown(), [person("red", "black", sure=0.4)[1]]) == ("", "")
    striped = picture.copy()
    striped[50:190:4] = striped[51:190:4] = BGR["white"]
    assert worn(striped, shown(), [figure])[0] == ""
    assert worn(picture, shown(), [figure, figure]) == ("", "")
    assert worn(picture, np.zeros((HIGH, WIDE), np.bool_), [figure]) == ("", "")
