"""Each month the desk is tried, each year the rules are gone through; what is late is a light."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from policy.readiness import Level
from policy.review import SOON, YEAR, Outcome, Reviewed, Subject, check_review, review_light
from policy.trial import Trial, trial_light
from tests.world.facts import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("until", "answered", "level"),
    [
        (NOW + DAY, None, Level.CARE),
        (NOW + DAY, NOW - DAY, Level.GOOD),
        (NOW - DAY, None, Level.BAD),
        (NOW - 2 * DAY, NOW - DAY, Level.BAD),
    ],
)
def test_a_late_trial_is_red_whether_or_not_it_was_answered(
    until: datetime, answered: datetime | None, level: Level
) -> None:
    """R-076: in time is good, open is a reminder, and an answer that came late makes nothing good."""
    assert trial_light(Trial("T-2026-11", until, answered), NOW).level is level


def test_before_the_first_trial_nothing_is_amiss() -> None:
    """R-076: a network that began this month has missed nothing."""
    assert trial_light(None, NOW).level is Level.GOOD


@pytest.mark.parametrize(
    ("ago", "level"),
    [(DAY, Level.GOOD), (YEAR - SOON - DAY, Level.GOOD), (YEAR - SOON, Level.CARE), (YEAR, Level.BAD)],
)
def test_the_rules_are_due_a_year_after_they_were_gone_through(ago: timedelta, level: Level) -> None:
    """R-145: or after the network began, if they never were."""
    long_ago = NOW - 5 * YEAR
    assert review_light(Reviewed(long_ago, NOW - ago), NOW).level is level
    assert review_light(Reviewed(NOW - ago, None), NOW).level is level


def test_a_review_looks_at_every_subject() -> None:
    """R-133, R-145: at the keys and the ways of masking too; what was left out is no review."""
    whole = dict.fromkeys(Subject, Outcome.KEEP)
    assert check_review(whole)
    for one in Subject:
        assert not check_review({subject: outcome for subject, outcome in whole.items() if subject is not one})
