"""Cutting a text to a platform's limit without breaking a character in two."""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def units(text: str) -> int:
    """Length in UTF-16 code units, the strictest of the ways in which LINE and Slack count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """``text`` if it has at most ``limit`` UTF-16 units, else its beginning and an ellipsis."""
    if units(text) <= limit:
        return text
    end, room = 0, limit - units(ELLIPSIS)
    while end < len(text) and units(text[end]) <= room:
        room -= units(text[end])
        end += 1
    whole = end
    while whole and _belongs_together(text, whole):
        whole -= 1
    return text[: whole or end].rstrip() + ELLIPSIS


def _belongs_together(text: str, cut: int) -> bool:
    """Whether a cut before ``text[cut]`` would split an emoji, a flag, or a letter from its accent."""
    after = text[cut]
    if text[cut - 1] == _JOINER or after == _JOINER or unicodedata.category(after).startswith("M"):
        return True
    if ord(after) in _SKIN_TONES or ord(after) in _TAGS:
        return True
    flags = 0
    while flags < cut and ord(text[cut - 1 - flags]) in _FLAG_LETTERS:
        flags += 1
    return ord(after) in _FLAG_LETTERS and flags % 2 == 1
