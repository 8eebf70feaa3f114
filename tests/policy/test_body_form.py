"""The certified body's form is not public; whoever has it types its headings, and each incident's report follows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.incidents.body_form import BLANKS, LONGEST_FORM, Heading, Record, check_form, headings
from policy.incidents.nine import Item
from policy.rules import Rules, check_rules


def test_a_form_is_read_heading_by_heading() -> None:
    """R-134: in its order and its words, with signs of either width; whoever types none gets ours."""
    typed = "1. 会社名＝報告者／2. いつ分かったか = 発覚日時 / 3. どんなことか＝概要／責任者印＝空欄／"
    assert check_form(typed)
    assert headings(typed) == (
        Heading("1. 会社名", Record.NETWORK),
        Heading("2. いつ分かったか", Record.KNOWN),
        Heading("3. どんなことか", Item.OUTLINE),
        Heading("責任者印", Record.HAND),
    )
    assert (headings(""), bool(check_form(""))) == ((), True)


def test_whatever_a_form_asks_can_be_named() -> None:
    """R-134: all nine items, all that the records know, and what is filled in by hand."""
    assert set(BLANKS.values()) == {*Item, *Record}


@pytest.mark.parametrize(
    "typed", ["会社名", "＝概要", "会社名＝社長の名前", "会社名＝報告者／印鑑", "あ＝概要／" * 201]
)
def test_a_form_that_nobody_can_fill_in_is_refused(typed: str) -> None:
    """R-134: when the rule is asked for, and not on the day when something went wrong."""
    assert not check_form(typed)
    assert not check_rules(replace(Rules(), certified_body_form=typed))
    assert len("あ＝概要／" * 201) > LONGEST_FORM
