"""When other rules start: stricter ones at once, looser ones a day later."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from policy.rule_changes import DIRECTIONS, loosens, starts_at, still_meant
from policy.rules import Rules

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({"radius_km": 2}, False),
        ({"radius_km": 4}, True),
        ({"approvals_needed": 3}, False),
        ({"text_only": True}, False),
        ({"reporter_counts": True}, True),
        ({"send_when_quota_unknown": True}, True),
        ({"life_hours": 12, "text_days": 20}, False),
        ({"life_hours": 12, "max_event_age_hours": 25}, True),
        ({"quiet_from_hour": 21, "desk_hours": "10–17"}, False),
    ],
)
def test_what_lets_more_out_or_keeps_more_waits_a_day(changes: dict[str, Any], waits: bool) -> None:
    """R-044, R-126, L231: one looser rule among stricter ones is enough; hours and addresses weigh nothing."""
    before = Rules()
    after = replace(before, **changes)
    assert loosens(before, after) is waits
    assert starts_at(before, after, NOW) == (NOW + DAY if waits else NOW)


@pytest.mark.parametrize("name", DIRECTIONS)
def test_each_of_them_is_looser_one_way_alone(name: str) -> None:
    """R-044: whichever way it moves, it is stricter one way and looser the other."""
    before = replace(Rules(), **{name: 1})
    ways = {loosens(before, replace(before, **{name: value})) for value in (0, 2)}
    assert ways == {False, True}


def test_what_was_decided_otherwise_since_is_not_undone() -> None:
    """R-044, R-126: somebody narrowed the radius while a wider one was still ahead; the rest of that starts."""
    before = asdict(Rules())
    changes = {"radius_km": 5, "life_hours": 48}
    assert still_meant(before, changes, before) == changes
    assert still_meant(before, changes, {**before, "radius_km": 1}) == {"life_hours": 48}
