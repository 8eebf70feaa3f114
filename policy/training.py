"""How long training holds, and when people are reminded of it (R-062, L136)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from policy.verdict import N_, Allow, Deny, Verdict

LONGEST: Final = timedelta(days=397)
"""Thirteen months, the longest of them: once a year, with a month to find a day for it."""

MONTH_BEFORE: Final = 30
"""Days; nobody whose training holds longer is told anything."""

WEEK_BEFORE: Final = 7


class Reminder(StrEnum):
    """What a person is told of their training, each once."""

    MONTH = "ends_in_a_month"
    WEEK = "ends_in_a_week"
    OVER = "has_ended"


def check_until(until: date, today: date) -> Verdict:
    """R-062, L136: a record of training holds thirteen months from its entry at most."""
    if until <= today + LONGEST:
        return Allow()
    return Deny("R-062", N_("研修の期限は今日から 13 か月以内の日付にしてください。"))


def reminder(until: date, today: date) -> Reminder | None:
    """R-062, L136: a month before, a week before, and when it is over."""
    left = (until - today).days
    if left < 0:
        return Reminder.OVER
    if left <= WEEK_BEFORE:
        return Reminder.WEEK
    return Reminder.MONTH if left <= MONTH_BEFORE else None
