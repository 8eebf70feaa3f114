"""The day that is over at an end, and a moment of another day, as people say them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from handlers.cards import Sentence, Text, t
from policy.verdict import N_

MONTHS: Final = (
    N_("1月"),
    N_("2月"),
    N_("3月"),
    N_("4月"),
    N_("5月"),
    N_("6月"),
    N_("7月"),
    N_("8月"),
    N_("9月"),
    N_("10月"),
    N_("11月"),
    N_("12月"),
)
"""From January on. In English they have names, so that nobody takes 12/4 for the 12th of April."""


def end_of(day: date) -> Sentence:
    """In a chat and at the desk, where nothing is a year away."""
    return t("{month}{day}日", month=t(MONTHS[day.month - 1]), day=day.day)


def end_of_with_year(day: date) -> Sentence:
    """For people outside, and on paper."""
    return t("{year}年{month}{day}日", year=day.year, month=t(MONTHS[day.month - 1]), day=day.day)


def moment_of(local: datetime, *, with_year: bool = False) -> Sentence:
    """A moment of another day than the reader's own."""
    at: dict[str, Text] = {"month": t(MONTHS[local.month - 1]), "day": local.day, "time": f"{local:%H:%M}"}
    return t("{year}年{month}{day}日 {time}", year=local.year, **at) if with_year else t("{month}{day}日 {time}", **at)
