"""Whose papers are looked at before somebody is shown what an alert said about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from policy.handing import LASTS, NEEDED, Bearer, Check, Mandate, Proof, check_identity, may_compare, may_hand
from policy.verdict import Allow, Deny
from tests.world.facts import NOW

FRESH = Check("office", NOW - timedelta(minutes=5))


@pytest.mark.parametrize(("bearer", "mandate"), [*product(Bearer, Mandate)])
def test_another_person_shows_that_they_may_ask(bearer: Bearer, mandate: Mandate) -> None:
    """R-070: an agent by a letter, a guardian by the register; of the person themselves nothing more is asked."""
    said = check_identity(bearer, Proof.LICENCE, mandate, picture=True)
    assert isinstance(said, Allow) == (NEEDED[bearer] is mandate)


@pytest.mark.parametrize("proof", Proof)
def test_a_picture_takes_a_photograph_to_hold_beside_it(proof: Proof) -> None:
    """R-070: in proportion: words are shown to whoever has two papers without one."""
    assert check_identity(Bearer.SELF, proof, Mandate.NONE, picture=False)
    said = check_identity(Bearer.SELF, proof, Mandate.NONE, picture=True)
    assert isinstance(said, Deny) == (proof is Proof.TWO_PAPERS)


def test_a_picture_leaves_after_two_have_compared_and_once() -> None:
    """R-070: another person than the first, within the hour; what was handed over takes a new look at the papers."""
    compared = replace(FRESH, compared_by="auditor")
    assert may_compare(FRESH, "auditor", NOW)
    assert not may_compare(FRESH, "office", NOW)
    assert may_hand(FRESH, NOW, picture=False)
    assert not may_hand(FRESH, NOW, picture=True)
    assert may_hand(compared, NOW, picture=True)
    for gone in (None, replace(compared, handed=True), replace(compared, checked_at=NOW - LASTS)):
        assert not may_hand(gone, NOW, picture=False)
        assert not may_compare(gone, "auditor", NOW)
