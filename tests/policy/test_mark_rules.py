"""What was readable on a photographed screen leads to the looks it may come from, and to no others (R-136)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from policy.mark import LEAST, MOST, Mark, check_typed, misread, pieces

AT = datetime(2026, 11, 23, 14, 0, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
MARK = Mark("B1-H08", "P0O1", AT, "1123-7K2MP", "駅前店", "水無瀬 澪")


def read(typed: str, mark: Mark = MARK, *, picture: bool = True) -> int | None:
    return misread(pieces(typed), mark, picture=picture)


@pytest.mark.parametrize(
    ("typed", "characters"),
    [
        ("B1-H08 / P0O1 / 2026-11-23 14:00 / 1123-7K2MP", 0),
        ("b1-h08/p0o1/2026-11-23 14:00/1123-7k2mp", 0),
        ("Ｂ１－Ｈ０８　１４：００", 0),
        ("BI-HOB / POO1", 4),  # 1 as I, 0 as O, 8 as B, and once more 0 as O
        ("8l-H08", 2),
        ("1 / P0O1 / 2026-11", 0),  # both ends are missing
        ("7K2MP B1-H0", 0),  # the end of one line and the beginning of the next
        ("7K2MPB1H0", 0),
        ("…-7K2MP … 14:00", 0),
        ("1123-7?2MP", 0),
        ("112□_7K2MP", None),  # two characters stand for one
        ("P0O1 14:00 1123", 0),
        ("14:00 P0O1 H08", 0),  # in any order
        ("駅前店 水無瀬", 0),  # from the page, above the picture
        ("駅前店 7K2MP", 0),
        ("B1-H08 / P0O2", None),
        ("14:01 7K2MP", None),
        ("13:59 7K2MP", None),
        ("B1-H08 / P0O1 / 2026-11-23 14:00 / 1123-7K2MQ", None),
        ("駅前店 山田", None),
        ("????", None),
        ("", None),
    ],
)
def test_parts_misread_characters_and_missing_ends(typed: str, characters: int | None) -> None:
    """R-136, L247: every part has to be there; what looks alike is counted, so that the surest look comes first."""
    assert read(typed) == characters


def test_a_page_without_a_picture_has_no_line_burned_in() -> None:
    """R-095, L206: there only the names, the minute and the case can have been read."""
    assert read("駅前店 14:00 7K2MP", picture=False) == 0
    assert read("B1-H08", picture=False) is None


def test_the_minute_may_turn_between_the_record_and_the_picture() -> None:
    """R-095, L206: a look of 14:00:45 may have been drawn at 14:01, one of 14:00:05 can't."""
    late = replace(MARK, at=AT.replace(second=45))
    assert (read("14:00 7K2MP", late), read("14:01 7K2MP", late), read("14:02 7K2MP", late)) == (0, 0, None)


def test_too_little_is_refused() -> None:
    """R-136, L247: three characters fit almost everybody; so do a hundred that nobody can read."""
    assert check_typed("x" * LEAST)
    for typed in ("", "P02", "? ? 1 2 ?", "?" * 20, "x" * (MOST + 1)):
        verdict = check_typed(typed)
        assert not verdict, typed
        assert verdict.field == "typed"


def test_what_is_burned_in_is_ascii() -> None:
    """R-095, L206: letters that can't be drawn are question marks, and found as such."""
    odd = replace(MARK, store="店-H08")
    assert odd.burned == "?-H08 / P0O1 / 2026-11-23 14:00 / 1123-7K2MP"
    assert read("?-H08 P0O1", odd) == 0
