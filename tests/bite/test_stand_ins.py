"""Every rule on the guideline map can be taken away, so that ``make bite`` leaves none out."""

from __future__ import annotations

import pytest

from tests.bite.stand_ins import OWN, TABLES, function_of, stand_in
from tests.policy.guideline_rows import HELD

RULES = sorted({rule for row in HELD for rule in row.rules})


@pytest.mark.parametrize("rule", RULES)
def test_something_stands_in_for_each_rule(rule: str) -> None:
    """R-127: a rule of a new kind says what is left without it."""
    function = function_of(rule)

    assert function is None or stand_in(rule, function)


def test_nothing_stands_in_for_what_is_no_rule_any_more() -> None:
    """R-127: whoever renames or drops a rule does so here too."""
    assert [end for end in (*OWN, *TABLES) if not any(rule.endswith(f".{end}") for rule in RULES)] == []
