"""Digits that an app shows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from policy.codes import STEP, TRIES, digits, may_try, step_of
from policy.desk import counts_on

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(("seconds", "shown"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_the_digits_are_those_of_every_app(seconds: int, shown: str) -> None:
    """R-064: RFC 6238, appendix B, the last six of eight digits."""
    assert digits(SECRET, seconds // STEP) == shown


def test_digits_are_good_about_now_and_once(now: datetime) -> None:
    """R-064: half a minute before and after, and never again once they were used."""
    shown, step = digits(SECRET, int(now.timestamp()) // STEP), int(now.timestamp()) // STEP
    for late in (-STEP, 0, STEP):
        assert step_of(SECRET, shown, 0, now + timedelta(seconds=late)) == step
    for late in (-3 * STEP, 2 * STEP):
        assert step_of(SECRET, shown, 0, now + timedelta(seconds=late)) is None
    assert step_of(SECRET, shown, step, now) is None
    for typed in ("", "２８７０８２", "あいうえおか", "💣"):
        assert step_of(SECRET, typed, 0, now) is None, "what is no digit is wrong, and no fault of ours"


def test_nobody_guesses_for_long(now: datetime) -> None:
    """R-064: after five wrong ones an hour's rest."""
    assert may_try(TRIES - 1, now, now)
    assert not may_try(TRIES, now, now + timedelta(minutes=59))
    assert may_try(TRIES, now, now + timedelta(hours=1))


def test_a_copied_key_is_known_by_the_number_it_comes_with() -> None:
    """R-064: of two that bear one name, the one that counts less; some keys count nothing, and are never a copy."""
    assert counts_on(7, 8)
    assert counts_on(0, 1)
    assert counts_on(0, 0)
    for number in (7, 3, 0):
        assert not counts_on(7, number)
