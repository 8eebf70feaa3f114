"""How long a request may wait: over New Year, Golden Week, pauses and the one extension."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.clocks import (
    Clock,
    Level,
    Wait,
    answer_by,
    is_working_day,
    last_day,
    level,
    may_extend,
    receipt_by,
    reminders,
)
from policy.holidays import holidays
from policy.verdict import Allow, Deny

TOKYO = ZoneInfo("Asia/Tokyo")
REASON = "防犯カメラの記録を別の会社に確かめているため"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def came(text: str) -> Clock:
    return Clock(at(text), TOKYO)


@pytest.mark.parametrize(
    ("received", "receipt", "answer"),
    [
        ("2026-11-30 10:00", "2026-12-04 00:00", "2026-12-15 00:00"),  # an ordinary Monday
        ("2026-11-27 23:59", "2026-12-03 00:00", "2026-12-12 00:00"),  # Friday night: the weekend lies between
        ("2026-11-20 10:00", "2026-11-27 00:00", "2026-12-05 00:00"),  # Monday is Labour Thanksgiving Day
        ("2026-12-25 10:00", "2027-01-06 00:00", "2027-01-09 00:00"),  # 28 Dec, 4 and 5 Jan are working days
        ("2026-12-30 10:00", "2027-01-07 00:00", "2027-01-14 00:00"),  # within the closed days
        ("2027-04-28 10:00", "2027-05-08 00:00", "2027-05-13 00:00"),  # 30 April, 6 and 7 May
        ("2026-09-18 10:00", "2026-09-29 00:00", "2026-10-03 00:00"),  # 22 September lies between two holidays
        ("2027-03-19 10:00", "2027-03-26 00:00", "2027-04-03 00:00"),  # the equinox is a Sunday, so Monday is off
    ],
)
def test_receipt_takes_three_working_days_and_an_answer_two_weeks(received: str, receipt: str, answer: str) -> None:
    """R-070: holidays give the desk time to confirm, and no time to answer."""
    clock = came(received)
    assert receipt_by(clock) == at(receipt)
    assert answer_by(clock, clock.received_at) == at(answer)


@pytest.mark.parametrize(
    ("end", "day"),
    [
        ("2026-12-15 00:00", date(2026, 12, 14)),
        ("2027-01-01 00:00", date(2026, 12, 31)),
        ("2026-12-15 00:01", None),
        ("2026-12-14 17:00", None),
    ],
)
def test_what_ends_at_midnight_ends_with_the_day_before(end: str, day: date | None) -> None:
    """R-070: "until 15 December, 00:00" is taken for the 15th; people are told the 14th, which is the last day."""
    assert last_day(at(end)) == day


def test_the_days_on_which_nobody_is_there() -> None:
    """R-070: those that the cabinet office announced for 2026, and the turn of the year."""
    announced = "0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123"
    assert sorted(holidays(2026)) == [date(2026, int(day[:2]), int(day[2:])) for day in announced.split()]
    closed = [date(2026, 12, 29) + timedelta(days=n) for n in range(6)]
    assert [is_working_day(day) for day in (closed[0] - timedelta(days=1), *closed)] == [True, *[False] * 6]
    assert is_working_day(date(2027, 1, 4))


def test_reminders_come_while_somebody_is_there() -> None:
    """R-070: at half the time, four fifths and its end, and before closed days rather than in them."""
    assert reminders(came("2026-11-30 00:00"), at("2026-11-30 00:00")) == (
        at("2026-12-07 09:00"),
        at("2026-12-11 09:00"),  # 80 % is over when Friday is
        at("2026-12-14 09:00"),
    )
    in_the_holidays = came("2026-12-29 08:00")
    assert reminders(in_the_holidays, in_the_holidays.received_at)[0] == at("2027-01-05 09:00")
    assert reminders(came("2026-12-19 10:00"), at("2026-12-19 10:00"))[2] == at("2026-12-28 09:00")


def test_only_waiting_for_the_person_stops_the_clock() -> None:
    """R-070: by exactly as long as they take; an open question stops it until they answer, and two weeks at most."""
    clock = came("2026-11-30 10:00")
    asked = at("2026-12-02 10:00")
    open_ = replace(clock, waits=[Wait(asked)])
    assert answer_by(open_, at("2026-12-05 10:00")) == at("2026-12-18 00:00")
    assert level(open_, at("2026-12-16 10:00")) is Level.CALM
    assert answer_by(open_, at("2027-03-01 10:00")) == at("2026-12-29 00:00")
    assert level(open_, at("2026-12-29 00:00")) is Level.OVER
    answered = replace(clock, waits=[Wait(asked, at("2026-12-03 10:00"))])
    assert answer_by(answered, at("2027-03-01 10:00")) == at("2026-12-16 00:00")


def test_a_clock_turns_amber_then_red() -> None:
    """R-070: whoever looks at the list sees what is urgent."""
    clock = came("2026-11-30 00:00")
    moments = ("2026-12-11 23:59", "2026-12-12 00:00", "2026-12-14 23:59", "2026-12-15 00:00")
    assert [level(clock, at(one)) for one in moments] == [Level.CALM, Level.SOON, Level.SOON, Level.OVER]


def test_one_extension_with_a_reason_before_the_end() -> None:
    """R-070: never a second one, never afterwards, never without words for the person."""
    clock, early, late = came("2026-11-30 10:00"), at("2026-12-10 10:00"), at("2026-12-15 00:00")
    assert isinstance(may_extend(clock, REASON, early), Allow)
    extended = replace(clock, extended=True)
    assert answer_by(extended, early) == at("2026-12-31 00:00")
    for refused in (
        may_extend(extended, REASON, early),
        may_extend(clock, REASON, late),
        may_extend(clock, " 確認中 " + " " * 20, early),
    ):
        assert isinstance(refused, Deny)


waiting = st.lists(st.integers(0, 10_000), min_size=0, max_size=6)


@given(received=st.integers(0, 60 * 365 * 24 * 60), steps=waiting, extended=st.booleans())
def test_no_clock_goes_backwards(received: int, steps: list[int], extended: bool) -> None:
    """R-070: a pause, an answer or an extension never brings the end nearer, and reminders come in their order."""
    clock = Clock(at("2022-01-01 00:00") + timedelta(minutes=received), TOKYO, extended=extended)
    now, end = clock.received_at, answer_by(clock, clock.received_at)
    for number, step in enumerate(steps):
        now += timedelta(minutes=step)
        waits = [*clock.waits]
        waits = [*waits[:-1], replace(waits[-1], until=now)] if number % 2 else [*waits, Wait(now)]
        clock = replace(clock, waits=waits)
        assert answer_by(clock, now) >= end
        end = answer_by(clock, now)
    asked = reminders(clock, now)
    assert list(asked) == sorted(asked)
    assert clock.received_at <= asked[0]
    assert asked[-1] <= end
    assert answer_by(replace(clock, extended=True), now) >= end
