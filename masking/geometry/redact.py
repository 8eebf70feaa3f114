"""Elimination: one flat colour everywhere but where something is let through."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from masking.geometry.boxes import Picture, Region
from masking.geometry.regions import extent, inside
from masking.results import DARK_FILL, FILLS, Colour, Json

RIM = 5  # px around a hole whose colours are the cloth's
MOSTLY = 0.5  # of a hole in the figure: then it is one in the clothes, and not what is seen between arm and body


@dataclass(frozen=True)
class Eliminated:
    """The masked picture, what it shows, where a hand may let more through, what it has, evidence, and colours worn."""

    picture: Picture
    region: Region
    room: Region
    by_hand: Region
    evidence: dict[str, Json]
    colours: tuple[str, str]


def let_through(picture: Picture, region: Region, fill: Colour = DARK_FILL, figure: Region | None = None) -> Picture:
    """A flat picture that shows ``region`` alone; nothing of the rest goes into it.

    Args:
        picture: The original.
        region: What is shown of it.
        fill: What is seen everywhere else, …
        figure: … but in holes of this: they get one tone of the cloth around them.
    """
    masked = np.empty_like(picture)
    cv2.rectangle(masked, (0, 0), masked.shape[1::-1], fill, cv2.FILLED)
    masked = np.asarray(cv2.copyTo(picture, region.astype(np.uint8), masked), np.uint8)
    if figure is not None and region.any():
        _patch(masked, region, figure)
    return masked


def fills_for(picture: Picture, region: Region) -> list[Colour]:
    """R-118: first the colour that differs more in brightness from what is shown, so that dark clothes stand out."""
    shades = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[region].astype(np.int64)
    return sorted(FILLS, key=lambda fill: -int(np.abs(shades - _brightness(fill)).sum()))


def _brightness(colour: Colour) -> int:
    return int(cv2.cvtColor(np.full((1, 1, 3), colour, np.uint8), cv2.COLOR_BGR2GRAY)[0, 0])


def _patch(masked: Picture, region: Region, figure: Region) -> None:
    """A hole says as little as before, and looks no longer like one."""
    around = inside(extent(region)[0], region.shape)  # what reaches its edge is not enclosed
    masked, region, figure = masked[around], region[around], figure[around]
    count, labels, sizes, _ = cv2.connectedComponentsWithStats((~region).astype(np.uint8), connectivity=4)
    height, width = region.shape
    for number in range(1, count):
        left, top, wide, high, _size = (int(v) for v in sizes[number])
        if left == 0 or top == 0 or left + wide == width or top + high == height:
            continue  # not enclosed
        part = (
            slice(max(0, top - RIM), min(height, top + high + RIM)),
            slice(max(0, left - RIM), min(width, left + wide + RIM)),
        )
        hole = labels[part] == number
        if figure[part][hole].mean() < MOSTLY:
            continue
        rim = (cv2.dilate(hole.astype(np.uint8), np.ones((2 * RIM + 1,) * 2, np.uint8)) > 0) & region[part]
        masked[part][hole] = np.median(masked[part][rim], 0).astype(np.uint8)
