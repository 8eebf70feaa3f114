"""How long somebody waits for a picture, by the clock, and the memory it takes: on our own crossing, as in the product.

Everybody found there is masked and corrected by two taps, in a child process that remembers nothing of them before.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import cv2
import numpy as np
import psutil
from numpy.typing import NDArray

from benchmarks.peer import PEER, STILLS, peers_milliseconds, set_up
from masking import MaskingError, MaskingPool, Tap
from masking.results import Box

PICTURE = Path("simulator/pictures/crossing.jpg")
REPEATED = 2
CORRECTED_AT = ((0.5, 0.6), (0.4, 0.7))
"""Where the two taps are: parts of the person's box, from its left and from its top."""


def table() -> str:
    """Markdown: medians and the longest of each size, the child's peak of memory, and the peer's time."""
    lines = [f"| picture | found | first mask | a tap | peak of memory | `{PEER}` |", "|" + " --- |" * 6]
    with tempfile.TemporaryDirectory() as scratch:
        python = set_up(Path(scratch) / "peer")
        for width, height in STILLS:
            picture = _crossing(width, height)
            folder = Path(scratch) / f"{width}"
            folder.mkdir()
            cv2.imwrite(str(folder / "crossing.png"), picture)
            blurring = peers_milliseconds(python, folder)["crossing.png"].clock
            lines.append(f"| {width} × {height} | {_waited(picture)} | {blurring:.0f} ms |")
    return "\n".join(lines)


def _crossing(width: int, height: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(cv2.imread(str(PICTURE)), (width, height)), np.uint8)


def _waited(picture: NDArray[np.uint8]) -> str:
    """The cells of one size."""
    data = cv2.imencode(".jpg", picture)[1].tobytes()
    finding: list[float] = []
    masking: list[float] = []
    tapping: list[float] = []
    with MaskingPool(Path(".models"), memory_mb=2000, seconds=60) as pool:
        people = pool.find(data).people  # warms it, too
        for person in people * REPEATED:
            pool.forget()
            with _clock(finding):
                safe = pool.find(data).picture
            suspect = _in(person.box, 0.5, 0.5)
            with suppress(MaskingError), _clock(masking):  # a refusal is an answer, and one waits for it as long
                pool.mask(safe, [suspect])
            taps = [Tap(*_in(person.box, *place), True) for place in CORRECTED_AT]
            for number in range(len(taps)):
                with suppress(MaskingError), _clock(tapping):
                    pool.mask(safe, [suspect], taps=taps[: number + 1])
        (child,) = psutil.Process().children()
        peak = _peak_megabytes(child.pid)
    return " | ".join((*map(_cell, (finding, masking, tapping)), f"{peak:.0f} MB"))


@contextmanager
def _clock(times: list[float]) -> Iterator[None]:
    """Milliseconds, also where it ends with an error."""
    began = time.perf_counter()
    try:
        yield
    finally:
        times.append((time.perf_counter() - began) * 1000)


def _peak_megabytes(pid: int) -> float:
    """The most that was in use at once since the process began (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6


def _in(box: Box, right: float, down: float) -> tuple[int, int]:
    x0, y0, x1, y1 = box
    return int(x0 + right * (x1 - x0)), int(y0 + down * (y1 - y0))


def _cell(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ms, at most {max(times):.0f}"
