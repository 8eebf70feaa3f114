"""Cutting texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shorten import shorten, told_apart, units


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


@given(st.lists(st.text(min_size=1), min_size=2, max_size=60, unique=True), st.integers(min_value=12, max_value=40))
def test_labels_side_by_side_stay_different(labels: list[str], limit: int) -> None:
    """Bad input: names that differ in their last letter only, or behind the limit."""
    told = told_apart(labels, limit)

    assert all(units(label) <= limit for label in told)
    assert len(set(told)) == len(labels)


def test_what_differs_comes_first() -> None:
    """Fifty branches of one chain; a name that fits stays as it is."""
    chain = "株式会社半鐘堂ドラッグストアチェーン"
    labels = [f"{chain} 吉祥寺北口店", f"{chain} 吉祥寺南口店", "青空書店"]

    assert told_apart(labels, 20) == [
        "吉祥寺北口店 株式会社半鐘堂ドラッグス…",
        "吉祥寺南口店 株式会社半鐘堂ドラッグス…",
        "青空書店",
    ]
