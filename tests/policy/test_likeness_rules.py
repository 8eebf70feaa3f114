"""Which codes may be one person, store or business."""

from __future__ import annotations

from itertools import combinations as pairs
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.access import check_decision, may_combine
from policy.facts import Role
from policy.likeness import (
    SAME_PLACE_KM,
    BusinessSketch,
    Likeness,
    PersonSketch,
    StoreSketch,
    alike_businesses,
    alike_people,
    alike_stores,
    code_key,
    same_name,
)
from tests.world.facts import NOW, there


@pytest.mark.parametrize(
    ("one", "other"),
    [("0101", "101"), ("0101", "０１０１"), ("A-01", "a1"), ("A-01", "A_001"), ("M007", "m-7"), ("0", "00")],
)
def test_codes_that_excel_and_people_turn_into_each_other_are_one(one: str, other: str) -> None:
    """R-113: but for leading zeros, width, separators and case."""
    assert code_key(one) == code_key(other)


@pytest.mark.parametrize(("one", "other"), [("0101", "1010"), ("A01", "B01"), ("10", "1"), ("P1", "P10")])
def test_other_codes_are_other_codes(one: str, other: str) -> None:
    """A zero counts anywhere but in front."""
    assert code_key(one) != code_key(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("髙﨑 葵", "高崎葵", True),
        ("𠮷永　凪", "吉永 凪", True),
        ("渡邊 邦", "渡辺\U000e0101 邦", True),
        ("サトウ アオイ", "さとう・あおい", True),
        ("Nora Hale", "HALE nora", True),
        ("火見 守", "火見 護", False),
        ("", "", False),
    ],
)
def test_names_are_compared_as_people_read_them(one: str, other: str, *, same: bool) -> None:
    """R-113: width, spaces, kana, register letters and the order of Latin names make nobody another person."""
    assert same_name(one, other) is same


def person(code: str, name: str, *places: str | None, account: str = "") -> PersonSketch:
    """Somebody with roles there."""
    return PersonSketch(code, name, frozenset(places), frozenset({("line", account)} if account else ()))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (person("0101", "甲", "S"), person("101", "乙", "T"), Likeness.CODE),
        (person("A", "髙木 一", "S", "T"), person("B", "高木一", "T"), Likeness.NAME),
        (person("A", "高木 一", "S"), person("B", "高木 一", None), Likeness.NAME),
        (person("A", "高木 一", "S"), person("B", "高木 一", "T"), None),
        (person("A", "甲", "S", account="U1"), person("B", "乙", "T", account="U1"), Likeness.ACCOUNT),
        (person("A", "甲", "S"), person("B", "乙", "S"), None),
    ],
)
def test_who_may_be_one_person(one: PersonSketch, other: PersonSketch, alike: Likeness | None) -> None:
    """R-113: one name counts where both could answer for the same store, or for the network and a store."""
    assert alike_people([one, other]).get(("0101", "101") if alike is Likeness.CODE else ("A", "B")) == alike


def shop(code: str, name: str, business: str = "X", north: float = 35.7) -> StoreSketch:
    """A store of a business."""
    return StoreSketch(code, name, business, north, 139.58)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (shop("1", "甲店"), shop("001", "乙店", "Y", 36.0), Likeness.CODE),
        (shop("A", "甲 駅前店"), shop("B", "甲駅前店", north=36.0), Likeness.NAME),
        (shop("A", "駅前店"), shop("B", "駅前店", "Y"), Likeness.NAME),
        (shop("A", "駅前店"), shop("B", "駅前店", "Y", 36.0), None),
        (shop("A", "食品館"), shop("B", "薬局"), Likeness.PLACE),
        (shop("A", "食品館"), shop("B", "薬局", "Y"), None),
    ],
)
def test_what_may_be_one_store(one: StoreSketch, other: StoreSketch, alike: Likeness | None) -> None:
    """R-113: neighbours in one building are two stores, and so are the station shops of two chains."""
    assert [*alike_stores([one, other]).values()] == ([alike] if alike else [])


@given(
    st.floats(-90, 90) | st.floats(89.999, 90),
    st.floats(-180, 180) | st.floats(179.9997, 180) | st.floats(-180, -179.9997),
    st.floats(0, SAME_PLACE_KM * 0.999),
    st.floats(0, 360),
)
def test_two_stores_of_a_business_at_one_place_are_found_anywhere(
    latitude: float, longitude: float, km: float, bearing: float
) -> None:
    """R-113: whatever square of the net they stand in, across 180° and at a pole as well."""
    one = StoreSketch("A", "食品館", "X", latitude, longitude)
    place = there(one, km, bearing)
    other = StoreSketch("B", "薬局", "X", place.latitude, place.longitude)
    assert alike_stores([one, other]) == {("A", "B"): Likeness.PLACE}


def test_a_chain_of_thousands_is_not_compared_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """R-113: of one business, of one name everywhere, or of people who share a name: only who could be one is."""
    looks: list[tuple[Any, ...]] = []

    def seen(group: list[Any], number: int) -> list[tuple[Any, ...]]:
        looks.extend(found := [*pairs(group, number)])
        return found

    monkeypatch.setattr("policy.likeness.combinations", seen)
    chain = [shop(f"A{n}", f"店{n}", north=31 + n / 300) for n in range(1000)]
    others = [shop(f"B{n}", "本店", f"Y{n}", north=31 + n / 300) for n in range(1000)]
    alike_stores([*chain, *others])
    people = [person(f"P{n}", "佐藤 葵", f"S{n}") for n in range(1000)]
    gone = [person(f"G{n}", "", f"S{n}") for n in range(1000)]
    alike_people([*people, *gone])
    assert len(looks) < 1000


def test_what_may_be_one_business() -> None:
    """R-009, R-113: two agreements for one firm would be one too many to withdraw."""
    firms = [BusinessSketch("KAEDE", "楓堂"), BusinessSketch("kaede", "別"), BusinessSketch("X", "楓 堂")]
    assert alike_businesses(firms) == {("KAEDE", "kaede"): Likeness.CODE, ("KAEDE", "X"): Likeness.NAME}


@pytest.mark.parametrize(
    ("held", "allowed", "with_decision"),
    [
        ({Role.AUDITOR}, True, True),
        ({Role.AUDITOR, Role.STAFF}, False, False),
        ({Role.AUDITOR, Role.SECRETARIAT}, False, False),
        ({Role.SECRETARIAT, Role.STAFF, Role.CONTACT}, True, True),
        ({Role.SECRETARIAT, Role.APPROVER}, False, True),
        ({Role.SECRETARIAT, Role.RESPONSIBLE}, False, True),
        ({Role.SECRETARIAT, Role.DEPUTY}, False, True),
        ({Role.RESPONSIBLE, Role.APPROVER, Role.CONTACT}, True, True),
    ],
)
def test_nobody_watches_over_themselves(held: set[Role], *, allowed: bool, with_decision: bool) -> None:
    """R-113, R-121: the auditor is nothing else; the office approves for a store only by a written decision."""
    roles = {(role, None if role in {Role.AUDITOR, Role.SECRETARIAT} else "S") for role in held}
    assert bool(may_combine(roles, office_approves=False)) is allowed
    assert bool(may_combine(roles, office_approves=True)) is with_decision


def test_a_decision_can_be_found_and_was_taken() -> None:
    """R-113: by a reference, and not tomorrow."""
    today = NOW.date()
    assert check_decision("K-2026-07", today, today)
    assert not check_decision("K-2026-07", today.replace(year=2027), today)
    for reference in ("", "議事録", "0312345678", "K" * 21):
        assert not check_decision(reference, today, today)
