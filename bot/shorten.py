"""Cutting texts to a platform's limit: no character is broken in two, and labels side by side stay different."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

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


def told_apart(labels: Sequence[str], limit: int) -> list[str]:
    """Labels of at most ``limit`` units: in one that is too long, what no other one begins with comes first.

    What is still alike after that (they differ far behind, or not at all) is numbered.
    """
    short = [shorten(_different_first(label, labels) if units(label) > limit else label, limit) for label in labels]
    times = Counter(short)
    return [shorten(f"{number}. {text}", limit) if times[text] > 1 else text for number, text in enumerate(short, 1)]


def _different_first(label: str, labels: Sequence[str]) -> str:
    shared = max((_alike(label, other) for other in labels if other != label), default=0)
    begins = max(label.rfind(space, 0, shared + 1) for space in " \u3000") + 1 or shared
    return f"{label[begins:]} {label[:begins].strip()}" if label[begins:] else label


def _alike(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


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
