"""When to try again: by how often, by how long, and never shorter than the other side asks for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.retry import Retry

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
OFTEN, LONG, FOR_EVER = Retry(most=8), Retry(within=4 * MINUTE), Retry()
SLOW = Retry(first=5 * SECOND, longest=30 * SECOND)


@pytest.mark.parametrize(
    ("retry", "attempts", "age", "asked", "expected"),
    [
        (OFTEN, 1, DAY, 0, 2),
        (OFTEN, 7, DAY, 0, 128),
        (OFTEN, 8, 0 * SECOND, 0, None),
        (Retry(most=1), 1, 0 * SECOND, 60, None),
        (LONG, 1, 0 * SECOND, 0, 2),
        (LONG, 1, 0 * SECOND, 30, 30),
        (LONG, 5, MINUTE, 1, 32),
        (LONG, 7, 126 * SECOND, 0, 114),
        (LONG, 7, 239 * SECOND, 30, 30),
        (LONG, 99, 240 * SECOND, 0, None),
        (FOR_EVER, 1, DAY, 0, 2),
        (FOR_EVER, 12, DAY, 0, 600),
        (FOR_EVER, 100_000, 1000 * DAY, 0, 600),
        (FOR_EVER, 100_000, 1000 * DAY, 3600, 3600),
        (SLOW, 1, DAY, 0, 5),
        (SLOW, 3, DAY, 0, 20),
        (SLOW, 4, DAY, 0, 30),
    ],
)
def test_the_table(retry: Retry, attempts: int, age: timedelta, asked: int, expected: int | None) -> None:
    """Doubling pauses up to the longest, cut to the time that is left; None is the end."""
    pause = retry.decide(attempts, age, asked * SECOND)
    assert pause == (None if expected is None else expected * SECOND)


@pytest.mark.parametrize(("hangs", "ends"), [(0, 240), (10, 250), (13, 253)])
def test_four_minutes_are_four_minutes_however_long_an_attempt_hangs(hangs: int, ends: int) -> None:
    """The last attempt begins when they are over, and its answer is the last that is waited for."""
    moment, attempts = timedelta(), 0
    while True:
        moment, attempts = moment + hangs * SECOND, attempts + 1
        pause = LONG.decide(attempts, moment)
        if pause is None:
            break
        moment += pause
    assert moment.total_seconds() == ends
    assert attempts == 8
