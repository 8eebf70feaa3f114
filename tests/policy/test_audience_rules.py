"""Who hears the bell: near stores of any trade, never more than the rules allow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policy.audience import (
    active,
    audience,
    check_audience,
    far_stores,
    lost_ground,
    may_add_far,
    may_narrow,
    may_originate,
    may_receive,
)
from policy.distance import distance_km
from policy.facts import AlertForm, StoreFacts
from policy.forms.names import RecallReason
from policy.verdict import Deny, Verdict
from tests.world.facts import DAY, HOUR, NOW, RULES, store

SENDER = store("sender", facility="mall")
KM = 1 / 111.195
"""Degrees of latitude of one kilometre on the sphere."""


def away(km: float, **changes: Any) -> StoreFacts:
    """A store of another business, that far north of the sender."""
    name = changes.pop("store_id", f"{km} km")
    return store(name, latitude=SENDER.latitude + km * KM, **{"business_id": "other", **changes})


def clause(verdict: Verdict) -> str | None:
    return verdict.clause if isinstance(verdict, Deny) else None


def reach(there: StoreFacts, *, radius_km: int = 3, far: frozenset[str] = frozenset()) -> Verdict:
    return may_receive(SENDER, there, radius_km=radius_km, far_store_ids=far, rules=RULES, now=NOW)


CASES: dict[str, tuple[StoreFacts, dict[str, Any], str | None]] = {
    "next door: reached": (away(0.05), {}, None),
    "within the radius: reached": (away(2.99), {}, None),
    "beyond the radius: not": (away(3.01), {}, "R-030"),
    "beyond, and the store asks for more than the network allows: not": (away(5), {"radius_km": 10}, "R-030"),
    "the sender narrows to one kilometre: not": (away(2), {"radius_km": 1}, "R-030"),
    "the same building, though narrowed: reached": (away(2, facility="mall"), {"radius_km": 1}, None),
    "the same building's name far away: not": (away(40, facility="mall"), {}, "R-030"),
    "two stores in no building at all: not": (away(4, facility=None), {}, "R-030"),
    "own chain far away: not": (away(40, business_id="business"), {}, "R-030"),
    "own chain far away, added by hand: reached": (
        away(40, business_id="business", store_id="far"),
        {"far": frozenset({"far"})},
        None,
    ),
    "another chain far away, added by hand: not": (away(40, store_id="far"), {"far": frozenset({"far"})}, "R-030"),
    "the sender itself: not": (SENDER, {}, "R-089"),
    "another network next door: not": (away(0.1, network_id="elsewhere"), {}, "R-089"),
    "left: not": (away(1, left_at=NOW), {}, "R-005"),
    "leaves tomorrow: reached": (away(1, left_at=NOW + DAY), {}, None),
    "joins tomorrow: not": (away(1, joined_at=NOW + DAY), {}, "R-005"),
    "suspended: not": (away(1, suspended_at=NOW - HOUR), {}, "R-005"),
    "to be suspended tomorrow: reached": (away(1, suspended_at=NOW + DAY), {}, None),
    "its suspension is over: reached": (away(1, suspended_at=NOW - DAY, suspended_until=NOW), {}, None),
    "its suspension goes on: not": (away(1, suspended_at=NOW - DAY, suspended_until=NOW + HOUR), {}, "R-005"),
    "its business left: not": (away(1, business_left_at=NOW), {}, "R-009"),
    "its business leaves tomorrow: reached": (away(1, business_left_at=NOW + DAY), {}, None),
    "no notice in the shop: not": (away(1, notice_posted=False), {}, "R-122"),
    "its business has not agreed: not": (away(1, business_agreed=False), {}, "R-009"),
    "without a responsible person: reached": (away(1, has_responsible=False), {}, None),
}


@pytest.mark.parametrize("name", CASES)
def test_the_reach_table(name: str) -> None:
    """R-005, R-009, R-023, R-030, R-089, R-090, R-122, R-124: place, building, membership decide, the trade never."""
    there, asked, refused_by = CASES[name]
    verdict = reach(there, **asked)

    assert name.endswith(": reached" if verdict else ": not")
    assert clause(verdict) == refused_by


def test_a_store_without_a_responsible_person_receives_but_does_not_send() -> None:
    """R-061, R-125: only a store with somebody responsible decides to share."""
    unled = store(has_responsible=False)

    assert active(unled, NOW)
    assert may_originate(store(), NOW)
    assert clause(may_originate(unled, NOW)) == "R-061"
    assert clause(may_originate(store(notice_posted=False), NOW)) == "R-122"


def names(stores: list[StoreFacts], *, far: frozenset[str] = frozenset(), **changes: Any) -> tuple[str, ...]:
    return audience(SENDER, stores, radius_km=3, far_store_ids=far, rules=replace(RULES, **changes), now=NOW)


def test_nearest_first_each_once() -> None:
    """R-124: the order is by distance, and a store listed twice is told once."""
    stores = [away(2), away(1), away(9), away(0.5), away(1), SENDER]

    assert names(stores) == ("0.5 km", "1 km", "2 km")


def test_the_ceiling_cuts_the_farthest_but_not_what_was_added_with_a_reason() -> None:
    """R-030, R-044: at most so many stores; each far one stands there for a reason."""
    stores = [away(1), away(2), away(2.5), away(40, business_id="business", store_id="far")]

    assert names(stores, max_stores=2) == ("1 km", "2 km")
    assert names(stores, far=frozenset({"far"}), max_stores=2) == ("1 km", "far")


def test_far_stores_of_one_s_own_chain_can_be_added() -> None:
    """R-030: own, active, beyond the radius; nearest first."""
    own = {"business_id": "business"}
    stores = [away(40, **own), away(10, **own), away(1, **own), away(20), away(30, left_at=NOW, **own), SENDER]

    assert far_stores(SENDER, stores, radius_km=3, now=NOW) == ("10 km", "40 km")
    assert clause(may_add_far(SENDER, away(1, **own), radius_km=3, now=NOW)) == "R-030"
    assert clause(may_add_far(SENDER, away(30, left_at=NOW, **own), radius_km=3, now=NOW)) == "R-005"
    assert clause(may_add_far(SENDER, away(30, network_id="elsewhere", **own), radius_km=3, now=NOW)) == "R-030"


@pytest.mark.parametrize(
    ("ids", "refused_by"),
    [
        (("a", "b"), None),
        ((), "R-124"),
        (("a", "a"), "R-085"),
        (("a", "sender"), "R-085"),
        (tuple(map(str, range(50))), None),
        (tuple(map(str, range(51))), "R-044"),
    ],
)
def test_a_frozen_audience_is_checked_again(ids: tuple[str, ...], refused_by: str | None) -> None:
    """R-044, R-085: somebody, nobody twice, not oneself, within the ceiling."""
    assert clause(check_audience(ids, sender_id="sender", rules=RULES)) == refused_by


quarters = st.lists(
    st.builds(
        store,
        st.text("abcdef", min_size=1, max_size=2),
        latitude=st.floats(35.6, 35.8),
        longitude=st.floats(139.4, 139.7),
        business_id=st.sampled_from(["business", "other"]),
        facility=st.sampled_from([None, "mall"]),
        suspended_at=st.sampled_from([None, None, NOW]),
    ),
    max_size=12,
)


@given(quarters, st.integers(1, 12), st.frozensets(st.text("abcdef", min_size=1, max_size=2)), st.integers(1, 10))
def test_nobody_is_reached_against_the_rules(
    stores: list[StoreFacts], radius_km: int, far: frozenset[str], max_stores: int
) -> None:
    """R-030, R-044: every receiver is allowed by itself, and a wider radius loses nobody."""
    rules = replace(RULES, max_stores=max_stores)
    by_id = {s.id: s for s in stores}
    assume("sender" not in by_id)
    ids = audience(SENDER, stores, radius_km=radius_km, far_store_ids=far, rules=rules, now=NOW)

    assert len(ids) == len(set(ids)) <= max_stores
    for store_id in ids:
        there = by_id[store_id]
        assert there.suspended_at is None
        assert distance_km(SENDER, there) <= 3 or (store_id in far and there.business_id == SENDER.business_id)
    distances = [distance_km(SENDER, by_id[store_id]) for store_id in ids]
    assert distances == sorted(distances)
    assert not ids or check_audience(ids, sender_id=SENDER.id, rules=rules)


@given(quarters, st.integers(1, 3))
def test_a_wider_radius_loses_nobody(stores: list[StoreFacts], radius_km: int) -> None:
    """R-124: widening only adds, as long as the ceiling does not cut."""
    near, wide = (
        set(audience(SENDER, stores, radius_km=r, far_store_ids=frozenset(), rules=RULES, now=NOW))
        for r in (radius_km, radius_km + 1)
    )
    assert near <= wide


@pytest.mark.parametrize(
    ("reach_m", "radius_km", "refused_by"),
    [
        (None, 3, None),
        (300, 1, None),
        (500, 3, None),
        (2000, 3, None),
        (2000, 2, "R-124"),
        (5000, 3, "R-124"),
        (5000, 10, None),
        (0, 3, "R-124"),
        (-500, 3, "R-124"),
        (999, 3, "R-124"),
    ],
)
def test_a_reach_is_only_ever_narrowed(reach_m: int | None, radius_km: int, refused_by: str | None) -> None:
    """R-117, R-124: one of the offered distances below the network's own radius, or as far as the rules go."""
    assert clause(may_narrow(reach_m, replace(RULES, radius_km=radius_km))) == refused_by


