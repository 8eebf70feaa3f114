"""National holidays of Japan, from their law (国民の祝日に関する法律, as it stands since 2022): facts, computed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

FIXED: Final = ((1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23))
"""Month and day."""

MONDAYS: Final = ((1, 2), (7, 3), (9, 3), (10, 2))
"""Month, and which Monday of it."""

EQUINOXES: Final = ((3, 20.8431), (9, 23.2488))
"""Month, and the day in 1980 with its fraction; each year moves it by 0.242194, each leap year back by one.

The days themselves are announced each February for the year after; this has given the same ones since 1980.
"""

DAY: Final = timedelta(days=1)
SUNDAY: Final = 7


@cache
def holidays(year: int) -> frozenset[date]:
    """Article 2, and article 3: the day after a holiday on a Sunday, and a day between two holidays."""
    named = {date(year, month, day) for month, day in FIXED}
    named |= {_monday(year, month, number) for month, number in MONDAYS}
    leaps = (year - 1980) // 4
    named |= {date(year, month, int(day + 0.242194 * (year - 1980) - leaps)) for month, day in EQUINOXES}
    moved = {_next_free(day, named) for day in named if day.isoweekday() == SUNDAY}
    between = {day + DAY for day in named if day + 2 * DAY in named and day + DAY not in named}
    return frozenset(named | moved | between)


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (number - 1))


def _next_free(day: date, named: set[date]) -> date:
    while day in named:
        day += DAY
    return day
