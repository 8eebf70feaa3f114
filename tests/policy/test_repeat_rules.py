"""Which reports are about an event that has had its answer, as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.facts import EarlierNo
from policy.repeats import is_same_event
from policy.retention import ANSWER_STANDS
from tests.world.facts import HOUR, NOW

MINUTE = timedelta(minutes=1)
NO = EarlierNo("earlier", event_at=NOW - HOUR, ended_at=NOW, refuser_id="approver")


@pytest.mark.parametrize(
    ("event", "reported", "now", "same"),
    [
        (-HOUR, MINUTE, MINUTE, True),
        (-2 * HOUR, MINUTE, MINUTE, True),
        (-23 * HOUR, MINUTE, MINUTE, True),
        (3 * HOUR, 3 * HOUR, 4 * HOUR, True),
        (23 * HOUR, 24 * HOUR, 25 * HOUR, True),
        (-HOUR, -HOUR, MINUTE, True),
        (-HOUR, -HOUR, -MINUTE, False),
        (24 * HOUR, 24 * HOUR + MINUTE, 25 * HOUR, False),
        (4 * HOUR, 24 * HOUR + MINUTE, 25 * HOUR, True),
        (6 * HOUR, 24 * HOUR + MINUTE, 25 * HOUR, False),
    ],
)
def test_what_is_in_doubt_the_same_event(event: timedelta, reported: timedelta, now: timedelta, *, same: bool) -> None:
    """R-112: times from the earlier report's end; another hour, or reporting it a day later, makes no new event."""
    found = is_same_event(NO, event_at=NOW + event, reported_at=NOW + reported, now=NOW + now)

    assert found is same


@given(st.timedeltas(-ANSWER_STANDS, ANSWER_STANDS), st.timedeltas(-ANSWER_STANDS, ANSWER_STANDS))
def test_no_time_that_is_told_makes_another_event_within_a_day(told: timedelta, begun: timedelta) -> None:
    """R-112: whatever time a report of the day after gives, and whenever it was begun."""
    assert is_same_event(NO, event_at=NOW + told, reported_at=NOW + begun, now=NOW + ANSWER_STANDS)
