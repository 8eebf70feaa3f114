"""The figures of corrections by tap that are kept in ``benchmarks/taps.json``. R-118."""

from __future__ import annotations

import json

from benchmarks.taps import FIGURES, TAPS, worse

KEPT = json.loads(FIGURES.read_text(encoding="utf-8"))


def test_half_of_the_cases_are_held_out_by_picture() -> None:
    """Rules are chosen on the other half, so no picture is in both."""
    pictures = {case.split("-")[0] for case in KEPT["cases"]}
    assert set(KEPT["rule"]) < pictures
    assert sum(case.split("-")[0] in KEPT["rule"] for case in KEPT["cases"]) == len(KEPT["cases"]) / 2
    assert all(len(rows) == TAPS + 1 for rows in KEPT["cases"].values())


def test_a_case_that_shows_more_of_others_or_less_of_the_suspect_is_named() -> None:
    """R-118: a little more leak than was kept, or a case that is gone; better figures are no fault."""
    kept = {"a-1": [[0.5, 0.01, 0, 0.0]] * 3, "b-1": [[0.5, None, 0, 0.0]] * 3}
    better = {"a-1": [[0.9, 0.0, 0, 0.0]] * 3, "b-1": [[0.5, None, 0, 0.0]] * 3}
    leaky = {**better, "a-1": [[0.9, 0.0, 0, 0.0], [0.9, 0.02, 0, 0.0], [0.4, 0.0, 0, 0.0]]}

    assert worse(kept, better) == []
    assert [line.split(":")[0] for line in worse(kept, leaky)] == ["a-1 after 1", "a-1 after 2"]
    assert worse(kept, {"a-1": better["a-1"]}) == ["b-1: not measured"]
