"""Until when an incident is to be reported (guideline L237; Act art. 26; its enforcement rules, arts. 7 and 8).

The day on which anybody of the network first knew is day 1: the first tap, not the officer's reading of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from policy.clocks import is_working_day

DAY: Final = timedelta(days=1)

AMBER_DAY: Final = 3
RED_DAY: Final = 5
"""The commission's guide for the first report: within three to five days."""

FINAL_DAYS: Final = 30
FINAL_DAYS_MALICE: Final = 60
"""Rules art. 8(2)."""

NEAR: Final = timedelta(days=7)
"""Before the last day of the final report: time to write it."""


class Light(StrEnum):
    """How a clock of an incident looks."""

    CALM = "light_calm"
    AMBER = "light_amber"
    RED = "light_red"
    DONE = "light_done"


class Report(StrEnum):
    """What goes to the commission."""

    FIRST = "report_first"
    """速報: what is known by then."""
    FINAL = "report_final"
    """確報: all nine items."""


@dataclass(frozen=True)
class Due:
    """One report's clock: when it turns amber and red, and its last day."""

    report: Report
    amber_on: date
    red_on: date
    last_day: date

    def light(self, today: date, *, made: bool) -> Light:
        """R-130, L237: red stays red until the report is made."""
        if made:
            return Light.DONE
        if today >= self.red_on:
            return Light.RED
        return Light.AMBER if today >= self.amber_on else Light.CALM


def is_closed(day: date) -> bool:
    """When the commission's office is: weekends, holidays, and from 29 December to 3 January."""
    return not is_working_day(day)


def report_due(known_on: date, days: int, closed: Callable[[date], bool] = is_closed) -> date:
    """R-130, L237: the last day: ``known_on`` is day 1; one that is closed moves to the next that is open."""
    last = known_on + (days - 1) * DAY
    while closed(last):
        last += DAY
    return last


def first_report(known_on: date) -> Due:
    """R-130, L237: amber on the third day, red on the fifth, which nothing moves: it is a guide, not a term."""
    red = known_on + (RED_DAY - 1) * DAY
    return Due(Report.FIRST, known_on + (AMBER_DAY - 1) * DAY, red, red)


def final_report(known_on: date, *, malice: bool) -> Due:
    """R-130, L237: thirty days, or sixty where somebody may have meant harm."""
    last = report_due(known_on, FINAL_DAYS_MALICE if malice else FINAL_DAYS)
    return Due(Report.FINAL, last - NEAR, last, last)
