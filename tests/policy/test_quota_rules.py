"""An alert leaves only if its own recall could still follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policy.quota import (
    DAYS_TO_NOTICE,
    JUST_NOW,
    LEAST_SHARE,
    ONE_REPORT,
    PRESSING_A_DAY,
    QuotaFacts,
    is_known,
    leaves_a_recall,
    leaves_the_reserve,
    leaves_what_is_owed,
    may_cost,
    may_use_the_reserve,
)
from policy.rules import Rules
from tests.world.facts import NOW, RULES

ASKED = QuotaFacts(allowed=500, used=0, asked_at=NOW)
LATE = replace(ASKED, asked_at=NOW - timedelta(minutes=16))
BOLD = replace(RULES, send_when_quota_unknown=True)


@pytest.mark.parametrize(
    ("quota", "rules", "goes"),
    [
        (ASKED, RULES, True),
        (replace(ASKED, used=391), RULES, False),
        (replace(ASKED, allowed=None), RULES, True),
        (LATE, RULES, False),
        (None, RULES, False),
        (LATE, BOLD, True),
        (None, BOLD, True),
        (replace(LATE, used=391), BOLD, False),
    ],
)
def test_what_is_not_known_holds_back_unless_the_network_decided_otherwise(
    quota: QuotaFacts | None, rules: Rules, goes: bool
) -> None:
    """R-078: ten cards, the reserve of a hundred; a figure of long ago is none, but still counts against it."""
    verdict = leaves_a_recall(quota, 10, 0, rules, NOW)
    assert bool(verdict) is goes
    assert verdict or verdict.clause == "R-078"


def test_a_figure_is_known_for_a_quarter_of_an_hour() -> None:
    """R-078: as long as an assessment takes; never asked is not known."""
    assert is_known(ASKED, NOW + timedelta(minutes=15))
    assert not is_known(LATE, NOW)
    assert not is_known(None, NOW)


def test_a_broadcast_wants_a_figure_of_the_last_minute_that_counts_what_is_about_to_leave() -> None:
    """R-078: what was asked before the clock was set back by an hour is old; two alerts don't share one message."""
    assert is_known(ASKED, NOW + timedelta(minutes=1), JUST_NOW)
    assert not is_known(ASKED, NOW + timedelta(seconds=61), JUST_NOW)
    assert not is_known(ASKED, NOW - timedelta(hours=1))
    last = replace(ASKED, used=500 - RULES.line_reserve_messages - 10)
    assert leaves_a_recall(last, 10, 0, RULES, NOW)
    assert not leaves_a_recall(last, 10, 1, RULES, NOW)


def test_no_card_that_is_not_urgent_takes_of_the_reserve() -> None:
    """R-078: to the last message above it, those counted that are on their way; no limit, no reserve."""
    last = replace(ASKED, used=500 - RULES.line_reserve_messages - 1)
    assert leaves_the_reserve(last, 0, RULES)
    assert not leaves_the_reserve(last, 1, RULES)
    assert not leaves_the_reserve(replace(last, used=last.used + 1), 0, RULES)
    assert leaves_the_reserve(replace(last, allowed=None), 1000, RULES)
    assert leaves_the_reserve(None, 0, RULES)


def test_what_is_urgent_and_about_no_case_has_a_number_a_day() -> None:
    """R-078, L126: the last messages of a month are for recalls, whoever is called to incidents."""
    assert may_use_the_reserve(PRESSING_A_DAY - 1)
    assert not may_use_the_reserve(PRESSING_A_DAY)


def test_what_recalls_would_need_is_nobody_elses() -> None:
    """R-078, L126: every alert that lives counts, for the next alert and for single cards; an urgent one may use the
    reserve, but not that.
    """
    owed = RULES.line_reserve_messages + 40
    left = replace(ASKED, used=500 - owed - 10)
    assert leaves_a_recall(replace(left, used=left.used - 10), 10, 0, RULES, NOW, owed=owed)
    assert not leaves_a_recall(left, 10, 0, RULES, NOW, owed=owed)
    assert leaves_the_reserve(left, 9, RULES, owed=owed)
    assert not leaves_the_reserve(left, 10, RULES, owed=owed)
    last = replace(ASKED, used=500 - 3)
    assert leaves_what_is_owed(last, 0, RULES, owed=2, decided=True)
    assert not leaves_what_is_owed(last, 1, RULES, owed=2, decided=True)
    assert leaves_what_is_owed(None, 1000, RULES, owed=2)


def test_half_of_the_reserve_is_taken_by_nothing_that_people_ask_for() -> None:
    """R-078, L126: fifty of the hundred are there for recalls and corrections, though no alert lives just now."""
    last = replace(ASKED, used=500 - 51)
    assert leaves_what_is_owed(last, 0, RULES, owed=0)
    assert not leaves_what_is_owed(last, 1, RULES, owed=0)
    assert not leaves_what_is_owed(last, 0, RULES, owed=51)
    assert leaves_what_is_owed(last, 1, RULES, owed=0, decided=True)


@pytest.mark.parametrize(
    ("allowed", "each"),
    [
        (None, RULES.messages_per_person_day),
        (30_000, RULES.messages_per_person_day),
        (RULES.line_reserve_messages + DAYS_TO_NOTICE * 30, 30),
        (RULES.line_reserve_messages, LEAST_SHARE),
    ],
)
def test_what_one_person_does_costs_a_number_a_day_and_a_share_of_a_small_month(allowed: int | None, each: int) -> None:
    """R-123, L231: by themselves nobody empties a month before somebody has read who it is."""
    month = replace(ASKED, allowed=allowed)
    assert may_cost(each - 1, 0, month, RULES)
    assert not may_cost(each, 0, month, RULES)
    assert bool(may_cost(RULES.messages_per_person_day - 1, 0, None, RULES))


@pytest.mark.parametrize(
    ("by_all", "left", "each"),
    [
        (150, 150, RULES.messages_per_person_day),
        (151, 150, ONE_REPORT),
        (11, -5, ONE_REPORT),
        (10_000, None, RULES.messages_per_person_day),
    ],
)
def test_once_a_day_has_cost_more_than_it_leaves_each_has_what_a_report_needs(
    by_all: int, left: int | None, each: int
) -> None:
    """R-123, L231: however many do it together; where no month is counted, nobody can empty it."""
    allowed = 10_000
    used = allowed - RULES.line_reserve_messages - (left or 0)
    month = replace(ASKED, allowed=None if left is None else allowed, used=used)
    assert may_cost(each - 1, by_all, month, RULES)
    assert not may_cost(each, by_all, month, RULES)
