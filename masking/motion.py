"""A figure carried from one frame to the next by how the pixels moved (dense inverse search flow, arXiv:1603.03590)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.boxes import Picture, Region
from masking.verify import extent

REACH = 0.25
"""Of the figure's long side: how far around it movement is looked for; more than anybody moves in a 15th second."""

HALF = 2
"""Movement is looked for at half size: it is smooth, and four times cheaper."""

SAME = 40
"""Of 255: by how much a pixel may differ from where it came from. Shadows and compression stay below, clothes of
somebody else who steps in between seldom do."""

CROSSED = 0.75
"""Of the figure: if less of it is known, somebody stands in front, and what still fits may be theirs."""

SPECK = 5
"""Pixels across: smaller islands are noise of the comparison."""


@dataclass(frozen=True)
class Carried:
    """A figure on its way.

    Attributes:
        region: Where it is now.
        look: What was seen there at the start, moved along; meaningful inside ``region``.
    """

    region: Region
    look: Picture


def carried(start: Region, frames: Sequence[Picture]) -> list[Carried]:
    """The figure in each of the frames, given where it is in the first of them."""
    here = Carried(start, frames[0])
    way = [here]
    for before, after in pairwise(frames):
        here = _step(here, before, after)
        way.append(here)
    return way


def known(way: Carried, frame: Picture) -> float:
    """How much of a figure still looks as it did at the start of its way; less where somebody stepped in front."""
    area = int(way.region.sum())
    return float((_known(way.look, frame) & way.region).sum()) / area if area else 0.0


def agreed(one: Carried, other: Carried, frame: Picture) -> Region | None:
    """Where both ways say that the figure is, and one of them knows the pixel; None if somebody stands in front."""
    both = one.region & other.region
    known = _known(one.look, frame) | _known(other.look, frame)
    if (both & known).sum() < CROSSED * both.sum():
        return None
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (SPECK, SPECK))
    return cv2.morphologyEx((both & known).astype(np.uint8), cv2.MORPH_OPEN, kernel).astype(np.bool_)


def _known(look: Picture, frame: Picture) -> Region:
    differs = cv2.blur(cv2.absdiff(look, frame), (3, 3))
    return np.asarray(differs.max(-1) <= SAME)


def _step(here: Carried, before: Picture, after: Picture) -> Carried:
    window = _window(here.region)
    if window is None:
        return Carried(here.region, after)
    rows, columns = window
    flow = _flow(after[rows, columns], before[rows, columns])
    high, wide = flow.shape[:2]
    across, down = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    where = flow[..., 0] + across, flow[..., 1] + down
    region, look = np.zeros_like(here.region), after.copy()
    moved = cv2.remap(here.region[rows, columns].astype(np.float32), *where, cv2.INTER_LINEAR)
    region[rows, columns] = moved > 0.5  # noqa: PLR2004 - half
    look[rows, columns] = cv2.remap(here.look[rows, columns], *where, cv2.INTER_LINEAR)
    return Carried(region, look)


def _window(region: Region) -> tuple[slice, slice] | None:
    box = extent(region)
    if not len(box):
        return None
    x0, y0, x1, y1 = (int(v) for v in box[0, :4])
    reach = round(REACH * max(x1 - x0, y1 - y0)) + 4 * HALF
    return slice(max(0, y0 - reach), y1 + reach), slice(max(0, x0 - reach), x1 + reach)


def _flow(here: Picture, there: Picture) -> NDArray[np.float32]:
    """For each pixel of ``here``, how far away it is in ``there``."""
    size = max(16, here.shape[1] // HALF), max(16, here.shape[0] // HALF)
    one, other = (
        cv2.resize(cv2.cvtColor(p, cv2.COLOR_BGR2GRAY), size, interpolation=cv2.INTER_AREA) for p in (here, there)
    )
    # A new one each time: one used before answers differently, and the same clip has to give the same bytes.
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    small = search.calc(one, other, np.zeros((*one.shape, 2), np.float32))
    grown = cv2.resize(small, here.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(grown * (here.shape[1] / size[0], here.shape[0] / size[1]), np.float32)
