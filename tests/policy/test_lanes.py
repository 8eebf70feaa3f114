"""Who goes first, and what is not kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.lanes import (
    ANSWERS_A_MINUTE,
    MEMBER_AN_HOUR,
    STRANGER_AN_HOUR,
    STRANGER_BYTES,
    STRANGERS_KEPT,
    STRANGERS_WAITING,
    Crowd,
    Lane,
    lane_for,
)

QUIET = Crowd(enrolled=False, last_minute=0, last_hour=0, waiting=0, kept=0)


@pytest.mark.parametrize(
    ("full", "size"),
    [
        (replace(QUIET, last_hour=STRANGER_AN_HOUR), 1),
        (replace(QUIET, waiting=STRANGERS_WAITING), 1),
        (replace(QUIET, kept=STRANGERS_KEPT), 1),
        (QUIET, STRANGER_BYTES + 1),
    ],
)
def test_what_strangers_send_has_bounds_and_none_of_them_is_a_members(full: Crowd, size: int) -> None:
    """R-061: of one account, of all that wait, of all that is remembered, and in size."""
    assert lane_for(1, QUIET) is Lane.STRANGER
    assert lane_for(size, full) is None
    assert lane_for(size, replace(full, enrolled=True)) is Lane.PROMPT


def test_who_writes_faster_than_anybody_reads_is_kept_behind_the_others_and_a_script_is_not() -> None:
    """R-123: nothing that a thumb can do is lost."""
    member = replace(QUIET, enrolled=True)
    assert lane_for(1, replace(member, last_minute=ANSWERS_A_MINUTE - 1)) is Lane.PROMPT
    assert lane_for(1, replace(member, last_minute=ANSWERS_A_MINUTE)) is Lane.HASTY
    assert lane_for(1, replace(member, last_minute=MEMBER_AN_HOUR - 1, last_hour=MEMBER_AN_HOUR - 1)) is Lane.HASTY
    assert lane_for(1, replace(member, last_hour=MEMBER_AN_HOUR)) is None
