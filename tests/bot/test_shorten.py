"""Cutting texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shorten import shorten, units


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_a_shortened_text_fits_and_a_fitting_text_stays(text: str, limit: int) -> None:
    """Whatever the script, also half surrogates."""
    short = shorten(text, limit)

    assert units(short) <= limit
    assert (short == text) == (units(text) <= limit)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("半鐘半鐘半鐘", 5, "半鐘半鐘…"),
        ("半 鐘", 3, "半 鐘"),
        ("半 鐘鐘", 3, "半…"),
        ("a👨‍👩‍👧b", 6, "a…"),
        ("a👍🏽b", 4, "a…"),
        ("🇯🇵🇯🇵", 6, "🇯🇵…"),
        ("か\u3099き\u3099く\u3099", 4, "か\u3099…"),
        ("👨‍👩‍👧‍👦", 4, "👨…"),
    ],
)
def test_no_character_is_cut_in_two(text: str, limit: int, short: str) -> None:
    """Families, skin tones, flags and voiced kana stay whole, unless the first of them alone is too long."""
    assert shorten(text, limit).replace("\u200d", "") == short.replace("\u200d", "")
