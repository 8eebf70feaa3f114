"""``python -m benchmarks words``: what the word rules refuse and let pass of sentences staff might type at a till.

The sentences stand in ``tests/policy/words/sentences.tsv``: half, kind (``seen`` is innocent), sentence. They were
written before the rules; the rules were then made against the half ``tuned``, and ``held_out`` was only measured.
``stranger`` and ``second`` came from people who had not seen the rules; what these missed at first stands in
docs/wording.md.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policy.content import check_text
from policy.rules import Rules
from policy.spelling import clean
from policy.words.care import tells_of_care

SENTENCES = Path("tests/policy/words/sentences.tsv")
INNOCENT = "seen"
CARE = "care"
"""Tells of a minor or of somebody who needs care: not refused as such, but at odds with "needs no care"."""

HALVES = {"tuned": "made against", "held_out": "held out", "stranger": "a stranger's", "second": "a second one's"}


@dataclass(frozen=True)
class Row:
    """One sentence: in which part, of which kind, whether it was refused, and the milliseconds that took."""

    half: str
    kind: str
    sentence: str
    refused: bool
    took: float


def judged() -> Iterator[Row]:
    """Every sentence, as if somebody had just sent it."""
    with SENTENCES.open(encoding="utf-8") as source:
        for half, kind, sentence in list(csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
            began = time.process_time()
            told, refused = tells_of_care(clean(sentence)), not check_text(clean(sentence), Rules())
            refused = told if kind == CARE else refused or (told and kind == INNOCENT)
            yield Row(half, kind, sentence, refused, (time.process_time() - began) * 1000)


def figures(rows: list[Row]) -> dict[tuple[str, str], tuple[int, int]]:
    """(Kind, part) → how many were refused, of how many."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        refused, of = found.get((row.kind, row.half), (0, 0))
        found[row.kind, row.half] = refused + row.refused, of + 1
    return found


def table() -> str:
    """As docs/wording.md shows it."""
    rows = list(judged())
    found = figures(rows)
    kinds = sorted({row.kind for row in rows}, key=lambda kind: (kind == INNOCENT, kind))
    lines = [f"| refused of … | {' | '.join(HALVES.values())} |", "|---" * (len(HALVES) + 1) + "|"]
    for kind in kinds:
        cells = " | ".join("{} / {}".format(*found[kind, half]) if (kind, half) in found else "" for half in HALVES)
        lines.append(f"| {'innocent (false alarms)' if kind == INNOCENT else kind} | {cells} |")
    slowest = max(row.took for row in rows)
    return "\n".join([*lines, "", f"The slowest of {len(rows)} took {slowest:.1f} ms."])