def test_half_a_kilometre_and_stores_left_out() -> None:
    """R-117, R-124: metres count, and whoever is left out makes room for the next one under the ceiling."""
    stores = [away(0.2), away(0.4), away(0.6), away(2)]

    def kept(radius_km: float, *left_out: str, most: int = 50) -> tuple[str, ...]:
        rules = replace(RULES, max_stores=most)
        return audience(
            SENDER, stores, radius_km=radius_km, far_store_ids=frozenset(), left_out=left_out, rules=rules, now=NOW
        )

    assert kept(0.5) == ("0.2 km", "0.4 km")
    assert kept(3, "0.4 km", "nobody we know") == ("0.2 km", "0.6 km", "2 km")
    assert kept(3, "0.2 km", most=2) == ("0.4 km", "0.6 km")


@pytest.mark.parametrize(
    ("changed", "form", "text_only", "reason"),
    [
        ({}, AlertForm.PICTURE, False, None),
        ({}, AlertForm.FEATURES, True, None),
        ({}, AlertForm.PICTURE, True, RecallReason.TEXT_ONLY),
        ({"left_at": NOW}, AlertForm.FEATURES, False, RecallReason.LEFT),
        ({"suspended_at": NOW}, AlertForm.FEATURES, False, RecallReason.SUSPENDED),
        ({"business_left_at": NOW}, AlertForm.FEATURES, False, RecallReason.NO_AGREEMENT),
        ({"business_agreed": False}, None, False, RecallReason.NO_AGREEMENT),
        ({"has_responsible": False}, AlertForm.FEATURES, False, None),
        ({"left_at": NOW + HOUR}, AlertForm.FEATURES, False, None),
    ],
)
def test_why_an_alert_loses_its_ground(
    changed: dict[str, Any], form: AlertForm | None, reason: RecallReason | None, *, text_only: bool
) -> None:
    """R-003, R-005, R-009, R-144: from the moment on, not before."""
    assert lost_ground(store(**changed), form, replace(RULES, text_only=text_only), NOW) == reason
