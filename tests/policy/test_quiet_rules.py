"""When what isn't urgent may ring (R-127)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from policy.quiet import quiet_until
from policy.rules import Rules

JAPAN = ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize(
    ("begin", "end", "now", "rings"),
    [
        (22, 7, "23T21:59", None),
        (22, 7, "23T22:00", "24T07:00"),
        (22, 7, "24T06:59", "24T07:00"),
        (22, 7, "24T07:00", None),
        (1, 5, "24T04:30", "24T05:00"),
        (1, 5, "24T00:30", None),
        (0, 0, "24T00:00", None),
        (12, 12, "24T12:00", None),
    ],
)
def test_what_is_not_urgent_waits_for_the_morning(begin: int, end: int, now: str, rings: str | None) -> None:
    """R-127: across midnight or not; a network whose hours begin and end together has none."""
    rules = replace(Rules(), quiet_from_hour=begin, quiet_until_hour=end)
    until = quiet_until(datetime.fromisoformat(f"2026-11-{now}").replace(tzinfo=JAPAN), rules)
    assert until == (None if rings is None else datetime.fromisoformat(f"2026-11-{rings}").replace(tzinfo=JAPAN))
