"""Times as people say them (R-115): so many minutes ago, a time of day, yesterday's or that of a date.

All spellings are brought to one first (``handlers.forms.spoken``), so that three patterns are enough.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.forms.around import LONGEST
from handlers.forms.everyday import in_kana
from handlers.forms.spoken import as_one_says_it
from policy.forms.report import CLOCK_LEAD

_NOW: Final = re.compile(
    "(?:ちょうど|ほんの)?(?:たった|つい)?(?:今|いま)(?:さっき|しがた)?|(?:つい)?さっき|今さき|いまさき"
)
_JUST_DONE: Final = re.compile(
    "(?:たった(?:今|いま)|今さっき|ついさっき|今しがた)(?!.*(?:ない|違|じゃ|では))[^0-9]+[ただ]"
)
_AGO = re.compile(
    r"(?:(?P<hours>[0-9]{1,2}(?:\.[0-9])?)時間(?P<half>半)?)?(?:(?P<minutes>[0-9]{1,3})分)?(?:(?P<seconds>[0-9]{1,3})秒)?前"
)
_HALVES: Final = "午前|午後|早朝|朝|明け方|未明|深夜|夜中|昼|夕方|夜"
_CLOCK = re.compile(
    f"(?P<day>昨日|一昨日|今日|(?:(?P<month>[0-9]{{1,2}})月)?(?P<date>[0-9]{{1,2}})日)?の?(?P<half>{_HALVES})?の?"
    "(?:(?P<hour>[0-9]{1,2})(?:(?P<sign>[:時.;h-])(?P<minute>[0-9]{1,2}|半)?分?(?::?[0-9]{2}秒?)?)?"
    f"|(?P<digits>[0-9]{{3,4}}))(?P<to>前)?の?(?P<after>{_HALVES})?"
)
_DAYS_BACK: Final = {"今日": 0, "昨日": 1, "一昨日": 2}
_LATE: Final = frozenset(["午後", "夕方"])
_NIGHT: Final = frozenset(["夜", "深夜", "夜中"])
"""From the evening to the early morning."""

MORNING: Final = 6
"""Until then a night lasts, as people say it; and what is said of 「昼」 before it is the afternoon."""

HALF_A_DAY: Final = 12
"""Hours. What is further ahead than that was yesterday, beyond doubt."""


def event_time(answer: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment that somebody names; None if they name none.

    A time of day is the last one past. A few minutes ahead is now, since no two clocks agree; what is further ahead
    stays there, so that its rule asks (``policy.forms.report.is_fresh``). Of 「2、3分前」 it is the earlier.

    Args:
        answer: "14:20", 「午後2時半ごろ」, "1420", 「15分前」, 「3時10分前」, 「さっき」, "yesterday 23:50".
        now: When they said it, aware.
        zone: Their shop's.
    """
    if len(answer) > LONGEST:
        return None
    return _moment(answer, now, zone) or _moment(in_kana(answer), now, zone)


def _moment(answer: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    said = as_one_says_it(answer)
    if _NOW.fullmatch(said) or _JUST_DONE.fullmatch(said):
        return now
    if ago := _AGO.fullmatch(said):
        return _ago(ago, now)
    if clock := _CLOCK.fullmatch(said):
        return _of_day(clock, now.astimezone(zone))
    return None


def _ago(said: re.Match[str], now: datetime) -> datetime | None:
    hours, minutes, seconds = (said[part] for part in ("hours", "minutes", "seconds"))
    if hours is None and minutes is None and seconds is None:
        return None
    whole = timedelta(hours=float(hours or 0), minutes=int(minutes or 0) + (30 if said["half"] else 0))
    return now - whole


def _of_day(said: re.Match[str], local: datetime) -> datetime | None:
    digits, half = said["digits"] or "", said["half"] or said["after"] or ""
    hour = int(digits[:-2] or said["hour"] or 0)
    minute = 30 if said["minute"] == "半" else int(digits[-2:] or said["minute"] or 0)
    if hour > 2 * HALF_A_DAY or minute >= 60 or not (digits or said["sign"] or half):  # noqa: PLR2004 - an hour
        return None
    if said["to"] and (said["sign"] != "時" or not said["minute"]):
        return None
    of_two = said["sign"] in ("時", ":") and not (said["hour"] or "").startswith("0")  # 「2:20」 is a clock on a wall
    ambiguous = of_two and 0 < hour <= HALF_A_DAY and not half
    hours = {hour % HALF_A_DAY, hour % HALF_A_DAY + HALF_A_DAY} if ambiguous else {_hour(hour, half)}
    today = [_at(local, one, minute, to=bool(said["to"])) for one in sorted(hours)]
    if said["day"]:
        return _on_day(said, today, local, late=half in _NIGHT and min(hours) < MORNING)
    yesterday = [one - timedelta(days=1) for one in today]
    past = [one for one in ([*today, *yesterday] if ambiguous else today) if one <= local + CLOCK_LEAD]
    if past:
        return min(max(past), local)
    return yesterday[0] if today[0] - local > timedelta(hours=HALF_A_DAY) else today[0]


def _at(local: datetime, hour: int, minute: int, *, to: bool) -> datetime:
    """That time of the same day; ``to``: so many minutes before the hour."""
    return local.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(minutes=-minute if to else minute)


def _on_day(said: re.Match[str], today: list[datetime], local: datetime, *, late: bool) -> datetime | None:
    """On the day that was named; one in the early hours of 「昨日の夜」 was this morning."""
    back = _DAYS_BACK.get(said["day"])
    if back is None:
        named = _last(int(said["date"]), int(said["month"] or 0), local.date())
        if named is None:
            return None
        back = (local.date() - named).days
    elif back and late:
        back -= 1
    there = [one - timedelta(days=back) for one in today]
    past = [one for one in there if one <= local + CLOCK_LEAD]
    return min(max(past), local) if past else min(there)


def _last(day: int, month: int, today: date) -> date | None:
    """The last such date, today's included; None if there is none within a year."""
    days = (today - timedelta(days=back) for back in range(366))
    return next((one for one in days if one.day == day and month in (0, one.month)), None)


def _hour(hour: int, half: str) -> int:
    """From 0 to 23, as it is said with or without its half of the day."""
    if half and hour == HALF_A_DAY:
        return HALF_A_DAY if half in _LATE or half == "昼" else 0
    after_noon = half in _LATE or (half == "昼" and hour < MORNING) or (half in _NIGHT and hour >= MORNING)
    return hour + HALF_A_DAY if after_noon and hour < HALF_A_DAY else hour % (2 * HALF_A_DAY)
