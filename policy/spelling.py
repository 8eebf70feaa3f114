"""One spelling for what people type, so that no width, space, kana or hidden character slips past a rule."""

from __future__ import annotations

import re
import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Unicode categories nobody can see or read: controls, bidi marks, zero widths, private use, unassigned."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
"""Both kana blocks lie 0x60 apart in Unicode."""

_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_STACKED_MARKS = re.compile(r"([\u0300-\u036f\u20d0-\u20ff]{2})[\u0300-\u036f\u20d0-\u20ff]+")
"""Two accents on one letter occur in real scripts; towers of them only cover the lines around."""

_JOINERS = re.compile(r"(?<=[^\x00-\x7f])[ \t・･._*/|~'’`-]+(?=[^\x00-\x7f])")
_DIGIT_JOINERS = re.compile(r"(?<=\d)[ \t().・ー~_-]+(?=\d)")


def is_hidden(character: str) -> bool:
    """Whether a character is invisible; line breaks and tabs are not."""
    return character not in "\n\t" and unicodedata.category(character) in _HIDDEN


def clean(text: str) -> str:
    """NFC (never NFKC, so that what was typed stays legible), no hidden characters, single spaces, no blank lines."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text.replace("\r", "\n")) if not is_hidden(c))
    lines = (" ".join(line.split()) for line in _STACKED_MARKS.sub(r"\1", seen).split("\n"))
    return "\n".join(line for line in lines if line)


def plain(text: str) -> str:
    """For matching: compatibility forms unified (ＡＢ１→ab1, ﾊﾝ→ハン), lower case, one kind of dash."""
    return clean(unicodedata.normalize("NFKC", text)).casefold().translate(_DASHES)


def joined(text: str) -> str:
    """For matching: as ``plain``, with the separators between Japanese characters closed (犯 人, 犯・人 → 犯人)."""
    return _JOINERS.sub("", plain(text))


def hiragana(text: str) -> str:
    """Katakana read as hiragana; nothing else is touched."""
    return text.translate(_KATAKANA_TO_HIRAGANA)


def folded(text: str) -> str:
    """For matching: as ``joined``, katakana read as hiragana (ハンニン → はんにん)."""
    return hiragana(joined(text))


def digits_joined(text: str) -> str:
    """For matching: as ``plain``, kanji numerals as digits and digit groups closed (〇九〇ー12 34 → 0901234)."""
    return _DIGIT_JOINERS.sub("", plain(text).translate(_KANJI_DIGITS))


def letters(text: str) -> str:
    """For comparing reasons: letters and digits only, as ``folded``."""
    return "".join(c for c in folded(text) if c.isalnum() or c == "ー")
