"""What an alert must not say: every kind of ``policy.words``, searched in the spelling that it reads."""

from __future__ import annotations

import re

from policy.spelling import joined, spellings
from policy.verdict import Allow, Deny, Verdict
from policy.words.guilt import GUILT
from policy.words.harmless import HARMLESS
from policy.words.kind import Wording
from policy.words.labels import LABELS
from policy.words.names import NAMES, addressed
from policy.words.numbers import NUMBERS
from policy.words.offences import OFFENCES
from policy.words.orders import ORDERS

WORDINGS: tuple[Wording, ...] = (*NAMES, *NUMBERS, *LABELS, *OFFENCES, *GUILT, *ORDERS)


def check_words(text: str, *, only_kept: bool = False) -> Verdict:
    """R-042, R-086, R-087: nothing that names, places, labels or condemns a person, and no order to act against one.

    Args:
        text: What somebody typed.
        only_kept: Check a reason, which is kept but never sent: words about guilt and acts are then free.
    """
    spelt = {reads: HARMLESS.sub(_blank, spelling) for reads, spelling in spellings(text).items()}
    spelt[addressed] = HARMLESS.sub(_blank, addressed(text))
    for wording in WORDINGS:
        looked_for = wording.kept or not only_kept
        if looked_for and (found := wording.pattern.search(spelt[wording.reads])):
            return Deny(wording.clause, wording.instead, _shown(wording, found, text))
    return Allow()


def _blank(harmless: re.Match[str]) -> str:
    return "＿" * len(harmless.group())


def _shown(wording: Wording, found: re.Match[str], text: str) -> dict[str, str | int]:
    """The word as typed: folding and blanking keep every character in its place."""
    return {"found": joined(text)[found.start() : found.end()]} if wording.shows else {}
