"""Corrections by tap on the annotated cases, by the outside measure's ideal person, beside the figures checked in.

``python -m benchmarks taps`` prints both halves and every case that got worse, and ends with 1 if there is one;
``python -m benchmarks taps write`` keeps what was measured; ``… taps decide.ahead=0.2 head.crown=0.1``
measures with each of these numbers alone (``masking.tuning``), on the half "rule", on which rules are chosen;
``… taps mirrored 1.5 0.85`` measures the same cases seen otherwise, both halves, and keeps nothing.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from benchmarks.mask import faces_again, mask_clicks
from benchmarks.variants import Case, mirrored, scaled
from masking.errors import MaskingError
from masking.tuning import TUNED, Tuning

METRICS = Path("../shared/metrics")
FIGURES = Path(__file__).with_name("taps.json")
OTHERWISE: dict[str, Callable[[Case], Case]] = {
    "mirrored": mirrored,
    **{by: partial(scaled, by=float(by)) for by in ("1.5", "0.85")},
}
TAPS = 2
EMPTY = 0.05  # share of the body below which a picture shows nothing
LESS_BODY, MORE_LEAK, MORE_HEAD = 0.03, 0.005, 0.02  # shares by which a case may be worse: libraries round differently
Row = list[float | None]
"""Body, leak (None where nobody else is in the picture), people shown, head, faces found again."""
Cases = dict[str, list[Row]]
"""By picture and person, e.g. 000000000036-1: after no tap, one, two."""
COLUMNS = "taps | body_median | body_p10 | empty | leak_mean | others_shown | head_mean | faces again"


@dataclass(frozen=True)
class Outside:
    """The outside measure's two files (``metrics/``), which are not part of this project."""

    mask: ModuleType
    clicks: ModuleType

    @classmethod
    def here(cls) -> Outside:
        """From beside this checkout."""
        sys.path.insert(0, str(METRICS))
        return cls(importlib.import_module("mask_eval"), importlib.import_module("clicks_eval"))

    def row(self, case: Case, after: NDArray[np.uint8], faces: int) -> Row:
        """What a masked picture shows, in which so many faces were found again."""
        _, picture, people, person, _ = case
        found = self.mask.measure(picture, after, people, person)
        leak = None if np.isnan(found["leak"]) else round(found["leak"], 4)
        return [round(found["body"], 3), leak, int(found["shown"]), round(found["head"], 3), faces]


def main(words: Sequence[str]) -> int:
    """The command's exit status: 2 without the annotated pictures."""
    if not METRICS.is_dir():
        print(f"{METRICS} is not here: the annotated pictures are never shipped, so there is nothing to measure.")
        return 2
    kept = json.loads(FIGURES.read_text(encoding="utf-8"))
    if words and words != ["write"]:
        for word in words:
            seen = OTHERWISE.get(word)
            cases = measured(seen=seen) if seen else measured(kept["rule"], tuned(word))
            print("\n".join([word, *table(kept["rule"], cases)]))
        return 0
    now = measured()
    print("\n".join(table(kept["rule"], now)))
    if words:
        lines = ",\n".join(f'    "{case}": {json.dumps(rows)}' for case, rows in now.items())
        text = f'{{\n  "rule": {json.dumps(kept["rule"])},\n  "cases": {{\n{lines}\n  }}\n}}\n'
        FIGURES.write_text(text, encoding="utf-8")
        return 0
    found = worse(kept["cases"], now)
    print("\n".join(found))
    return 1 if found else 0


def tuned(word: str) -> Tuning:
    """All numbers as they are but one, e.g. ``decide.ahead=0.2``."""
    name, _, value = word.partition("=")
    stage, _, number = name.partition(".")
    group = replace(getattr(TUNED, stage), **{number: json.loads(value)})
    return replace(TUNED, **{stage: group})


def worse(kept: Mapping[str, list[Row]], now: Mapping[str, list[Row]]) -> list[str]:
    """What got worse than what is kept by more than its tolerance, a line each; a case that is missing has too."""
    lines = [f"{case}: not measured" for case in kept if case not in now]
    for case, rows in now.items():
        for taps, (before, after) in enumerate(zip(kept.get(case, []), rows, strict=False)):
            body, leak, *counts = ((new or 0) - (old or 0) for old, new in zip(before, after, strict=True))
            shown, head, faces = counts
            if body < -LESS_BODY or leak > MORE_LEAK or shown > 0 or head > MORE_HEAD or faces > 0:
                lines.append(f"{case} after {taps}: {before} → {after}")
    return lines


def table(rule: list[str], cases: Cases) -> list[str]:
    """Markdown: both halves after no tap, one and two."""
    lines = [f"| half | {COLUMNS} |", "|" + " --- |" * 9]
    for half, wanted in (("rule", True), ("held out", False)):
        rows = [rows for case, rows in cases.items() if (case.split("-")[0] in rule) == wanted]
        lines += [f"| {half} | {taps} | {summary([one[taps] for one in rows])} |" for taps in range(TAPS + 1) if rows]
    return lines


def summary(rows: Sequence[Row]) -> str:
    """The figures of some cases after as many taps, as cells of a Markdown table."""
    body, leak, shown, head, faces = np.array(rows, float).T
    return (
        f"{np.median(body):.3f} | {np.quantile(body, 0.1):.2f} | {(body < EMPTY).sum()} | {np.nanmean(leak):.4f} "
        f"| {int(shown.sum())} | {head.mean():.4f} | {int(faces.sum())}"
    )


def measured(pictures: Sequence[str] = (), tuning: Tuning = TUNED, seen: Callable[[Case], Case] | None = None) -> Cases:
    """Each case of these pictures, or of all, as it is or seen otherwise."""
    outside = Outside.here()
    cases: Iterator[Case] = outside.mask.cases()
    return {
        f"{case[0]}-{case[3]}": one_case(seen(case) if seen else case, outside, tuning)[0]
        for case in cases
        if not pictures or case[0] in pictures
    }


def one_case(case: Case, outside: Outside, tuning: Tuning = TUNED, taps: int = TAPS) -> tuple[list[Row], list[float]]:
    """What is shown after none, one, two … taps, and the milliseconds of processor that each picture took."""
    _, picture, people, person, point = case
    clicks, rows, took = [(*point, True)], list[Row](), list[float]()
    while len(rows) <= taps:
        began = time.process_time()
        try:
            masked = mask_clicks(picture.copy(), clicks, tuning)
        except MaskingError:
            masked = None
        took.append((time.process_time() - began) * 1000)
        after = outside.clicks.refused(picture) if masked is None else masked
        rows.append(outside.row(case, after, 0 if masked is None else faces_again(masked)))
        click = outside.clicks.next_click(picture, after, people, person)
        if click is None:  # nothing is left to say
            rows += [rows[-1]] * (taps + 1 - len(rows))
        else:
            clicks.append(click)
    return rows, took
