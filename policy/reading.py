"""How long it takes to read what an approver says yes to (guideline L219)."""

from __future__ import annotations

from policy.assessment import TESTS
from policy.facts import Report
from policy.spelling import letters

CHARACTERS_A_MINUTE = 600
"""The fast end of what Japanese adults read silently (400 to 600), so that only who can't have read it is told so."""


def reading_seconds(report: Report) -> int:
    """R-110, L219: the least it takes to read the report's own words and the four questions, in whole seconds."""
    words = (report.goods, report.direction, report.features, report.step_up_reason, *(test.question for test in TESTS))
    return sum(len(letters(text)) for text in words) * 60 // CHARACTERS_A_MINUTE
