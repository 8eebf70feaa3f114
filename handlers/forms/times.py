"""Times as people say them (R-115): so many minutes ago, a time of day, yesterday's."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from policy.forms.report import CLOCK_LEAD
from policy.spelling import digits_joined

_NOW: Final = frozenset(
    ["たった今", "たったいま", "いま", "今", "今さっき", "さっき", "さきほど", "先ほど", "ついさっき", "now", "justnow"]
)
_AGO = re.compile(
    "(?:(?P<hours>[0-9]{1,2}|半|a|an|half ?an)(?:時間|hours?|h)(?P<half>半)?)?"
    "(?:(?P<minutes>[0-9]{1,3})(?:分|minutes?|mins?|m))?"
    "(?:前|まえ|ago)"
)
_CLOCK = re.compile(
    "(?P<day>昨日|きのう|昨夜|ゆうべ|yesterday|今日|きょう|today)?の?"
    "(?P<half>午前|午後|今朝|朝|昼|夕方|夜|[ap]m)?の?"
    "(?:(?P<hour>[0-9]{1,2})(?:(?P<sign>[:時])(?P<minute>[0-9]{1,2}|半)?分?)?|(?P<digits>[0-9]{3,4}))"
    "(?P<after>[ap]m)?"
)
_HEDGE = re.compile("頃|ごろ|ころ|くらい|ぐらい|ほど|過ぎ|すぎ|です|でした|だと思う|たぶん|about|around|^at|[ 、。.]")
_TENS = re.compile("([0-9]?)十([0-9]?)")
_YESTERDAY: Final = frozenset(["昨日", "きのう", "昨夜", "ゆうべ", "yesterday"])
_LATE: Final = frozenset(["午後", "夕方", "夜", "pm"])
HALF_A_DAY: Final = 12
"""Hours. What is further ahead than that was yesterday, beyond doubt."""


def event_time(answer: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment that somebody names; None if they name none.

    A time of day is the last one past. A few minutes ahead is now, since no two clocks agree; what is further ahead
    stays there, so that its rule asks (``policy.forms.report.is_fresh``).

    Args:
        answer: "14:20", 「午後2時半ごろ」, "1420", 「15分前」, 「さっき」, "yesterday 23:50".
        now: When they said it, aware.
        zone: Their shop's.
    """
    said = _HEDGE.sub("", digits_joined(answer).replace("正午", "12:00"))
    said = _TENS.sub(lambda tens: str(int(tens[1] or 1) * 10 + int(tens[2] or 0)), said)
    if said in _NOW:
        return now
    if ago := _AGO.fullmatch(said):
        return _ago(ago, now)
    if clock := _CLOCK.fullmatch(said):
        return _of_day(clock, now.astimezone(zone))
    return None


def _ago(said: re.Match[str], now: datetime) -> datetime | None:
    hours, minutes = said["hours"], int(said["minutes"] or 0)
    if hours is None and said["minutes"] is None:
        return None
    if hours and not hours.isdecimal():
        minutes += 30 if hours not in ("a", "an") else 60
    elif hours:
        minutes += int(hours) * 60
    return now - timedelta(minutes=minutes + (30 if said["half"] else 0))


def _of_day(said: re.Match[str], local: datetime) -> datetime | None:
    digits = said["digits"] or ""
    hour = int(digits[:-2] or said["hour"] or 0)
    minute = 30 if said["minute"] == "半" else int(digits[-2:] or said["minute"] or 0)
    half, named = said["half"] or said["after"] or "", bool(said["half"] or said["after"])
    if hour > 2 * HALF_A_DAY or minute >= 60 or not (digits or said["sign"] or named):  # noqa: PLR2004 - an hour
        return None
    spoken = said["sign"] == "時" and hour <= HALF_A_DAY and not named
    hours = {hour % HALF_A_DAY, hour % HALF_A_DAY + HALF_A_DAY} if spoken else {_hour(hour, half)}
    today = [local.replace(hour=one, minute=minute, second=0, microsecond=0) for one in sorted(hours)]
    yesterday = [one - timedelta(days=1) for one in today]
    if day := said["day"]:
        return max(yesterday if day in _YESTERDAY else today)
    past = [one for one in ([*today, *yesterday] if spoken else today) if one <= local + CLOCK_LEAD]
    if past:
        return min(max(past), local)
    return yesterday[0] if today[0] - local > timedelta(hours=HALF_A_DAY) else today[0]


def _hour(hour: int, half: str) -> int:
    """From 0 to 23, as it is said with or without its half of the day."""
    late = half in _LATE or (half == "昼" and hour < HALF_A_DAY // 2)
    if half and hour == HALF_A_DAY:
        return HALF_A_DAY if late or half == "昼" else 0
    if late and hour < HALF_A_DAY and not (half == "夜" and hour < HALF_A_DAY // 2):
        return hour + HALF_A_DAY
    return hour % (2 * HALF_A_DAY)
