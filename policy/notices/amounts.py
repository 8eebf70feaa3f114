"""How long, how far, how many people and shops a text in Japanese or English speaks of."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from typing import Final, NamedTuple

from policy.notices.numerals import NUMERAL, value_of
from policy.spelling import normal


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
    ("時間|じかん|h(?:ou)?rs?|h", Measure.TIME, _HOURS["hour"]),
    ("分間?(?!の)|ふん|ぷん|min(?:ute)?s?", Measure.TIME, _HOURS["minute"]),
    ("週間?|しゅうかん|w(?:ee)?ks?", Measure.TIME, _HOURS["week"]),
    ("[かヶケカヵ箇]月間?|かげつ|months?", Measure.TIME, _HOURS["month"]),
    ("年間?|ねん(?:かん)?|y(?:ea)?rs?", Measure.TIME, _HOURS["year"]),
    ("昼夜|日間?(?![本曜付時程])|にち(?:かん)?|days?", Measure.TIME, _HOURS["day"]),
    ("km|キロ(?:メートル)?|きろ(?:めーとる)?|kilomet(?:er|re)s?", Measure.DISTANCE, 1),
    ("m|メートル|めーとる|met(?:er|re)s?", Measure.DISTANCE, 1 / 1000),
    ("miles?|マイル", Measure.DISTANCE, 1.609),
    ("人(?!気|権|格)|名(?!前|称|簿|札)|にん|people|persons?|staff|approvers?|approvals?", Measure.PEOPLE, 1),
    ("お?店舗?(?![長員頭内])|お?みせ|shops?|stores?", Measure.STORES, 1),
)

_SAID: Final[tuple[tuple[str, Measure, float], ...]] = (
    ("翌日|next day", Measure.TIME, _HOURS["day"]),
    ("半日|half a day", Measure.TIME, _HOURS["day"] / 2),
    ("半月", Measure.TIME, _HOURS["month"] / 2),
    ("半年間?|half a year", Measure.TIME, 6 * _HOURS["month"]),
    ("fortnight", Measure.TIME, 2 * _HOURS["week"]),
    ("(?<![ぁ-ん])ふつか", Measure.TIME, 2 * _HOURS["day"]),
    ("(?<![ぁ-ん])みっか", Measure.TIME, 3 * _HOURS["day"]),
    ("(?<![ぁ-ん])よっか", Measure.TIME, 4 * _HOURS["day"]),
    ("(?<![ぁ-ん])とおか", Measure.TIME, 10 * _HOURS["day"]),
    ("(?<![ぁ-ん])はつか", Measure.TIME, 20 * _HOURS["day"]),
    ("(?<![ぁ-ん])ひとつき", Measure.TIME, _HOURS["month"]),
    ("(?<![ぁ-ん])ふたり", Measure.PEOPLE, 2),
    ("無期限|永久|永遠|ずっと[\\s　]*(?=保|残|のこ)|indefinitely|for ?ever", Measure.TIME, math.inf),
    ("(?:全国|日本中)の(?:すべての|お)?店|(?:across|all over) (?:Japan|the country)", Measure.DISTANCE, math.inf),
)
"""What says how much without a number."""

_UNIT: Final = "|".join(f"(?P<u{place}>{unit})" for place, (unit, *_) in enumerate(_UNITS))
_PHRASE: Final = "|".join(f"(?P<s{place}>{said})" for place, (said, *_) in enumerate(_SAID))
_AMOUNT: Final = re.compile(
    rf"{_PHRASE}|(?P<number>{NUMERAL})(?P<half> and a half)?[\s-]*(?:つ?の)?\s*(?:{_UNIT})(?![a-z])(?P<halved>半)?",
    re.IGNORECASE,
)

_DIGIT: Final = "[0-9〇一二三四五六七八九十]"
_NOT_COUNTED: Final = re.compile(
    f"[一二](?:人|日)(?:ひとり|一人|一日)|{_DIGIT}+月{_DIGIT}+日|[0-9]{{4}}年|第{_DIGIT}+"
    "|[0-9]{2,5}-[0-9]{1,4}-[0-9]{3,4}|[0-9]{3}-[0-9]{4}|[0-9]{1,2}(?::[0-9]{2}|時(?!間))"
    r"|[0-9]{1,2} ?(?:am|pm)\b"
)
"""「一人ひとり」, a date, a clause, an hour of the day and a telephone number count nothing."""

_ABOUT: Final = re.compile(
    "(?<!営業)(?<!受付)(?:期間|日数|時間|保[存管]|消去|半径|距離|範囲|人数|店舗?数|承認)"
    r"|\b(?:period|days|(?<!opening )(?<!office )hours|radius|distance|range|approv\w*|kept|erased|deleted)\b",
    re.IGNORECASE,
)
"""Beside these a number speaks of one of the rules, wherever its unit stands: 「保存日数：7」."""

_BARE: Final = re.compile(r"\d+(?:\.\d+)?|(?<=[：:はが])[一二三四五六七八九十百]+(?![一-龠])")

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME: Final = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_MONTH: Final = re.compile(rf"\b(?:{_NAME})\b(?=[ .,]*\d)|(?<=\d )(?:{_NAME})\b", re.IGNORECASE)
"""Beside a day or a year."""
_DATE: Final = re.compile(rf"(?:\d{{1,2}} )?\b(?:{_NAME})\b[ .,]*(?:\d{{1,2}}\b[ ,]*)?(?:\d{{4}})?", re.IGNORECASE)
"""In English."""


def amounts(text: str) -> tuple[Amount, ...]:
    """Every number with a unit, and what says one without, in the order of the text; a bare number is none."""
    return tuple(_amount(found) for found in _AMOUNT.finditer(_NOT_COUNTED.sub("", plain(text))))


def bare_numbers(sentence: str) -> tuple[tuple[float, str], ...]:
    """R-027: numbers without a unit, and as they are written, in a sentence that speaks of periods, ways or people."""
    rest = _AMOUNT.sub("", _NOT_COUNTED.sub("", _DATE.sub("", plain(sentence))))
    found = _BARE.finditer(rest) if _ABOUT.search(plain(sentence)) else ()
    return tuple((value_of(one[0]), one[0]) for one in found)


def counted(text: str) -> list[tuple[str, float]]:
    """Amounts, and numbers without a unit, sorted, since each language has an order of its own; months count too."""
    rest = _MONTH.sub(lambda name: f" {_MONTHS.index(name[0][:3].lower()) + 1} ", plain(text))
    found = amounts(rest)
    for amount in found:
        rest = rest.replace(amount.words, "", 1)
    bare = [("", float(number)) for number in re.findall(r"\d+", rest)]
    return sorted([*((amount.measure.value, amount.value) for amount in found), *bare])


def plain(text: str) -> str:
    """Full-width letters and digits as plain ones, and no commas within a number."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", normal("NFKC", text))


def _amount(found: re.Match[str]) -> Amount:
    if found["number"] is None:
        _, measure, value = next(said for place, said in enumerate(_SAID) if found[f"s{place}"])
        return Amount(measure, value, found[0])
    _, measure, factor = next(unit for place, unit in enumerate(_UNITS) if found[f"u{place}"])
    more = 0.5 if found["half"] or found["halved"] else 0
    return Amount(measure, round((value_of(found["number"]) + more) * factor, 4), found[0])
