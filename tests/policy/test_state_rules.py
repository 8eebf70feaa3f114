"""The ways between the states, every forbidden pair included."""

from __future__ import annotations

import itertools

import pytest

from policy.states import BEFORE_SENDING, CLOSED, STATE_NAMES, TRANSITIONS, State, may_move
from policy.verdict import Allow, Deny, all_of

ALLOWED = {
    ("draft", "masking"),
    ("draft", "assessing"),
    ("draft", "withdrawn"),
    ("draft", "lapsed"),
    ("masking", "mask_review"),
    ("masking", "draft"),
    ("masking", "withdrawn"),
    ("masking", "lapsed"),
    ("mask_review", "masking"),
    ("mask_review", "draft"),
    ("mask_review", "assessing"),
    ("mask_review", "withdrawn"),
    ("mask_review", "lapsed"),
    ("assessing", "live"),
    ("assessing", "returned"),
    ("assessing", "refused"),
    ("assessing", "withdrawn"),
    ("assessing", "lapsed"),
    ("returned", "masking"),
    ("returned", "draft"),
    ("returned", "assessing"),
    ("returned", "withdrawn"),
    ("returned", "lapsed"),
    ("live", "ended"),
    ("ended", "erased"),
    ("withdrawn", "erased"),
    ("refused", "erased"),
    ("lapsed", "erased"),
}


@pytest.mark.parametrize(("here", "there"), list(itertools.product(State, State)))
def test_every_pair_of_states(here: State, there: State) -> None:
    """R-111: exactly the ways of the table are open, and a refusal says where the case stands."""
    verdict = may_move(here, there)

    assert bool(verdict) == ((here.value, there.value) in ALLOWED)
    assert verdict or verdict == Deny("R-111", getattr(verdict, "reason", ""), {"state": STATE_NAMES[here]})


def test_live_is_reached_only_through_assessing() -> None:
    """R-111: no way around the check."""
    assert [here for here in State if may_move(here, State.LIVE)] == [State.ASSESSING]


def test_every_state_leads_to_erasure() -> None:
    """R-043: from everywhere there is a way to the end, and from the end none."""
    for start in State:
        reached, edge = {start}, {start}
        while edge:
            edge = {there for here in edge for there in TRANSITIONS[here]} - reached
            reached |= edge
        assert State.ERASED in reached
    assert TRANSITIONS[State.ERASED] == frozenset()


def test_each_state_is_open_live_or_closed() -> None:
    """R-111: the three groups share no state and leave none out."""
    assert BEFORE_SENDING | CLOSED | {State.LIVE} == set(State)
    assert not BEFORE_SENDING & CLOSED


def test_no_rules_at_all_deny() -> None:
    """R-111: an empty set of rules is a mistake, not a yes."""
    assert not all_of([])
    assert all_of([Allow()])
    assert all_of([Allow(), Deny("R-001", "first"), Deny("R-002", "second")]) == Deny("R-001", "first")
