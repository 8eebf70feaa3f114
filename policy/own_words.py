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


class Spelt:
    """Texts as they are compared, each looked at once; for one look at a form, so that nobody's words stay behind."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Pairs]] = {}

    def __call__(self, text: str) -> tuple[str, Pairs]:
        """Its letters, and how often which two of them stand side by side."""
        if text not in self._known:
            core = letters(text)
            self._known[text] = core, Counter(pairwise(core))
        return self._known[text]


def is_copied(reason: str, known: Iterable[str], least: int, spelt: Spelt | None = None) -> bool:
    """R-110, L219: whether a reason is one of these texts, nearly one, a part of one, or some of them with a tail.

    Width, kana, spaces and punctuation make no difference. ``least``: letters that a reason needs; shorter texts are
    nobody's reason, and a tail so short is none of its own.
    """
    spelt = spelt or Spelt()
    core, mine = spelt(reason)
    own = core
    for text in known:
        other, theirs = spelt(text)
        if len(other) < least:
            continue
        if core in other or _likeness(mine, theirs) >= NEARLY:
            return True
        own = own.replace(other, "")
    return own != core and len(without_set_phrases(own)) < least


def _likeness(mine: Pairs, theirs: Pairs) -> float:
    common = sum(min(mine[pair], theirs[pair]) for pair in mine.keys() & theirs.keys())
    return 2 * common / max(1, mine.total() + theirs.total())
