"""How long a person who asks about their data may be kept waiting (guideline L146; Act art. 39: two weeks)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from policy.holidays import holidays
from policy.verdict import N_, Allow, Deny, Verdict

DAY: Final = timedelta(days=1)
NO_DAY: Final = timedelta()
OPENS: Final = time(9)
SATURDAY: Final = 6
"""As ISO counts."""

RECEIPT_DAYS: Final = 3
"""Working days until somebody of the desk has looked at it, or brought an answer that is not read on the page."""

ANSWER_DAYS: Final = 14
"""Calendar days: after two weeks a person may sue (Act art. 39), whatever holidays lie between."""

EXTENDED_DAYS: Final = 30
"""All in all, once, with a reason that the person is told."""

LONGEST_WAIT: Final = timedelta(days=14)
"""For the person's answer to one question; then it is decided by what is known, and nothing lies there for ever."""

FEWEST_REASON: Final = 20
"""Characters of that reason."""

SHARES: Final = (0.5, 0.8, 1.0)
"""Of the time that there is: whoever answers is reminded then."""

REBUTTAL: Final = timedelta(hours=4)
"""R-096: an alert lives for a day; whoever says that it is wrong has hours, not days."""


YEARS: Final = range(2000, 2100)


def is_of_our_time(day: date) -> bool:
    """R-064: whether somebody can mean this day, or moment; near a calendar's ends none can be told in another zone."""
    return day.year in YEARS


class Level(StrEnum):
    """How near the end is."""

    CALM = "clock_calm"
    SOON = "clock_soon"
    OVER = "clock_over"


@dataclass(frozen=True)
class Wait:
    """We asked the person something; ``until`` None: they have not answered yet."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Clock:
    """One request's time; ``waits`` by time, none within another."""

    received_at: datetime
    zone: ZoneInfo
    waits: Sequence[Wait] = ()
    extended: bool = False


def last_day(end: datetime) -> date | None:
    """R-070, L146: the day that is over then, as people say it; None if the end is within a day.

    ``end``: in the time zone of whoever reads it.
    """
    return None if end.time() > time() else (end - DAY).date()


def is_working_day(day: date) -> bool:
    """Neither a weekend nor a holiday, nor from 29 December to 3 January, when Japanese offices are closed."""
    closed = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return not (closed or day.isoweekday() >= SATURDAY or day in holidays(day.year))


def receipt_by(clock: Clock) -> datetime:
    """R-070, L146: the end of the third working day after the day on which it came."""
    return working_days_after(clock.received_at, clock.zone)


def working_days_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """R-070, L146: what the desk can do by itself it has done by the end of the third working day after that day."""
    day = moment.astimezone(zone).date()
    for _ in range(RECEIPT_DAYS):
        day = _working_day_from(day + DAY)
    return _end_of(day, zone)


def opens_from(moment: datetime, zone: ZoneInfo) -> datetime:
    """R-070, L146: when the desk opens next; that moment, if it opens just then."""
    local = moment.astimezone(zone)
    return _opening(_working_day_from(local.date() + (DAY if local.time() > OPENS else NO_DAY)), zone)


def answer_by(clock: Clock, now: datetime) -> datetime:
    """R-070, L146: the end of the 14th day, or 30th, and later by what we waited for the person until ``now``.

    Whoever asks and hears nothing has ``LONGEST_WAIT`` more, and not for ever.
    """
    waits = ((wait.until or max(now, wait.since)) - wait.since for wait in clock.waits)
    return clock.received_at + _allowed(clock) + sum((min(wait, LONGEST_WAIT) for wait in waits), timedelta())


def reminders(clock: Clock, now: datetime) -> tuple[datetime, ...]:
    """R-070, L146: at 50, 80 and 100 % of it, on the morning of that day or of the last working day before it."""
    return tuple(_at_work(_spent(share, clock, now), clock) for share in SHARES)


def level(clock: Clock, now: datetime) -> Level:
    """R-070, L146: red once the answer is late, amber once four fifths of the time are gone."""
    if now >= answer_by(clock, now):
        return Level.OVER
    return Level.SOON if now >= _spent(SHARES[1], clock, now) else Level.CALM


def may_extend(clock: Clock, reason: str, now: datetime) -> Verdict:
    """R-070, L146: once, before the time is over, for a reason in words that the person reads."""
    if clock.extended:
        return Deny("R-070", N_("延長は一度だけです。回答してください。"))
    if level(clock, now) is Level.OVER:
        return Deny("R-070", N_("期限を過ぎた申出は延長できません。すぐに回答してください。"))
    if len(reason.strip()) < FEWEST_REASON:
        return Deny("R-070", N_("延長の理由を {least} 文字以上で書いてください。"), {"least": FEWEST_REASON})
    return Allow()


def _allowed(clock: Clock) -> timedelta:
    days = EXTENDED_DAYS if clock.extended else ANSWER_DAYS
    return _end_of(clock.received_at.astimezone(clock.zone).date() + days * DAY, clock.zone) - clock.received_at


def _spent(share: float, clock: Clock, now: datetime) -> datetime:
    """When so much of the time is gone in which we did not wait for the person."""
    return answer_by(clock, now) - (1 - share) * _allowed(clock)


def opens_before(moment: datetime, zone: ZoneInfo) -> datetime:
    """R-070, L146: when the desk opens last before that moment."""
    day = moment.astimezone(zone).date()
    while not is_working_day(day) or _opening(day, zone) > moment:
        day -= DAY
    return _opening(day, zone)


def _at_work(moment: datetime, clock: Clock) -> datetime:
    """When the desk opens last before that moment, but not before the request came."""
    return max(opens_before(moment, clock.zone), clock.received_at)


def _working_day_from(day: date) -> date:
    while not is_working_day(day):
        day += DAY
    return day


def _opening(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, OPENS, zone)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + DAY, time(), zone)
