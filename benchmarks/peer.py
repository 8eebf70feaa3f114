"""Our masking beside the peer ``deface`` on the same annotated pictures, by the same outside measure, in one run.

Our rules were found on half of these pictures. The same pictures mirrored and scaled say what that hides.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from benchmarks.mask import faces_again
from benchmarks.taps import COLUMNS, METRICS, OTHERWISE, TAPS, Outside, Row, one_case, summary
from benchmarks.variants import Case, filling

PEER = "deface==1.5.0"
BLUR_FACES = Path(__file__).with_name("blur_faces.py")
PASSES: dict[str, Callable[[Case], Case]] = {"as they are": lambda case: case, **OTHERWISE}
STILLS = ((640, 480), (1920, 1080))  # px: sizes of which the time is told
Result = tuple[Row, float]
"""What a picture of the peer's shows, and the milliseconds of processor that it took."""


def table() -> Iterator[str]:
    """Lines of Markdown as they are found: ourselves in all passes, the peer, then what one still costs of each size.

    Milliseconds are those of the processor, all cores together: on a machine with other work the clock says nothing.
    """
    if not METRICS.is_dir():
        yield f"{METRICS} is not here: the annotated pictures are never shipped, so there is nothing to measure."
        return
    outside = Outside.here()
    cases: list[Case] = list(outside.mask.cases())
    one_case(cases[0], outside)  # warm
    yield f"| | {COLUMNS} | ms |"
    yield "|" + " --- |" * 10
    for name, change in PASSES.items():
        yield from _ours(f"ours, {name}", [change(case) for case in cases], outside)
    sized = {f"{width} × {height}": partial(filling, width=width, height=height) for width, height in STILLS}
    for size, fill in sized.items():
        yield from _ours(f"ours, {size}", [fill(case) for case in cases], outside, taps=1)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            python = set_up(Path(scratch) / "peer")
        except (OSError, subprocess.CalledProcessError) as error:
            yield f"\n{PEER} could not be installed here ({type(error).__name__}): no row for it."
            return
        for size, fill in {"as they are": PASSES["as they are"], **sized}.items():
            found = list(blurred([fill(case) for case in cases], outside, python, Path(scratch) / size))
            yield _line(f"{PEER}, {size}", 0, [row for row, _ in found], [took for _, took in found])


def set_up(folder: Path) -> Path:
    """Install the peer in an environment of its own, since what it depends on clashes with ours; returns its Python.

    Raises:
        OSError: the environment can't be written.
        CalledProcessError: the package could not be installed.
    """
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, PEER], check=True, stdout=sys.stderr)
    return python


def blurred(cases: list[Case], outside: Outside, python: Path, folder: Path) -> Iterator[Result]:
    """The peer's answer to the same pictures, in a process and an environment of its own."""
    folder.mkdir()
    for number, (_, picture, *_) in enumerate(cases):
        cv2.imwrite(str(folder / f"{number:03}.png"), picture)
    took = peers_milliseconds(python, folder)
    for number, case in enumerate(cases):
        path = folder / f"{number:03}.png"
        after = np.asarray(cv2.imread(str(path)), np.uint8)
        yield outside.row(case, after, faces_again(after)), took[path.name].processor


class Milliseconds(NamedTuple):
    """Of all cores together, and by the clock."""

    processor: float
    clock: float


def peers_milliseconds(python: Path, folder: Path) -> dict[str, Milliseconds]:
    """Let the peer blur every PNG of a folder in place; what each took, by its file's name."""
    told = subprocess.run([python, BLUR_FACES, folder], check=True, capture_output=True, text=True).stdout
    lines = (line.split() for line in told.splitlines() if ".png " in line)
    return {name: Milliseconds(float(processor), float(clock)) for name, processor, clock in lines}


def _ours(name: str, cases: list[Case], outside: Outside, taps: int = TAPS) -> Iterator[str]:
    """A line for each number of taps."""
    found = [one_case(case, outside, taps=taps) for case in cases]
    for number in range(taps + 1):
        took = [times[number] for _, times in found if number < len(times)]
        yield _line(name, number, [rows[number] for rows, _ in found], took)


def _line(name: str, taps: int, rows: list[Row], took: list[float]) -> str:
    return f"| {name} | {taps} | {summary(rows)} | {np.median(took):.0f} |"
