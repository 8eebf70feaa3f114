"""How many photographs of printed notices are read, by us and by OpenCV's own reader."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import product
from statistics import median

import cv2
import numpy as np

from bot.paper.seal import Print, shown
from bot.paper.sheet import Size, sheet
from bot.web.links import Signer
from bot.web.public.facts import Facts
from masking import Codes
from masking.files.codes import read_codes
from policy.notices.posting import Kind
from policy.rules import Rules
from tests.world.photographs import photograph, printed

SEEDS = 10
"""Photographs of each sheet."""

SIGNER = Signer("a secret of this measure alone", "https://hansho.example.jp")
VIEW = Facts("さくら通り商店街", "まるふく書店 さくら通り本店", "/r/MARUFUKU/HONTEN", Rules(), (), (), None, 0)


def table() -> str:
    """Of each reader: read, taken for another, milliseconds in the median."""
    taken = [*_photographs()]
    rows = [
        _row("`masking.files.codes`", taken, read_codes),
        _row("OpenCV's `QRCodeDetector`", taken, _by_opencv),
    ]
    head = "| reader | read | wrong | ms, median |\n| --- | --- | --- | --- |"
    return "\n".join([head, *rows])


def _photographs() -> Iterator[tuple[Print, bytes]]:
    for kind, size in product(Kind, Size):
        made = Print(kind, "MARUFUKU", "HONTEN", "3f9a1c2b4d5e")
        page = printed(sheet(made, size, VIEW, SIGNER), dots=200 if size is Size.A4 else 142)
        yield from ((made, photograph(page, seed)) for seed in range(SEEDS))


def _row(name: str, taken: list[tuple[Print, bytes]], read: Callable[[bytes], Codes]) -> str:
    found, took = [], []
    for made, picture in taken:
        began = time.perf_counter()
        codes = read(picture)
        took.append(1000 * (time.perf_counter() - began))
        found.append((made, shown(codes, SIGNER)))
    right = sum(made == seen for made, seen in found)
    wrong = sum(isinstance(seen, Print) and made != seen for made, seen in found)
    return f"| {name} | {right} of {len(taken)} | {wrong} | {median(took):.0f} |"


def _by_opencv(picture: bytes) -> Codes:
    grey = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    words, _, _ = cv2.QRCodeDetector().detectAndDecode(grey)
    return Codes((words,) if words else ())
