"""What a refusal takes, who may decide, and what stands on public pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from policy.decision import (
    GROUNDS,
    OF_RIGHT,
    SECONDED,
    Decided,
    Effect,
    Proposal,
    Refused,
    check_decision,
    check_linked,
    check_parts,
    check_reason,
    effect_of,
    may_judge,
    takes_second,
)
from policy.forms.names import Wrong
from policy.rights import OF_AN_ALERT, Asked, Wish, check_asked, concerns, suspends
from policy.rules import Rules, check_rules
from policy.verdict import Allow, Deny
from tests.world.facts import NOW
from tests.world.requests import REFUSAL

SAID = "お答えします。"


@pytest.mark.parametrize("wish", Wish)
@pytest.mark.parametrize("refused", Refused)
def test_a_refusal_has_a_ground_of_the_law_and_words_of_its_own(wish: Wish, refused: Refused) -> None:
    """R-071, R-073: no ground of another wish, no form letter, no ground beside a yes, and no refusal wholesale."""
    right = Proposal(wish, Decided.REFUSED, REFUSAL, refused)
    assert isinstance(check_decision(right), Allow) == (wish in GROUNDS[refused].wishes)
    for wrong in (
        replace(right, refused=None),
        replace(right, words=REFUSAL[:39]),
        replace(right, words=REFUSAL + "。" * 2000),
        replace(right, decided=Decided.NOT_HELD),
    ):
        assert isinstance(check_decision(wrong), Deny)


def test_what_is_granted_is_what_is_done() -> None:
    """R-074, R-075: a correction corrects and never ends an alert; a part names its part, others name none."""
    for wish, decided in product(Wish, Decided):
        effect = effect_of(wish, decided)
        assert (effect is not None) == (wish in OF_AN_ALERT and decided in (Decided.GRANTED, Decided.IN_PART))
        assert effect is not Effect.RECALL or (wish is not Wish.CORRECTION and decided is Decided.GRANTED)
        corrects = effect is Effect.CORRECT
        told = {Wrong.FEATURES, Wrong.PICTURE}
        assert bool(check_parts(wish, decided, {Wrong.PICTURE}, told)) == corrects
        assert bool(check_parts(wish, decided, (), told)) == (not corrects)
        assert not check_parts(wish, decided, {Wrong.GOODS}, told)
        assert check_parts(wish, decided, (), ())


def test_complaints_and_questions_are_answered_and_never_refused() -> None:
    """R-071, R-076: there is no ground for it; and each wish can be met in some way without one."""
    for wish in (Wish.COMPLAINT, Wish.QUESTION):
        assert not any(wish in ground.wishes for ground in GROUNDS.values())
    for wish in Wish:
        said = {one: check_decision(Proposal(wish, one, SAID)) for one in Decided if one not in SECONDED}
        assert isinstance(said[Decided.OTHER], Allow)
        assert isinstance(said[Decided.GRANTED], Allow)
        assert isinstance(check_decision(Proposal(wish, Decided.NOT_HELD, "")), Deny)
    part = Proposal(Wish.DISCLOSURE, Decided.IN_PART, REFUSAL, Refused.HINDERS)
    assert isinstance(check_decision(part), Deny), "a part is shown item by item, by its own word"


def test_what_may_show_a_picture_again_takes_two() -> None:
    """R-071, R-099: while one is kept back, all but granting does; otherwise what refuses, by whatever name."""
    for wish in Wish:
        alone = {one for one in Decided if not takes_second(wish, one, suspends=True, gone=True)}
        assert alone == {Decided.GRANTED}
        other = {Decided.OTHER} if wish in OF_RIGHT else set()
        assert {one for one in Decided if takes_second(wish, one, suspends=False, gone=True)} == SECONDED | other
        assert takes_second(wish, Decided.NOT_HELD, suspends=False, gone=False)


def test_what_is_granted_of_an_alert_names_it() -> None:
    """R-074, R-075: all other answers promise nothing that would have to be done."""
    for wish in Wish:
        for decided in Decided:
            assert check_linked(wish, decided, linked=True)
            assert bool(check_linked(wish, decided, linked=False)) == (effect_of(wish, decided) is None)


def test_why_an_alert_is_called_back_is_said_by_somebody() -> None:
    """R-078: and asked of nothing else that is decided."""
    for wish in Wish:
        for decided in Decided:
            assert check_reason(wish, decided, said=True)
            assert bool(check_reason(wish, decided, said=False)) == (effect_of(wish, decided) is not Effect.RECALL)


def test_nobody_judges_what_they_took_part_in() -> None:
    """R-071, R-099: not a party, and not the same person twice."""
    assert isinstance(may_judge("office", {"reporter", "approver"}), Allow)
    assert isinstance(may_judge("reporter", {"reporter"}), Deny)
    assert isinstance(may_judge("office", frozenset(), "office"), Deny)
    assert isinstance(may_judge("auditor", frozenset(), "office"), Allow)


@pytest.mark.parametrize(
    ("hour", "event", "found"),
    [(14, 12, True), (14, 13, True), (14, 16, True), (14, 17, False), (14, 11, False), (None, 3, True), (0, 23, False)],
)
def test_what_a_request_is_about_is_found_by_place_and_time(hour: int | None, event: int, found: bool) -> None:
    """R-070, R-099: two hours to either side, within the day; and without an hour nothing is kept back."""
    at = NOW.replace(hour=event, minute=30)
    asked = Asked(Wish.STOP, "x", "shop", at.date(), hour)
    assert concerns(asked, "shop", at) == found
    assert not concerns(asked, "another", at)
    assert suspends(asked, "shop", at) == (found and hour is not None)
    assert not suspends(replace(asked, wish=Wish.QUESTION), "shop", at)


def test_little_is_enough_to_ask() -> None:
    """R-070: some words; neither shop nor day nor name."""
    assert isinstance(check_asked(Asked(Wish.QUESTION, "x"), NOW.date()), Allow)
    assert isinstance(check_asked(Asked(Wish.QUESTION, ""), NOW.date()), Deny)


@pytest.mark.parametrize(
    ("name", "value", "clause"),
    [
        ("certified_body", "", "R-011"),
        ("certified_body_telephone", "", "R-011"),
        ("certified_body_as_of", "last year", "R-077"),
        ("desk_hours", "9:00\n17:00", "R-076"),
        ("desk_address", "x" * 101, "R-076"),
    ],
)
def test_what_stands_on_public_pages_has_a_name_a_number_and_a_day(name: str, value: str, clause: str) -> None:
    """R-011, R-076, R-077: a network can change it, not leave it out."""
    refused = check_rules(replace(Rules(), **{name: value}))  # type: ignore[arg-type]
    assert isinstance(refused, Deny)
    assert refused.clause == clause
    assert isinstance(check_rules(replace(Rules(), certified_body_as_of="2026-11-29", desk_hours="9–17")), Allow)
