"""How much one person and one store may do in a day."""

from __future__ import annotations

import pytest

from policy.caps import Done, Use, may_use
from policy.verdict import Deny
from tests.world.facts import RULES


@pytest.mark.parametrize("use", Use)
def test_a_person_and_a_store_each_have_a_number_a_day(use: Use) -> None:
    """R-044: the last one within either goes, the next one doesn't, and the sentence says both numbers."""
    person, store = (getattr(RULES, f"{use.name.lower()}_per_{whose}_day") for whose in ("person", "store"))
    assert may_use(use, Done(person - 1, store - 1), RULES)
    for done in (Done(person, person), Done(0, store)):
        refused = may_use(use, done, RULES)
        assert isinstance(refused, Deny)
        assert refused.values == {"each": person, "all": store}
