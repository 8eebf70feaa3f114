"""What a request waits for at our end: each step has its end, and turns amber and red."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from policy.clocks import Level, Wait, opens_from
from policy.steps import Standing, Step, dues, worst
from tests.policy.test_clocks import TOKYO, at, came

UNREAD = Standing(
    came("2026-11-27 10:00"), seen=False, dark_since=None, proposed=False, answered=False, unbrought_since=None
)
"""A Friday: three working days end with the Wednesday after."""

READ = replace(UNREAD, seen=True)
DARK = replace(READ, dark_since=at("2026-11-27 10:00"))
ANSWERED = replace(READ, answered=True)
TO_BRING = replace(ANSWERED, unbrought_since=at("2026-12-01 15:00"))
CALM, SOON, OVER = Level


@pytest.mark.parametrize(
    ("standing", "moments"),
    [
        (UNREAD, {"2026-12-02 08:59": CALM, "2026-12-02 09:00": SOON, "2026-12-03 00:00": OVER}),
        (READ, {"2026-12-03 00:00": CALM, "2026-12-11 23:59": SOON, "2026-12-12 00:00": OVER}),
        (DARK, {"2026-11-27 11:59": CALM, "2026-11-27 12:00": SOON, "2026-11-27 14:00": OVER}),
        (TO_BRING, {"2026-12-04 08:59": CALM, "2026-12-04 09:00": SOON, "2026-12-05 00:00": OVER}),
        (ANSWERED, {"2027-12-01 00:00": CALM}),
    ],
)
def test_each_step_turns_amber_and_red_by_its_own_time(standing: Standing, moments: dict[str, Level]) -> None:
    """R-070, R-099: three working days to read it and to bring it, two weeks to answer, four hours in the dark."""
    assert {moment: worst(dues(standing, at(moment))) for moment in moments} == moments


def test_the_nearest_end_stands_first_and_what_is_done_is_gone() -> None:
    """R-070, R-099: whoever looks at the list sees what to do next."""
    now = at("2026-11-27 10:00")
    steps = [[due.step for due in dues(one, now)] for one in (replace(DARK, seen=False), READ, TO_BRING, ANSWERED)]
    assert steps == [[Step.LOOK, Step.READ, Step.ANSWER], [Step.ANSWER], [Step.BRING], []]


def test_waiting_for_the_person_gives_no_time_to_look_at_a_picture() -> None:
    """R-096, R-099: it is dark for neighbours who may need it, whoever we wait for."""
    waits = replace(DARK, clock=replace(DARK.clock, waits=[Wait(at("2026-11-27 10:30"))]))
    assert worst(dues(waits, at("2026-11-27 14:00"))) is OVER


def test_somebody_rings_on_the_last_morning_and_on_the_first_one_too_late() -> None:
    """R-070, R-099: while the desk is there; for a picture within its hours, day or night."""
    now = at("2026-11-27 10:00")
    (_, unread, _) = dues(replace(DARK, seen=False), now)
    assert unread.rings == (at("2026-12-02 09:00"), at("2026-12-03 09:00"))
    over_new_year = replace(UNREAD, clock=came("2026-12-24 10:00"))
    assert dues(over_new_year, now)[0].rings == (at("2027-01-04 09:00"), at("2027-01-05 09:00"))
    (dark,) = (due for due in dues(DARK, now) if due.step is Step.LOOK)
    assert dark.rings == (now + timedelta(hours=2), now + timedelta(hours=4))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-12-03 09:00", "2026-12-03 09:00"),
        ("2026-12-03 09:01", "2026-12-04 09:00"),
        ("2026-12-05 00:00", "2026-12-07 09:00"),
        ("2026-12-28 18:00", "2027-01-04 09:00"),
    ],
)
def test_the_desk_opens_next_on_a_working_day(moment: str, opens: str) -> None:
    """R-070: after a weekend, and after New Year."""
    assert opens_from(at(moment), TOKYO) == at(opens)
