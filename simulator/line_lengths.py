"""How LINE counts lengths and words a refusal."""

from __future__ import annotations

import unicodedata

Problem = dict[str, str]
"""``message`` and ``property``, as in LINE's error details."""

JOINER, KEYCAP = "\u200d", "\u20e3"


def problem(message: str, path: str) -> Problem:
    """One entry of the details of an error."""
    return {"message": message, "property": path}


def units(text: str) -> int:
    """Length in UTF-16 code units, as LINE counts texts."""
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> int:
    """Length in user-perceived characters, as LINE counts labels: marks, joined emoji and flags count once."""
    count, joined, flag_open = 0, False, False
    for letter in text:
        flag = "\U0001f1e6" <= letter <= "\U0001f1ff"
        extends = unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Mc"}
        extends = extends or letter in {JOINER, KEYCAP} or "\U0001f3fb" <= letter <= "\U0001f3ff"
        if not (extends or joined or (flag and flag_open)):
            count += 1
        flag_open = flag and not flag_open
        joined = letter == JOINER
    return count
