"""What each person may do: a table of people and permissions."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from policy import access
from policy.access import Purpose, may_view
from policy.facts import MemberFacts, Role
from policy.states import State
from policy.verdict import Deny, Verdict
from tests.world.facts import (
    APPROVER,
    AUDITOR,
    DEPUTY,
    HOUR,
    NEIGHBOUR,
    NETWORK,
    NOW,
    REPORTER,
    RESPONSIBLE,
    SECRETARY,
    SHOP,
    STAFF,
    STRANGER,
    member,
    store,
)

CONTACT = member("contact", Role.CONTACT, at=NEIGHBOUR)
SECOND = member("second contact", Role.SECOND_CONTACT, at=NEIGHBOUR)
NEIGHBOUR_STAFF = member("neighbour staff", Role.STAFF, at=NEIGHBOUR)
FOREIGN_SECRETARY = replace(SECRETARY, id="foreign secretary", network_id="elsewhere")
FOREIGN_AUDITOR = replace(AUDITOR, id="foreign auditor", network_id="elsewhere")
EVERYBODY = (
    REPORTER,
    RESPONSIBLE,
    DEPUTY,
    APPROVER,
    STAFF,
    STRANGER,
    CONTACT,
    SECOND,
    NEIGHBOUR_STAFF,
    SECRETARY,
    FOREIGN_SECRETARY,
    AUDITOR,
    FOREIGN_AUDITOR,
)


def report(who: MemberFacts) -> Verdict:
    return access.may_report(who, store(), NOW)


def withdraw(who: MemberFacts) -> Verdict:
    return access.may_withdraw(who, store_id=SHOP, reporter_id=REPORTER.id, now=NOW)


def stop(who: MemberFacts) -> Verdict:
    return access.may_stop(who, store_id=SHOP, network_id=NETWORK, now=NOW)


def recall(who: MemberFacts) -> Verdict:
    return access.may_recall(who, store_id=SHOP, network_id=NETWORK, now=NOW)


def correct(who: MemberFacts) -> Verdict:
    return access.may_correct(who, store_id=SHOP, reporter_id=REPORTER.id, now=NOW)


def revise(who: MemberFacts) -> Verdict:
    return access.may_revise(who, store_id=SHOP, reporter_id=REPORTER.id, now=NOW)


def hold(who: MemberFacts) -> Verdict:
    return access.may_hold(who, network_id=NETWORK, now=NOW)


def hand_over(who: MemberFacts) -> Verdict:
    return access.may_hand_over(who, network_id=NETWORK, now=NOW)


def oversee(who: MemberFacts) -> Verdict:
    return access.may_oversee(who, network_id=NETWORK, now=NOW)


def read_digest(who: MemberFacts) -> Verdict:
    return access.may_read_digest(who, network_id=NETWORK, now=NOW)


def administer(who: MemberFacts) -> Verdict:
    return access.may_administer(who, network_id=NETWORK, now=NOW)


def look(who: MemberFacts, purpose: str, state: State) -> Verdict:
    return may_view(who, purpose=purpose, store_ids=(NEIGHBOUR,), case_store_id=SHOP, state=state, now=NOW)


def mask(who: MemberFacts) -> Verdict:
    return look(who, "mask", State.MASK_REVIEW)


def complete(who: MemberFacts) -> Verdict:
    return access.may_complete(who, store_id=SHOP, now=NOW)


def read_what_was_begun(who: MemberFacts) -> Verdict:
    return look(who, "complete", State.DRAFT)


def preview(who: MemberFacts) -> Verdict:
    return look(who, "preview", State.ASSESSING)


def alert(who: MemberFacts) -> Verdict:
    return look(who, "alert", State.LIVE)


OF_STORE = {REPORTER, RESPONSIBLE, DEPUTY, APPROVER, STAFF}
DECIDERS = OF_STORE - {STAFF}
"""The reporter here is an approver too, elsewhere than in the own case."""

MAY = {
    report: OF_STORE,
    withdraw: DECIDERS,
    stop: OF_STORE | {SECRETARY},
    recall: OF_STORE | {SECRETARY},
    correct: DECIDERS,
    revise: DECIDERS,
    hold: {SECRETARY},
    hand_over: {SECRETARY},
    oversee: {SECRETARY, AUDITOR},
    administer: {SECRETARY},
    read_digest: {SECRETARY, AUDITOR},
    mask: OF_STORE,
    complete: {RESPONSIBLE, DEPUTY},
    read_what_was_begun: {RESPONSIBLE, DEPUTY},
    preview: DECIDERS | {SECRETARY, FOREIGN_SECRETARY},
    alert: {STRANGER, CONTACT, SECOND, NEIGHBOUR_STAFF},
}
"""Permission → who has it. A preview link is bound to the account that was asked, so its network is settled."""

STARTING_OR_LOOKING = {report, revise, mask, complete, read_what_was_begun, preview, alert}


@pytest.mark.parametrize(
    ("may", "who"),
    list(itertools.product(MAY, EVERYBODY)),
    ids=lambda value: getattr(value, "__name__", getattr(value, "id", "")),
)
def test_the_table_of_permissions(may: object, who: MemberFacts) -> None:
    """R-001, R-049, R-061, R-064, R-078, R-096, R-097, R-121, R-125, R-142: exactly these people, and a reason."""
    verdict = may(who)  # type: ignore[operator]

    assert bool(verdict) == (who in MAY[may])  # type: ignore[index]
    assert verdict or verdict.reason


@pytest.mark.parametrize("may", MAY, ids=lambda may: may.__name__)
def test_whoever_left_may_nothing(may: object) -> None:
    """R-063: from the moment of leaving on."""
    for who in MAY[may]:  # type: ignore[index]
        assert may(replace(who, left_at=NOW + HOUR))  # type: ignore[operator]
        refused = may(replace(who, left_at=NOW))  # type: ignore[operator]
        assert isinstance(refused, Deny)
        assert refused.clause == "R-063"


@pytest.mark.parametrize("may", MAY, ids=lambda may: may.__name__)
def test_training_gates_starting_and_looking_but_never_stopping(may: object) -> None:
    """R-062: no training on record, or one that ran out, is none."""
    for who in MAY[may]:  # type: ignore[index]
        for untrained in (replace(who, trained_until=None), replace(who, trained_until=NOW)):
            verdict = may(untrained)  # type: ignore[operator]
            assert bool(verdict) == (may not in STARTING_OR_LOOKING)
            assert verdict or verdict.clause == "R-062"


@pytest.mark.parametrize(("purpose", "state"), list(itertools.product(Purpose, State)))
def test_pictures_are_shown_only_while_the_case_is_there(purpose: Purpose, state: State) -> None:
    """R-082, R-095: after recall, expiry or refusal nobody sees a picture, whoever they are."""
    open_states = {
        Purpose.MASK: {State.DRAFT, State.MASKING, State.MASK_REVIEW, State.RETURNED},
        Purpose.COMPLETE: {State.DRAFT, State.MASKING, State.MASK_REVIEW, State.RETURNED},
        Purpose.PREVIEW: {State.ASSESSING, State.LIVE},
        Purpose.ALERT: {State.LIVE},
        Purpose.REFUSAL: {State.REFUSED},  # a reason and no picture
    }
    whom = {
        Purpose.MASK: REPORTER,
        Purpose.COMPLETE: RESPONSIBLE,
        Purpose.PREVIEW: APPROVER,
        Purpose.ALERT: CONTACT,
        Purpose.REFUSAL: REPORTER,
    }

    verdict = look(whom[purpose], purpose, state)

    assert bool(verdict) == (state in open_states[purpose])
    assert verdict or verdict.clause == "R-095"  # type: ignore[union-attr]


def test_there_are_no_other_purposes() -> None:
    """R-007: a page without a fixed purpose shows nothing."""
    refused = look(APPROVER, "training", State.LIVE)

    assert isinstance(refused, Deny)
    assert refused.clause == "R-007"


def test_a_store_that_dropped_out_of_the_audience_sees_nothing() -> None:
    """R-005, R-064: the caller passes the stores that still take part; the rest get "not found"."""
    assert look(CONTACT, "alert", State.LIVE)
    refused = may_view(CONTACT, purpose="alert", store_ids=(), case_store_id=SHOP, state=State.LIVE, now=NOW)
    assert isinstance(refused, Deny)
    assert refused.clause == "R-064"


def test_nobody_reports_for_a_store_that_does_not_take_part() -> None:
    """R-061, R-122, R-125: the store must be able to send before its staff can report."""
    assert access.may_report(STAFF, store(), NOW)
    assert not access.may_report(STAFF, store(has_responsible=False), NOW)
    assert not access.may_report(STAFF, store(notice_posted=False), NOW)
    assert not access.may_report(STAFF, store(NEIGHBOUR), NOW)
