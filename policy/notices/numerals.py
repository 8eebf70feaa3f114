"""A number however it is written: digits, kanji, English words; 「数日」 and "a few" are numbers that nobody knows."""

from __future__ import annotations

import math
from typing import Final

_ONES: Final = [
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
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SOME: Final = {"a dozen": 12.0, "a couple of": 2.0}
_UNKNOWN: Final = "数|several|a few"
_KANJI: Final = "〇一二三四五六七八九"
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}

_ENGLISH: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(reversed(_ONES))})"
_HUNDREDS: Final = rf"(?:a|{'|'.join(_ONES[1:10])})\shundred(?:(?:\sand)?\s{_ENGLISH})?"
_LETTERS: Final = f"[{_KANJI}{''.join(_PLACES)}]"
NUMERAL: Final = (
    rf"(?<!\d)\d++(?:\.\d+)?|(?<!{_LETTERS}){_LETTERS}++|(?<![一-龠])数"
    rf"|\b(?:{_HUNDREDS}|{'|'.join(_SOME)}|{_UNKNOWN}|{_ENGLISH})\b"
)
"""As a pattern; a long row of digits is tried from its beginning alone."""


def value_of(numeral: str) -> float:
    """What ``NUMERAL`` found; NaN for one that says no number, and is none of anybody's rules."""
    word = " ".join(numeral.lower().replace("-", " ").split())
    if word[0].isdecimal():
        return float(word)
    if word in _UNKNOWN.split("|"):
        return math.nan
    if word in _SOME:
        return _SOME[word]
    return float(_english(word)) if word.isascii() else _kanji(word)


def _english(word: str) -> int:
    first, *rest = (part for part in word.split() if part != "and")
    if rest[:1] == ["hundred"]:
        return 100 * (1 if first == "a" else _ONES.index(first)) + (_english(" ".join(rest[1:])) if rest[1:] else 0)
    if first in _TENS:
        return 10 * (_TENS.index(first) + 2) + (_ONES.index(rest[0]) if rest else 0)
    return _ONES.index(first)


def _kanji(word: str) -> float:
    whole = part = 0.0  # so many digits as nobody counts become infinite, and fit no rule
    for letter in word:
        if letter in _PLACES:
            whole, part = whole + max(part, 1) * _PLACES[letter], 0.0
        else:
            part = part * 10 + _KANJI.index(letter)
    return whole + part
