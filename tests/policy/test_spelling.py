"""One form of each letter, whatever somebody piles upon it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from policy.spelling import LONGEST_TOWER, normal, plain

ROOT = Path(__file__).parents[2]
HOUSES = ("audit", "bot", "handlers", "masking", "policy", "simulator", "storage")


@pytest.mark.parametrize("marks", ["\u0301", "\u0301\u0323", "\u3099\u309a", "\u0344", "\U0001d167"])
def test_a_tower_of_marks_loses_all_but_its_foot(marks: str) -> None:
    """R-064: forty thousand on one letter, as Slack lets anybody send, took seconds each time; a name keeps its own."""
    tower = "e" + marks * 40
    for around in ("", "か", "x\u0301", "★" * 40):
        text = around + tower + around
        seen = normal("NFKD", text)
        assert sum(map(bool, map(unicodedata.combining, seen))) <= 2 * LONGEST_TOWER + 2 * len(around)
        assert plain("Nguyễn" + tower).startswith("nguyen")
    assert normal("NFC", "Nguye\u0302\u0303n") == "Nguyễn"


def test_there_is_one_way_to_a_form_of_unicode_s() -> None:
    """R-064: who writes a second one brings the seconds back."""
    ways = [path for house in HOUSES for path in (ROOT / house).rglob("*.py") if ".normalize(" in path.read_text()]
    assert ways == [ROOT / "policy/spelling.py"]
