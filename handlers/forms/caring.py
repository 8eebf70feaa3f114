"""What people say of somebody's age and state where they were asked for a yes or a no (R-117, L225)."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from handlers.forms.around import bare_of
from policy.forms.names import Choice
from policy.spelling import kana, letters
from policy.words.care import looks_grown, tells_of_care

_DENIED: Final = re.compile("ない|ません|なく|ず|連れ|\\bno\\b|\\bnot\\b|n't|never")
_MAY_BE: Final = re.compile("かもしれ(?:ない|ません)")
_HEDGED: Final = re.compile(
    "かも|かな|たぶん|多分|おそらく|ぽい|みたい|気がする|か|maybe|probabl|perhaps|possibl|might|could|seem|"
    "looks? like|\\bor\\b"
)
_AGE: Final = re.compile(r"[0-9十] ?(?:[歳才代]|さい)|\b[0-9]{2}(?:くらい|ぐらい|か[0-9]{2})?$|teens|はたち")


def of_care(typed: str, names: Collection[str]) -> Choice | None:
    """R-117, L225: an age, a state, or a guess; whoever only guesses doesn't know, so that nobody young is an adult.

    Args:
        typed: What was answered, of which no choice was understood.
        names: What all choices are called, in the spelling of ``kana`` and ``letters``.
    """
    said = bare_of(typed)[0]
    if _DENIED.search(_MAY_BE.sub("", said)):
        return None
    if tells_of_care(typed):
        return Choice.YES
    if looks_grown(said):
        return Choice.NO
    guessed = _HEDGED.search(typed) and any(len(name) > 1 and name in kana(letters(said)) for name in names)
    return Choice.UNKNOWN if guessed or _AGE.search(said) else None
