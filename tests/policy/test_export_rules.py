"""What a table program must not run."""

from __future__ import annotations

import pytest

from policy.exports import guarded


@pytest.mark.parametrize("cell", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_begins_like_a_formula_is_words(cell: str) -> None:
    """R-064: a shop's name opens nobody's files."""
    assert guarded(cell) == f"'{cell}"
    assert guarded(f"駅前{cell}") == f"駅前{cell}"
