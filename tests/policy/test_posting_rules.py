"""When a photograph of the poster has to be there, who may show it, and who is told before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policy.access import may_report, may_show_notice
from policy.audience import may_originate, may_receive
from policy.notices.posting import GRACE, Reminder, due_at, may_send_under, reminder
from policy.readiness import RECEIVES, SENDS, Level, lights, notice_light
from policy.verdict import Allow, Deny, Verdict
from tests.world.facts import NEIGHBOUR, NOW, RULES, SHOP, STAFF, member, store

DUE = due_at(NOW)
LATE, WAITING, SHOWN = (replace(store(), notice_due_at=due) for due in (NOW, NOW + timedelta(seconds=1), None))


def clause(verdict: Verdict) -> str:
    """Whose no it is; empty for a yes."""
    return verdict.clause if isinstance(verdict, Deny) else ""


def test_two_weeks_after_it_was_wanted_a_store_without_a_photograph_warns_nobody() -> None:
    """R-023, R-032: up to the last second it may; then neither reports nor alerts; a photograph ends it."""
    assert timedelta(days=14) == GRACE == DUE - NOW
    for verdict in (may_originate, may_send_under):
        assert [isinstance(verdict(one, NOW), Allow) for one in (LATE, WAITING, SHOWN)] == [False, True, True]
    assert clause(may_originate(LATE, NOW)) == clause(may_report(STAFF, LATE, NOW)) == "R-023"


def test_it_is_still_warned_by_others() -> None:
    """R-005, R-023: nobody is left in the dark for a poster."""
    near = replace(store(NEIGHBOUR), notice_due_at=NOW)
    assert may_receive(store(), near, radius_km=3, far_store_ids=(), rules=RULES, now=NOW)
    lit = {light.about: light.level for light in lights(LATE, [], RULES, NOW)}
    assert lit[SENDS] is Level.BAD
    assert notice_light(LATE, NOW).only_sends


@pytest.mark.parametrize(
    ("one", "level", "clause_"),
    [
        (store(notice_posted=False), Level.BAD, "R-122"),
        (LATE, Level.BAD, "R-023"),
        (WAITING, Level.CARE, "R-023"),
        (SHOWN, Level.GOOD, "R-023"),
    ],
)
def test_one_light_says_how_it_stands(one: object, level: Level, clause_: str) -> None:
    """R-023, R-122: none, of an old version and late, not yet, shown."""
    light = notice_light(one, NOW)  # type: ignore[arg-type]
    assert (light.level, light.clause) == (level, clause_)
    assert light in lights(one, [], RULES, NOW)  # type: ignore[arg-type]
    assert RECEIVES


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (timedelta(days=14), Reminder.START),
        (timedelta(days=7, seconds=1), Reminder.START),
        (timedelta(days=7), Reminder.WEEK),
        (timedelta(days=1, seconds=1), Reminder.WEEK),
        (timedelta(days=1), Reminder.DAY),
        (timedelta(seconds=1), Reminder.DAY),
        (timedelta(0), Reminder.OVER),
    ],
)
def test_a_store_is_told_before(before: timedelta, told: Reminder) -> None:
    """R-023: at once, a week and a day before, and when it sends nothing any more."""
    assert reminder(DUE, DUE - before) is told


def test_only_who_works_there_shows_that_it_hangs() -> None:
    """R-023: of whatever role, as long as they have not left; nobody of another store."""
    assert may_show_notice(STAFF, SHOP, NOW)
    assert clause(may_show_notice(STAFF, NEIGHBOUR, NOW)) == "R-023"
    assert isinstance(may_show_notice(replace(STAFF, left_at=NOW), SHOP, NOW), Deny)
    assert isinstance(may_show_notice(member("nobody"), SHOP, NOW), Deny)
