"""What stands on page and poster, and by what a poster on a wall is told from another."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from policy.notices.facts import Poster, Stated, stated_by, stated_from
from policy.rules import CEILINGS, Rules

RULES = replace(Rules(), desk_telephone="0422-00-0000", desk_hours="9–17", desk_address="半鐘町1")
STATED = stated_by("半鐘町", RULES)
POSTER = Poster(STATED, "青空商事", "北口店", "/r/aozora/H01")


def test_what_is_stated_is_what_the_rules_say() -> None:
    """R-011, R-027, R-077, R-122, L227: nothing is typed a second time, and it comes back as it was kept."""
    assert (STATED.life_hours, STATED.radius_km, STATED.text_days, STATED.approvals) == (24, 3, 30, 2)
    assert (STATED.certified_body_telephone, STATED.desk_hours) == ("03-5244-5612", "9–17")
    assert stated_from(json.loads(json.dumps(STATED.to_json()))) == STATED


@pytest.mark.parametrize("name", [field.name for field in fields(Stated)])
def test_whatever_changes_on_a_poster_changes_its_version(name: str) -> None:
    """R-029, R-122: so a wall that says something else is found."""
    was: Any = getattr(STATED, name)
    changed: Any = not was if isinstance(was, bool) else was * 2 or "x"
    assert replace(POSTER, stated=replace(STATED, **{name: changed})).version != POSTER.version
    assert replace(POSTER, store="南口店").version != POSTER.version


def test_a_rule_that_no_poster_states_leaves_its_version() -> None:
    """Nobody prints anew because approvers are reminded a minute later."""
    unstated = replace(RULES, reminder_minutes=RULES.reminder_minutes - 1)
    assert replace(POSTER, stated=stated_by("半鐘町", unstated)).version == POSTER.version
    assert "reminder_minutes" in CEILINGS


def test_paper_from_before_networks_said_nothing_of_their_own_is_as_good() -> None:
    """R-023, R-029: the version of a poster that hangs since then."""
    assert POSTER.version == "37cdda02bab3"
