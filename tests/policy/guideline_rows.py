"""The rows of docs/guideline-map.md, for the tests that keep it true and for ``make bite``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAP = ROOT / "docs" / "guideline-map.md"
NUMBER = re.compile(r"R-\d{3}")


@dataclass(frozen=True)
class Row:
    """One row; ``more`` is what its state adds: what is missing, or what it waits for."""

    requirement: str
    lines: str
    state: str
    more: str
    rules: tuple[str, ...]
    tests: tuple[str, ...]


def _named(cell: str) -> tuple[str, ...]:
    return tuple(re.findall("`([^`]+)`", cell))


def _rows(text: str) -> list[Row]:
    """Every table row that begins with a requirement."""
    found = []
    for line in text.splitlines():
        if NUMBER.match(line.removeprefix("| ")):
            number, lines, _, state, rules, tests = [cell.strip() for cell in line.strip("|").split("|")]
            word, _, more = state.partition(": ")
            found.append(Row(number, lines, word.strip("*"), more, _named(rules), _named(tests)))
    return found


ROWS = _rows(MAP.read_text(encoding="utf-8"))
HELD = [row for row in ROWS if row.state != "not yet"]
