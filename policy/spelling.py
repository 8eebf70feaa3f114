"""One spelling for what people type, so that no width, space, kana, variant or hidden character slips past a rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Unicode categories nobody can see or read: controls, bidi marks, zero widths, private use, unassigned."""

_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point of Unicode (variation selectors, fillers, tags …), and the blank braille pattern."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣⁃"), "-")
_VARIANTS = str.maketrans(
    "髙﨑嵜澤邊邉齋齊斎濵濱廣國竊盜萬眞寫惡處拂來會學縣區號體黑圍隱圓證斷應當拔數變聲嶋嶌冨桒栁徳",
    "高崎崎沢辺辺斉斉斉浜浜広国窃盗万真写悪処払来会学県区号体黒囲隠円証断応当抜数変声島島富桑柳德",
)
"""Old and other forms of characters in names and in the words of the rules."""

_CONFUSABLES = str.maketrans("аеорсхіѕуһԁοαеіı𝗂", "aeopcxisyhdoaeiii")
"""Cyrillic and Greek letters that look like Latin ones."""

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
"""Both kana blocks lie 0x60 apart in Unicode."""

_LARGE_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_STACKED_MARKS = re.compile(r"([\u0300-\u036f\u20d0-\u20ff]{2})[\u0300-\u036f\u20d0-\u20ff]+")
"""Two accents on one letter occur in real scripts; towers of them only cover the lines around."""

_MARKS = re.compile(r"(?<=[a-z])[\u0300-\u036f\u20d0-\u20ff]+|[\u0334-\u0338\u20d0-\u20ff]+")
"""Accents on Latin letters, and strokes through or around any."""

LONGEST_TOWER: Final = 30
"""Marks on one letter, as in Unicode's stream-safe text (UAX #15): no language writes so many."""

_TOWER = re.compile(rf"[^\w\s\u0000-\u02ff]{{{LONGEST_TOWER + 1}}}")
"""Where there may be more: marks are no letters."""

_VOICED_APART = re.compile(" ?([\u3099\u309a])")
_JOINERS = re.compile(
    r"(?<=[^\x00-\x7f])[ \t!-/:-@\[-`{-~・･‥…·•※★☆●○◯■□◆◇▲△▼▽♪♥♡♦♣♠→←↑↓｡]+(?=[^\x00-\x7f、。！？「」『』（）])"
)
_DRAWL = re.compile("(?<=[ぁ-ゖ一-龥])[ー〜~]+(?=[ぁ-ゖ一-龥])")
"""After hiragana and kanji nothing is long: はんにーん is はんにん."""

_SPELT_OUT = re.compile(r"(?<![a-z])[a-z](?:[ .\-_*/|]{1,3}[a-z]){2,}(?![a-z])")
_LISTED = re.compile(r"(?<![^\W_])[^\W\d_a-z](?:[、。,][^\W\d_a-z])+(?![^\W_])")
_DIGIT_JOINERS = re.compile(r"(?<=\d)[ \t().・ー~_-]+(?=\d)")
_AS_LETTERS = re.compile(r"(?<=[a-z])[013!$](?=[a-z])")
_USUAL = re.compile("[ぁ-ゖァ-ヺー一-龥a-z0-9 、。]*")
"""What most reasons and descriptions are written in: nothing of it is spelt in two ways, but for ``_VARIANTS``."""

_NO_LETTER = re.compile(r"[\W_]+")
_LETTER = {"0": "o", "1": "i", "3": "e", "!": "i", "$": "s"}


@lru_cache(maxsize=8192)
def is_hidden(character: str) -> bool:
    """Whether a character is invisible; line breaks and tabs are not."""
    if character in "\n\t":
        return False
    return unicodedata.category(character) in _HIDDEN or _IGNORABLE.match(character) is not None


def normal(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """The one way to a form of Unicode's, which takes seconds for forty thousand marks on one letter: thirty stay."""
    return unicodedata.normalize(form, _without_towers(text) if _TOWER.search(text) else text)


def _without_towers(text: str) -> str:
    kept, height = [], 0
    for character in text:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= LONGEST_TOWER:
            kept.append(character)
    return "".join(kept)


def clean(text: str) -> str:
    """NFC (never NFKC, so that what was typed stays legible), no hidden characters, single spaces, no blank lines."""
    seen = _IGNORABLE.sub("", text.replace("\r", "\n"))
    if not seen.isprintable():  # most are, and each character looked at costs
        seen = "".join(c for c in seen if not is_hidden(c))
    lines = (" ".join(line.split()) for line in _STACKED_MARKS.sub(r"\1", normal("NFC", seen)).split("\n"))
    return "\n".join(line for line in lines if line)


def plain(text: str) -> str:
    """For matching: one form of each letter (ＡＢ１→ab1, ﾊﾝ→ハン, 髙→高, look-alikes), lower case."""
    one = normal("NFKC", clean(text)).casefold().translate(_CONFUSABLES)
    if _USUAL.fullmatch(one):
        return one.translate(_VARIANTS)
    bare = _VOICED_APART.sub(r"\1", _MARKS.sub("", normal("NFKD", one)))
    return clean(bare).translate(_DASHES).translate(_VARIANTS)


def joined(text: str) -> str:
    """For matching: as ``plain``, with what was put between characters taken out (犯 人, 犯★人, t.h.i.e.f)."""
    return _close(plain(text))


def _close(text: str) -> str:
    closed = _LISTED.sub(lambda run: re.sub("[、。,]", "", run.group()), _DRAWL.sub("", _JOINERS.sub("", text)))
    closed = _SPELT_OUT.sub(lambda run: re.sub("[^a-z]", "", run.group()), closed)
    return _AS_LETTERS.sub(lambda one: _LETTER[one.group()], closed)


def hiragana(text: str) -> str:
    """Katakana read as hiragana; nothing else is touched."""
    return text.translate(_KATAKANA_TO_HIRAGANA)


def kana(text: str) -> str:
    """As ``hiragana``, with small kana as large ones (ハッ → はつ)."""
    return hiragana(text).translate(_LARGE_KANA)


def folded(text: str) -> str:
    """For matching: as ``joined``, in one kind of kana (ハンニン → はんにん)."""
    return kana(joined(text))


def digits_joined(text: str) -> str:
    """For matching: as ``plain``, kanji numerals as digits and digit groups closed (〇九〇ー12 34 → 0901234)."""
    return _close_digits(plain(text))


def _close_digits(text: str) -> str:
    return _DIGIT_JOINERS.sub("", text.translate(_KANJI_DIGITS))


def spellings(text: str) -> dict[Callable[[str], str], str]:
    """All four at once, by their functions."""
    one = plain(text)
    closed = _close(one)
    return {plain: one, joined: closed, folded: kana(closed), digits_joined: _close_digits(one)}


def letters(text: str) -> str:
    """For comparing reasons: letters and digits only, katakana as hiragana."""
    return _NO_LETTER.sub("", hiragana(joined(text)))
