"""Who decides with whom, and how long an asking stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from policy.duties import NETWORK_WIDE
from policy.facts import MemberFacts, Role
from policy.twofold import (
    WAITS,
    Act,
    AskedFacts,
    Deciders,
    check_decision,
    check_somebody_else,
    may_ask,
    may_do_alone,
    may_let_in_alone,
)


def person(name: str, *roles: Role, network: str = "n") -> MemberFacts:
    return MemberFacts(name, network, frozenset((role, None) for role in roles), None, None)


NEVER_ALONE = (Act.HOLD, Act.NO_LEAK, Act.NAMES)


@pytest.mark.parametrize("act", Act)
def test_one_person_decides_only_while_there_never_were_two(act: Act) -> None:
    """R-007, R-097: a hold, "no leak" and people's names never.

    Whoever lets the other one go may name another, and do nothing else alone.
    """
    assert bool(may_do_alone(act, Deciders(0, 0))) == (act not in NEVER_ALONE)
    assert bool(may_do_alone(act, Deciders(1, 1))) == (act not in NEVER_ALONE)
    assert bool(may_do_alone(act, Deciders(1, 2))) == (act is Act.OVERSEER)
    assert not may_do_alone(act, Deciders(2, 2))


def test_the_secretariat_asks_and_only_where_somebody_else_could_allow(now: datetime) -> None:
    """R-097, R-121: nobody else, nobody of another network, nobody who left."""
    one = person("a", Role.SECRETARIAT)
    assert may_ask(Act.RULES, one, (), "n", now)
    for other in (person("b", Role.AUDITOR), person("c", Role.RESPONSIBLE), replace(one, left_at=now)):
        assert not may_ask(Act.RULES, other, (), "n", now)
    assert not may_ask(Act.RULES, one, (), "elsewhere", now)
    assert check_somebody_else(Deciders(2, 2))
    assert not check_somebody_else(Deciders(1, 2))


def test_whose_task_it_is_to_judge_an_incident_asks_that_nothing_leaked(now: datetime) -> None:
    """R-130, R-097: not the secretariat, unless it stands in for a vacant one of them; and nobody who left."""
    asker = person("a", Role.PRIVACY_OFFICER)
    office = person("b", Role.SECRETARIAT)
    assert may_ask(Act.NO_LEAK, asker, (), "n", now)
    assert may_ask(Act.NO_LEAK, office, (Role.PRIVACY_OFFICER,), "n", now)
    for other in (office, person("c", Role.AUDITOR), person("d", Role.RESPONSIBLE), replace(asker, left_at=now)):
        assert not may_ask(Act.NO_LEAK, other, (), "n", now)
    assert not may_ask(Act.NO_LEAK, asker, (), "elsewhere", now)


def test_another_person_decides_within_a_day(now: datetime) -> None:
    """R-097: never who asked, whatever they hold by now; once; not after what it came from was taken away."""
    asked = AskedFacts("a", now, None, stands=True)
    later = now + WAITS - timedelta(seconds=1)
    for decider in (person("b", Role.SECRETARIAT), person("c", Role.AUDITOR)):
        assert check_decision(decider, asked, "n", later)
        for over in (
            replace(asked, decided_at=now),
            replace(asked, stands=False),
            replace(asked, asked_at=now - WAITS),
        ):
            assert not check_decision(decider, over, "n", now)
        assert not check_decision(replace(decider, left_at=now), asked, "n", later)
        assert not check_decision(decider, asked, "elsewhere", now)
    assert not check_decision(person("a", Role.SECRETARIAT, Role.AUDITOR), asked, "n", now)
    assert not check_decision(person("d", Role.RESPONSIBLE), asked, "n", now)


def test_whom_two_people_named_is_let_in_by_nobody_alone() -> None:
    """R-001, R-061, R-097: whatever else they are; the people of a shop are."""
    for role in Role:
        assert bool(may_let_in_alone({role})) == (role not in NETWORK_WIDE)
    assert not may_let_in_alone({Role.STAFF, Role.AUDITOR})
    assert may_let_in_alone(())
