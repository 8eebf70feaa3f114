"""Whether a reason is somebody's own words, or a sentence that stood somewhere before (guideline L219)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from policy.assessment import without_set_phrases
from policy.spelling import letters

NEARLY = 0.75
"""Share of common pairs of letters (Dice) from which two sentences are one.

A changed number, an added 「ため」 or clauses in another order leave .8 and more; two people who tell of one event in
their own words share .7 at most (``tests/policy/test_own_words.py``).
"""


Pairs = Counter[tuple[str, str]]


def is_copied(reason: str, known: Iterable[str], least: int) -> bool:
    """R-110, L219: whether a reason is one of these texts, nearly one, a part of one, or some of them with a tail.

    Width, kana, spaces and punctuation make no difference. ``least``: letters that a reason needs; shorter texts are
    nobody's reason, and a tail so short is none of its own.
    """
    own = core = letters(reason)
    mine = _pairs(core)
    for text in known:
        other = letters(text)
        if len(other) < least:
            continue
        if core in other or _likeness(mine, _pairs(other)) >= NEARLY:
            return True
        own = own.replace(other, "")
    return own != core and len(without_set_phrases(own)) < least


def _likeness(mine: Pairs, theirs: Pairs) -> float:
    return 2 * (mine & theirs).total() / max(1, mine.total() + theirs.total())


def _pairs(text: str) -> Pairs:
    return Counter(pairwise(text))
