"""How long, how far, how many people and shops a text in Japanese or English speaks of."""

from __future__ import annotations

import math
import re
import unicodedata
from enum import StrEnum
from typing import Final, NamedTuple


class Measure(StrEnum):
    """What is counted: hours, kilometres, people, shops."""

    TIME = "amount_of_time"
    DISTANCE = "amount_of_way"
    PEOPLE = "amount_of_people"
    STORES = "amount_of_stores"


class Amount(NamedTuple):
    """So many of it: hours, kilometres, people or shops; ``words``: as it was written."""

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
    ("店舗?(?![長員頭内])|shops?|stores?", Measure.STORES, 1),
)

_SAID: Final[tuple[tuple[str, Measure, float], ...]] = (
    ("翌日|next day", Measure.TIME, _HOURS["day"]),
    ("半日|half a day", Measure.TIME, _HOURS["day"] / 2),
    ("半月", Measure.TIME, _HOURS["month"] / 2),
    ("半年間?|half a year", Measure.TIME, 6 * _HOURS["month"]),
    ("無期限|永久|永遠|ずっと[\\s　]*(?=保|残|のこ)|indefinitely|for ?ever", Measure.TIME, math.inf),
    ("(?:全国|日本中)の(?:すべての|お)?店|(?:across|all over) (?:Japan|the country)", Measure.DISTANCE, math.inf),
)
"""What says how much without a number."""

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
_PHRASE: Final = "|".join(f"(?P<s{place}>{said})" for place, (said, *_) in enumerate(_SAID))
_AMOUNT: Final = re.compile(rf"(?P<number>{_NUMBER})[\s-]*(?:{_UNIT})|{_PHRASE}", re.IGNORECASE)

_DIGIT: Final = "[0-9〇一二三四五六七八九十]"
_NOT_COUNTED: Final = re.compile(f"[一二](?:人|日)(?:ひとり|一人|一日)|{_DIGIT}+月{_DIGIT}+日|[0-9]{{4}}年")
"""「一人ひとり」 and a date count nothing."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_MONTH: Final = re.compile(rf"\b(?:{_NAME})\b(?=[ .,]*\d)|(?<=\d )(?:{_NAME})\b", re.IGNORECASE)
"""Beside a day or a year."""


def amounts(text: str) -> tuple[Amount, ...]:
    """Every number with a unit, and what says one without, in the order of the text; a bare number is none."""
    return tuple(_amount(found) for found in _AMOUNT.finditer(_NOT_COUNTED.sub("", plain(text))))


def counted(text: str) -> list[tuple[str, float]]:
    """Amounts, and numbers without a unit, sorted, since each language has an order of its own; months count too."""
    rest = _MONTH.sub(lambda name: f" {_MONTHS.index(name[0][:3].lower()) + 1} ", plain(text))
    found = amounts(rest)
    for amount in found:
        rest = rest.replace(amount.words, "", 1)
    bare = [("", float(number)) for number in re.findall(r"\d+", rest)]
    return sorted([*((amount.measure.value, amount.value) for amount in found), *bare])


def plain(text: str) -> str:
    """Full-width letters and digits as plain ones."""
    return unicodedata.normalize("NFKC", text)


def _amount(found: re.Match[str]) -> Amount:
    if found["number"] is None:
        _, measure, value = next(said for place, said in enumerate(_SAID) if found[f"s{place}"])
        return Amount(measure, value, found[0])
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
