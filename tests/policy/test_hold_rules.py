"""How long a case is held, by whom, and who may read it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from policy.hold import (
    LONGEST_IN_ALL,
    UNCONFIRMED,
    HoldFacts,
    check_confirmation,
    check_open,
    check_term,
    until,
)
from tests.world.facts import DAY, HOUR, NOW

ASKED = HoldFacts("anna", NOW, 30)
CONFIRMED = HoldFacts("anna", NOW, 30, NOW + HOUR)


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (0, False), (1, True), (30, True), (31, False)])
def test_a_hold_is_looked_at_again_each_month(days: int, allowed: bool) -> None:
    """R-142: an end that has not passed, thirty days away at most."""
    assert bool(check_term("anna", [], days, NOW)) is allowed


@pytest.mark.parametrize(("later", "allowed"), [(59 * DAY, True), (60 * DAY, True), (61 * DAY, False)])
def test_all_holds_of_a_case_end_within_ninety_days(later: timedelta, allowed: bool) -> None:
    """R-142, R-043: whoever prolongs it, and as often as they like."""
    assert bool(check_term("berta", [CONFIRMED, CONFIRMED], 30, NOW + later)) is allowed
    assert until([CONFIRMED], 30, NOW + 89 * DAY) == NOW + LONGEST_IN_ALL


def test_whoever_was_not_confirmed_does_not_ask_again() -> None:
    """R-142: nobody alone keeps a case from being erased, day by day."""
    assert not check_term("anna", [ASKED], 30, NOW + 2 * DAY)
    assert check_term("berta", [ASKED], 30, NOW + 2 * DAY)
    assert check_term("anna", [CONFIRMED], 30, NOW + 2 * DAY)


def test_another_person_confirms_within_a_day() -> None:
    """R-142: not who asked, not twice, not late, and not what nobody asked for."""
    assert check_confirmation("berta", ASKED, NOW + UNCONFIRMED)
    assert not check_confirmation("anna", ASKED, NOW + HOUR)
    assert not check_confirmation("berta", ASKED, NOW + UNCONFIRMED + HOUR)
    assert not check_confirmation("berta", CONFIRMED, NOW + 2 * HOUR)
    assert not check_confirmation("berta", None, NOW)


def test_what_is_held_is_read_only_while_two_people_hold_it() -> None:
    """R-142, R-007: one person's asking stops the erasure for a day and opens nothing."""
    assert check_open([CONFIRMED], NOW + DAY)
    assert not check_open([CONFIRMED], NOW + HOUR + 30 * DAY)
    assert not check_open([ASKED], NOW + HOUR)
    assert not check_open([CONFIRMED, HoldFacts("berta", NOW + 40 * DAY, 5)], NOW + 40 * DAY)
    assert not check_open([], NOW)
