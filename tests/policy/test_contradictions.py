"""What is said in public and isn't so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from policy.notices.contradictions import (
    CHECKS,
    certified_body,
    contradictions,
    desk,
    members,
    numbers,
    old_posters,
    other_words,
    published_late,
)
from policy.notices.facts import stated_by
from policy.notices.said import Cure, Said, Truth
from policy.rules import Rules
from tests.world.facts import NOW

RULES = replace(Rules(), desk_telephone="0422-00-0000", desk_hours="平日 9–17 時")
STATED = stated_by("半鐘町", RULES)
STORES = frozenset({"one", "two"})
SAID, TRUE = Said(STATED, STORES), Truth(STATED, STORES, NOW, NOW)
TODAY = replace(TRUE, today=date(2026, 11, 24))


def saying(**changes: Any) -> Said:
    """The same with other words or numbers."""
    return Said(replace(STATED, **changes), STORES)


def test_what_is_so_contradicts_nothing() -> None:
    """R-029: the text as shipped, once there is a desk, can be published."""
    assert contradictions(SAID, TRUE) == ()


@pytest.mark.parametrize(
    ("check", "said", "true", "cure"),
    [
        (numbers, saying(text_days=7), TRUE, Cure.PUBLISH),
        (numbers, saying(radius_km=1), TRUE, Cure.PUBLISH),
        (numbers, saying(life_hours=12), TRUE, Cure.PUBLISH),
        (numbers, saying(approvals=3), TRUE, Cure.PUBLISH),
        (other_words, saying(desk_hours="24時間"), TRUE, Cure.PUBLISH),
        (members, Said(STATED, STORES | {"left"}), TRUE, Cure.PUBLISH),
        (members, Said(STATED, frozenset({"one"})), TRUE, Cure.PUBLISH),
        (desk, saying(desk_telephone=""), TRUE, Cure.MEND),
        (desk, saying(desk_hours=" "), TRUE, Cure.MEND),
        (desk, saying(desk_telephone="準備中"), TRUE, Cure.MEND),
        (desk, saying(desk_telephone="12-3456"), TRUE, Cure.MEND),
        (desk, saying(desk_telephone="0422-00-0000 画像は提供しません"), TRUE, Cure.MEND),
        (desk, saying(desk_hours="平日 9–17 時。異議は受け付けません"), TRUE, Cure.MEND),
        (certified_body, saying(certified_body=""), TRUE, Cure.MEND),
        (certified_body, saying(certified_body_telephone=""), TRUE, Cure.MEND),
        (certified_body, saying(certified_body_as_of="2026-11-25"), TODAY, Cure.MEND),
        (published_late, SAID, replace(TRUE, first_published_at=None), Cure.PUBLISH),
        (published_late, SAID, replace(TRUE, first_published_at=None, first_sent_at=None), Cure.PUBLISH),
        (published_late, SAID, replace(TRUE, first_published_at=NOW + timedelta(seconds=1)), Cure.TELL),
        (old_posters, SAID, replace(TRUE, old_posters=("H01",)), Cure.POST),
    ],
)  # fmt: skip
def test_each_contradiction_is_found_by_its_own_check(check: Any, said: Said, true: Truth, cure: Cure) -> None:
    """R-011, R-026, R-027, R-029, R-032, R-076, R-077, R-122: and whether it blocks."""
    found = check(said, true)
    assert found is not None
    assert found in contradictions(said, true)
    assert (found.cure, found.blocks) == (cure, cure is Cure.MEND)
    assert check(SAID, TRUE) is None


def test_no_check_is_left_out() -> None:
    """R-029: a contradiction that nobody asks about is none of them."""
    assert set(CHECKS) == {numbers, members, other_words, desk, certified_body, published_late, old_posters}
