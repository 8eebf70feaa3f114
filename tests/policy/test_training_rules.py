"""How long training holds, and when people are reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policy.access import trained
from policy.training import LONGEST, Reminder, check_until, reminder
from tests.world.facts import APPROVER, DAY, NOW

TODAY = NOW.date()


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (365, True), (397, True), (398, False), (3650, False)])
def test_a_record_holds_thirteen_months_at_most(days: int, *, allowed: bool) -> None:
    """R-062: whoever writes 2099 has not trained anybody for that long."""
    assert bool(check_until(TODAY + timedelta(days=days), TODAY)) is allowed


def test_a_date_beyond_the_ceiling_that_stands_already_is_no_training() -> None:
    """R-062: as none is none."""
    assert trained(replace(APPROVER, trained_until=NOW + LONGEST), NOW)
    assert not trained(replace(APPROVER, trained_until=NOW + LONGEST + 2 * DAY), NOW)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (31, None),
        (30, Reminder.MONTH),
        (8, Reminder.MONTH),
        (7, Reminder.WEEK),
        (0, Reminder.WEEK),
        (-1, Reminder.OVER),
    ],
)
def test_people_are_reminded_in_time(days: int, told: Reminder | None) -> None:
    """R-062: a month before, a week before, and when it is over."""
    assert reminder(TODAY + timedelta(days=days), TODAY) is told
