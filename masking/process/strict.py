"""What the other side may say: each value by its type and its bounds; all else raises what ``NONSENSE`` lists.

The other side has touched hostile bytes, and may be somebody else's by now: nothing is converted, and nothing guessed.
"""

from __future__ import annotations

import math
import struct
from typing import Any

from masking.figure.brush import LARGEST_PLACE
from masking.results import LONGEST_CODE, MOST_CODES, WORN, Box, Codes, Json, Quality

MOST_PEOPLE = 10_000  # numbered in one picture: more than have a pixel's width each
BESIDE = LARGEST_PLACE  # px: what a network guesses of somebody at the edge may lie outside
MOST_SHARE = 1e6  # of a share, which is of something that is mostly more than one pixel


def whole(value: object, most: int, least: int = 0) -> int:
    """A whole number within bounds; True is none."""
    if type(value) is not int or not least <= value <= most:
        raise ValueError("no whole number within its bounds")
    return value


def number(value: object, most: float) -> float:
    """A number from 0 to ``most``; neither infinite nor none."""
    if type(value) not in (int, float) or not 0 <= value <= most or not math.isfinite(value):  # type: ignore[operator, arg-type]
        raise ValueError("no number within its bounds")
    return float(value)  # type: ignore[arg-type]


def size(header: dict[str, Any]) -> tuple[int, int]:
    """Width and height in pixels."""
    return whole(header["width"], LARGEST_PLACE, 1), whole(header["height"], LARGEST_PLACE, 1)


def box(values: object) -> Box:
    """Corners in pixels."""
    x0, y0, x1, y1 = row(values)
    return x0, y0, x1, y1


def row(values: object) -> tuple[int, ...]:
    """Places in pixels, one after another."""
    if not isinstance(values, list):
        raise TypeError("no list")
    return tuple(whole(value, LARGEST_PLACE + BESIDE, -BESIDE) for value in values)


def edges(values: object) -> tuple[tuple[int, ...], ...]:
    """Outlines of x, y, x, y …"""
    if not isinstance(values, list):
        raise TypeError("no list")
    found = tuple(row(edge) for edge in values)
    if any(len(edge) % 2 for edge in found):
        raise ValueError("an outline of half a point")
    return found


def quality(values: dict[str, Any]) -> Quality:
    """All four measures, and nothing else."""
    most = {"size": LARGEST_PLACE + 2 * BESIDE, "brightness": 100, "blur": 100, "texts": MOST_PEOPLE}
    if values.keys() != most.keys():
        raise ValueError("other measures")
    return Quality(**{name: whole(value, most[name]) for name, value in values.items()})


def evidence(told: dict[str, Any]) -> dict[str, Json]:
    """What a page or a rule reads of it has its shape; the rest is kept as it was said, and read by people alone."""
    quality(told["quality"])
    box(told["shown_box"])
    for suspect in told["suspects"]:
        box(suspect[:4])
    number(told["left"], MOST_SHARE)
    number(told["by_hand"]["share"], MOST_SHARE)
    whole(told["strokes"]["refilled"], MOST_PEOPLE)
    red, green, blue = told["fill"]
    for colour in (red, green, blue):
        whole(colour, 255)
    return told


def colours(said: object) -> tuple[str, str]:
    """Worn above and below, by words that we know."""
    if not isinstance(said, list) or not {*said} <= WORN:
        raise ValueError("other colours")
    above, below = said
    return above, below


def jpeg(data: bytes) -> bytes:
    """What begins as one; whoever decodes it looks at its size first."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise ValueError("no JPEG")
    return data


def png(data: bytes, width: int, height: int) -> bytes:
    """What begins as one of just this size."""
    if data[:16] != b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" or data[16:24] != struct.pack(">II", width, height):
        raise ValueError("no PNG of this size")
    return data


def line(text: object) -> str:
    """One line for a terminal, which it must not command."""
    if not isinstance(text, str) or not text.isprintable():
        raise ValueError("no line of text")
    return text


def codes(words: object) -> Codes:
    """A few lines of bearable length, each once."""
    if not isinstance(words, list) or len(words) > MOST_CODES:
        raise ValueError("no list of codes")
    said = tuple(line(text) for text in words)
    if any(len(text) > LONGEST_CODE for text in said) or len({*said}) < len(said):
        raise ValueError("no codes of a picture")
    return Codes(said)
