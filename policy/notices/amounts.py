"""How long, how far and how many people a text in Japanese or English speaks of."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple


class Measure(StrEnum):
    """What is counted: hours, kilometres, people."""

    TIME = "amount_of_time"
    DISTANCE = "amount_of_way"
    PEOPLE = "amount_of_people"


class Amount(NamedTuple):
    """So many of it: hours, kilometres or people; ``words``: as it was written."""

    measure: Measure
    value: float
    words: str


_HOURS: Final = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 7 * 24, "month": 30 * 24, "year": 365 * 24}
"""A month has thirty days here, as the rules count."""

_UNITS: Final[tuple[tuple[str, Measure, float], ...]] = (
    ("時間|hours?", Measure.TIME, _HOURS["hour"]),
    ("分間?|minutes?", Measure.TIME, _HOURS["minute"]),
    ("週間?|weeks?", Measure.TIME, _HOURS["week"]),
    ("[かヶケカヵ箇]月間?|months?", Measure.TIME, _HOURS["month"]),
    ("年間?|years?", Measure.TIME, _HOURS["year"]),
    ("日間?|days?", Measure.TIME, _HOURS["day"]),
    ("km|キロ(?:メートル)?|kilomet(?:er|re)s?", Measure.DISTANCE, 1),
    ("m(?![a-z])|メートル|met(?:er|re)s?", Measure.DISTANCE, 1 / 1000),
    ("人|名(?!前|称|簿|札)|people|persons?", Measure.PEOPLE, 1),
)

_ENGLISH: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_KANJI: Final = "〇一二三四五六七八九"
_TENS: Final = {"十": 10, "百": 100}

_NUMBER: Final = rf"\d+(?:\.\d+)?|[{_KANJI}十百]+|\b(?:{'|'.join(_ENGLISH)})\b"
_UNIT: Final = "|".join(f"(?P<u{place}>{unit})" for place, (unit, *_) in enumerate(_UNITS))
_AMOUNT: Final = re.compile(rf"(?P<number>{_NUMBER})[\s-]*(?:{_UNIT})", re.IGNORECASE)

_DIGIT: Final = "[0-9〇一二三四五六七八九十]"
_NOT_COUNTED: Final = re.compile(f"[一二](?:人|日)(?:ひとり|一人|一日)|{_DIGIT}+月{_DIGIT}+日|[0-9]{{4}}年")
"""「一人ひとり」 and a date count nothing."""


def amounts(text: str) -> tuple[Amount, ...]:
    """Every number with a unit, in the order of the text; numbers without one are no amounts."""
    plain = _NOT_COUNTED.sub("", unicodedata.normalize("NFKC", text))
    return tuple(_amount(found) for found in _AMOUNT.finditer(plain))


def _amount(found: re.Match[str]) -> Amount:
    _, measure, factor = next(unit for place, unit in enumerate(_UNITS) if found[f"u{place}"])
    return Amount(measure, round(_value(found["number"].lower()) * factor, 4), found[0])


def _value(number: str) -> float:
    if number in _ENGLISH:
        return _ENGLISH.index(number)
    if number[0].isdecimal():
        return float(number)
    whole = part = 0
    for letter in number:
        if letter in _TENS:
            whole, part = whole + max(part, 1) * _TENS[letter], 0
        else:
            part = part * 10 + _KANJI.index(letter)
    return whole + part
