"""When doubts keep the picture back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from policy.doubt import Doubt, is_in_doubt
from policy.forms.names import DoubtReason

NOW = datetime(2026, 11, 20, 5, tzinfo=UTC)


def doubt(store: str, reason: DoubtReason = DoubtReason.UNSAID, minutes: int = 0) -> Doubt:
    return Doubt(store, reason, NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("reason", DoubtReason)
def test_one_doubt_counts_if_it_says_why(reason: DoubtReason) -> None:
    """R-096: and only then."""
    assert is_in_doubt([doubt("a", reason)], None) == (reason is not DoubtReason.UNSAID)


def test_two_stores_need_no_reason_and_two_people_of_one_store_do() -> None:
    """R-096: colleagues have spoken with each other."""
    assert is_in_doubt([doubt("a"), doubt("b")], None)
    assert not is_in_doubt([doubt("a"), doubt("a")], None)
    assert not is_in_doubt([], None)


def test_what_the_store_has_answered_counts_no_more() -> None:
    """R-096: a new doubt does, and so do two new ones, but not a new one with an answered one."""
    old = [doubt("a", DoubtReason.HEARD_PAID), doubt("b")]
    assert not is_in_doubt(old, NOW)
    assert not is_in_doubt([*old, doubt("c", minutes=1)], NOW)
    assert is_in_doubt([*old, doubt("c", minutes=1), doubt("d", minutes=2)], NOW)
