"""The lights of a store: what the desk and the doctor both say, and what goes out when something is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from policy.facts import MemberFacts, Role, StoreFacts
from policy.readiness import RECEIVES, SENDS, SUMS, Colleague, Level, Light, lights, office
from policy.rules import Rules

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
STORE = StoreFacts(
    "s1", "b1", "n1", 35.0, 135.0, None, business_agreed=True, notice_posted=True, has_responsible=True, joined_at=NOW
)


def person(name: str, *roles: Role) -> Colleague:
    held = frozenset((role, "s1") for role in roles)
    return Colleague(MemberFacts(name, "n1", held, trained_until=NOW + timedelta(days=90)), reachable=True)


CLERK = person("clerk", Role.STAFF)
BOSS = person("boss", Role.RESPONSIBLE, Role.CONTACT)
SECOND = person("second", Role.APPROVER, Role.SECOND_CONTACT)
TEAM = (CLERK, BOSS, SECOND)


def untrained(one: Colleague) -> Colleague:
    return replace(one, member=replace(one.member, trained_until=NOW - timedelta(days=1)))


def unreached(one: Colleague) -> Colleague:
    return replace(one, reachable=False)


def out(store: StoreFacts = STORE, people: Iterable[Colleague] = TEAM) -> dict[str, Light]:
    """The lights that aren't green, by their names."""
    lit = lights(store, [*people], Rules(), NOW)
    return {light.about: light for light in lit if light.level is not Level.GOOD}


def test_a_store_that_has_everything_shows_only_green_lights() -> None:
    """R-061, R-113: three people, of whom two judge and two are called, all trained and enrolled."""
    assert out() == {}


@pytest.mark.parametrize(
    ("store", "people", "clause", "sums"),
    [
        (replace(STORE, business_agreed=False), TEAM, "R-009", SUMS),
        (replace(STORE, notice_posted=False), TEAM, "R-122", SUMS),
        (replace(STORE, left_at=NOW), TEAM, "R-005", SUMS),
        (replace(STORE, suspended_at=NOW), TEAM, "R-144", SUMS),
        (replace(STORE, has_responsible=False), (CLERK, SECOND), "R-061", (SENDS,)),
        (STORE, (CLERK, BOSS), "R-113", (SENDS,)),
        (STORE, (CLERK, BOSS, untrained(SECOND)), "R-113", (SENDS,)),
        (STORE, (CLERK, BOSS, unreached(SECOND)), "R-113", (SENDS,)),
        (STORE, (BOSS, SECOND), "R-114", (SENDS,)),
        (STORE, (CLERK, person("boss", Role.RESPONSIBLE), person("second", Role.APPROVER)), "R-005", (RECEIVES,)),
        (STORE, map(untrained, TEAM), "R-062", SUMS),
        (STORE, map(unreached, TEAM), "R-063", SUMS),
        (STORE, (), "R-063", SUMS),
    ],
)
def test_what_is_missing_is_named_and_keeps_the_store_from_what_needs_it(
    store: StoreFacts, people: Iterable[Colleague], clause: str, sums: tuple[str, ...]
) -> None:
    """R-005, R-009, R-061, R-062, R-113, R-114, R-122: nobody is told that a store works which doesn't."""
    lit = out(store, people)
    assert clause in {light.clause for light in lit.values() if light.about not in SUMS}
    assert {name for name in SUMS if name in lit} == set(sums)


def test_a_person_who_left_counts_for_nothing() -> None:
    """R-063: the second approver went yesterday."""
    gone = replace(SECOND, member=replace(SECOND.member, left_at=NOW - timedelta(days=1)))
    assert SENDS in out(people=(CLERK, BOSS, gone))


@pytest.mark.parametrize(("spoil", "about"), [(untrained, "研修"), (unreached, "チャットの登録")])
def test_one_person_who_lags_behind_is_said_and_stops_nothing(
    spoil: Callable[[Colleague], Colleague], about: str
) -> None:
    """R-062: a clerk beside another one; the store works, and somebody has something to do."""
    lit = out(people=(spoil(CLERK), person("other", Role.STAFF), BOSS, SECOND))
    assert {name: light.level for name, light in lit.items()} == {about: Level.CARE}


@pytest.mark.parametrize(
    ("secretariat", "auditors", "levels"),
    [
        ((CLERK,), (BOSS,), (Level.GOOD, Level.GOOD, Level.GOOD)),
        ((CLERK, BOSS), (), (Level.GOOD, Level.CARE, Level.GOOD)),
        ((CLERK,), (), (Level.GOOD, Level.CARE, Level.BAD)),
        ((CLERK, CLERK), (), (Level.GOOD, Level.CARE, Level.BAD)),
        ((unreached(CLERK),), (BOSS,), (Level.BAD, Level.GOOD, Level.BAD)),
    ],
)
def test_the_network_needs_a_secretariat_that_is_reached_and_a_second_person(
    secretariat: Sequence[Colleague], auditors: Sequence[Colleague], levels: tuple[Level, ...]
) -> None:
    """R-097, R-121: nobody else reads digests and doubts; alone one holds no case; an auditor is still to be found."""
    assert tuple(light.level for light in office(secretariat, auditors, NOW)) == levels
