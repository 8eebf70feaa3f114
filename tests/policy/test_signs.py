"""Signs of a check that has become a habit: found where it is one, and seldom where it is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from policy.chance import Share
from policy.digest import CaseRow, weekly
from policy.signs import HABIT, AnswerRow, Sign, of_answers, of_overrides
from policy.states import State
from tests.world.facts import DAY, NOW, RULES

SECOND = timedelta(seconds=1)
STAMPER, PARTNER = "member 00", "member 01"


def habit(count: int, **changes: object) -> list[AnswerRow]:
    """So many answers of one person, a day apart."""
    days = [NOW - day * DAY for day in range(count)]
    return [replace(AnswerRow(f"{at}", "approver", at, (f"{at}",), hasty=False), **changes) for at in days]  # type: ignore[arg-type]


def found(answers: list[AnswerRow]) -> list[tuple[str, tuple[str, ...]]]:
    return [(sign.clause, sign.members) for sign in of_answers(answers)]


def test_always_yes_is_no_sign() -> None:
    """R-111: with nine good reports of ten, most people say yes five times of five."""
    assert found(habit(30)) == []


def test_answers_before_the_page_could_be_read_are_a_sign_from_the_fifth_on() -> None:
    """R-110: one in five is haste, five of five is a habit; what was never measured tells nothing."""
    assert found(habit(5, hasty=True)) == [("R-110", ("approver",))]
    assert found(habit(4, hasty=True)) == []
    assert found([*habit(5, hasty=True)[:2], *habit(10)[2:]]) == []
    assert found(habit(30, hasty=None)) == []


def test_words_that_stood_elsewhere_are_a_sign_for_whoever_copied() -> None:
    """R-110: from case to case, or from a colleague; not for whoever wrote them first."""
    same = habit(6, reasons=("the same",))
    assert found(same) == [("R-110", ("approver",))]
    original = habit(6)
    copies = [replace(one, member_id="other", answered_at=one.answered_at + timedelta(hours=1)) for one in original]
    assert found([*original, *copies]) == [("R-110", ("other",))]
    assert found(habit(6, reasons=())) == []


def test_two_who_always_answer_in_one_moment_are_a_sign() -> None:
    """R-113: half a minute is too short to read; a minute apart they may both have been quick."""
    first = habit(6)
    for seconds, expected in ((20, [("R-113", ("approver", "other"))]), (60, [])):
        second = [
            replace(
                one, member_id="other", reasons=(f"own {one.case_id}",), answered_at=one.answered_at + seconds * SECOND
            )
            for one in first
        ]
        assert found([*first, *second]) == expected


def test_who_never_sleeps_is_several_people() -> None:
    """R-064: night work is none, whenever it is; every hour of the day for weeks is."""
    for first, span, expected in ((0, 24, 1), (20, 10, 0)):
        at = [NOW.replace(hour=(first + turn % span) % 24) - (turn % 50) * DAY for turn in range(96)]
        given = [AnswerRow(f"{turn}", "approver", moment, (f"{turn}",)) for turn, moment in enumerate(at)]
        assert [sign.clause for sign in of_answers(given)] == ["R-064"] * expected


def test_a_store_whose_exceptions_are_the_rule_is_a_sign() -> None:
    """R-041, R-124: told with how often and between which bounds."""
    (sign,) = of_overrides("shop", [True] * 6 + [False])
    assert (sign.store, sign.share) == ("shop", Share(6, 7))
    assert Share(6, 7).interval == (49, 97)
    assert [*of_overrides("shop", [True, False, False, False])] == []


def test_the_interval_is_wilsons() -> None:
    """R-121: the worked values of the textbook (Newcombe 1998, table I: 81 of 263 and 0 of 20)."""
    assert Share(81, 263).interval == (26, 37)
    assert Share(0, 20).interval == (0, 16)


def year(random: Random, people: int) -> Iterator[AnswerRow]:
    """A year of honest approvers in threes, four cases a day: shifts, some haste, some phrases, a no in ten."""
    shift = {f"member {n:02}": random.uniform(0, 24) for n in range(people)}
    haste = {name: random.uniform(0, 0.12) for name in shift}
    for turn in range(4 * 365):
        first = 3 * random.randrange(people // 3)
        for name in (f"member {first + seat:02}" for seat in range(3)):
            hour = int(shift[name] + random.uniform(0, 10)) % 24
            at = (NOW - timedelta(days=turn / 4)).replace(hour=hour) + random.lognormvariate(5, 0.8) * SECOND
            reasons = [f"{name} {random.randrange(40 if random.random() < 0.05 else 10**9)}" for _ in range(4)]
            refused = "subsidiarity" if random.random() < 0.1 else ""
            yield AnswerRow(f"{turn}", name, at, tuple(reasons), random.random() < haste[name], refused)


def stamped(answers: list[AnswerRow]) -> Iterator[AnswerRow]:
    """The same year, in which one of them says what their partner has said, seconds later, in the same words."""
    for one in answers:
        if one.member_id == PARTNER:
            yield replace(one, member_id=STAMPER, answered_at=one.answered_at + 9 * SECOND, hasty=True)
        if one.member_id != STAMPER:
            yield one


def weeks(answers: list[AnswerRow]) -> Iterator[list[Sign]]:
    """The signs that each week's digest shows, the last week first."""
    for week in range(52):
        now = NOW - week * timedelta(weeks=1)
        since = now - HABIT
        yield [*of_answers(one for one in answers if since < one.answered_at <= now)]


@pytest.mark.parametrize("seed", [1, 16, 30])
def test_a_year_of_fifty_honest_people_gives_less_than_a_false_sign_a_month_and_a_stamper_is_found(seed: int) -> None:
    """R-110, R-113, R-121: else nobody reads them any more; the one is named by haste, words, and their partner."""
    answers = [*year(Random(seed), 51)]
    assert sum(map(len, weeks(answers))) <= 12
    signs = next(weeks([*stamped(answers)]))
    assert {(sign.clause, sign.members) for sign in signs} == {
        ("R-110", (STAMPER,)),
        ("R-113", (STAMPER, PARTNER)),
    }
    assert len(signs) == 3


def test_signs_look_back_over_eight_weeks_and_figures_over_one() -> None:
    """R-121: a habit is older than the week that is told."""
    old = [replace(one, answered_at=one.answered_at - 14 * DAY) for one in habit(6, hasty=True)]
    sent = [CaseRow(f"{n}", f"shop {n % 2}", State.ENDED, NOW - n * 4 * DAY, NOW, overridden=True) for n in range(14)]
    told = weekly(sent, old, [], rules=RULES, now=NOW)
    assert told.answers == 0
    assert {sign.clause for sign in told.warnings} >= {"R-110", "R-041"}
