"""Our masking beside the peer ``deface`` on the same annotated pictures, by the same outside measure, with times.

Our rules were found on these pictures. The rows of the same pictures mirrored and scaled say what that hides.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.mask import faces_again, mask_bgr
from benchmarks.variants import Case, filling, mirrored, scaled

PEER = "deface==1.5.0"
MEASURE = Path("../shared/metrics/mask_eval.py")
BLUR_FACES = Path(__file__).with_name("blur_faces.py")
FIGURES = ("body_median", "body_p10", "empty", "leak_mean", "others_shown", "head_mean", "ms")
GOALS = ("≥ .90", "", "≤ 2", "≤ .010", "≤ 3", "≤ .020", "≤ 300", "0")
VARIANTS: dict[str, Callable[[Case], Case]] = {
    "ours, mirrored": mirrored,
    "ours, 1.5 times as large": lambda case: scaled(case, 1.5),
    "ours, .85 times as large": lambda case: scaled(case, 0.85),
}
STILLS = ((640, 480), (1920, 1080))  # px: sizes of which the time is told
Result = tuple[NDArray[np.uint8], float]


def table() -> str:
    """A Markdown table: the goals, ourselves, the peer, or why there is no row for it; then the time of one still."""
    if not MEASURE.is_file():
        return f"{MEASURE} is not here: the annotated pictures are never shipped, so there is nothing to measure."
    measure = _module(MEASURE)
    lines = [f"| | {' | '.join(FIGURES)} | faces found again |", f"|{' --- |' * (len(FIGURES) + 2)}"]
    cases: list[Case] = list(measure.cases())
    lines += [f"| goal | {' | '.join(GOALS)} |", _row("ours", measure, cases, ours)]
    lines += [_row(name, measure, [change(case) for case in cases], ours) for name, change in VARIANTS.items()]
    with tempfile.TemporaryDirectory() as scratch:
        try:
            python = set_up(Path(scratch) / "peer")
        except (OSError, subprocess.CalledProcessError) as error:
            lines += ["", f"{PEER} could not be installed here ({type(error).__name__}): no row for it."]
        else:
            lines.append(_row(PEER, measure, cases, lambda cases: blurred(cases, python, Path(scratch))))
    lines += ["", *(_times(cases, *size) for size in STILLS)]
    lines += ["", f"Load while this ran: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."]
    return "\n".join(lines)


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


def ours(cases: list[Case]) -> Iterator[Result]:
    """Our engine, warm; a refused picture is filled whole."""
    mask_bgr(cases[0][1], cases[0][4])
    for _, picture, _, _, point in cases:
        began = time.perf_counter()
        masked = mask_bgr(picture, point)
        yield masked, (time.perf_counter() - began) * 1000


def blurred(cases: list[Case], python: Path, scratch: Path) -> Iterator[Result]:
    """The peer's answer to the same pictures, in a process and an environment of its own."""
    folder = scratch / "pictures"
    folder.mkdir()
    for number, (_, picture, *_) in enumerate(cases):
        cv2.imwrite(str(folder / f"{number:03}.png"), picture)
    told = subprocess.run([python, BLUR_FACES, folder], check=True, capture_output=True, text=True).stdout
    for line in told.splitlines():
        name, _, milliseconds = line.rpartition(" ")
        if name.endswith(".png"):
            yield np.asarray(cv2.imread(str(folder / name)), np.uint8), float(milliseconds)


def _times(cases: list[Case], width: int, height: int) -> str:
    took = [milliseconds for _, milliseconds in ours([filling(case, width, height) for case in cases])]
    median, most = np.quantile(took, [0.5, 0.95])
    return f"- One still of {width} × {height}, warm: median {median:.0f} ms, 95 % within {most:.0f} ms."


def _row(name: str, measure: ModuleType, cases: list[Case], way: Callable[[list[Case]], Iterator[Result]]) -> str:
    rows, again = [], 0
    for (_, picture, people, person, _), (masked, took) in zip(cases, way(cases), strict=True):
        rows.append({**measure.measure(picture, masked, people, person), "ms": took})
        again += faces_again(masked)
    found = measure.summarise(rows)
    shown = {**found, "others_shown": f"{found['others_shown']} / {found['others']}", "ms": round(found["ms"])}
    return f"| {name} | {' | '.join(str(shown[figure]) for figure in FIGURES)} | {again} |"


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
