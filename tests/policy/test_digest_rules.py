"""The weekly figures and the signs of a check that has become a habit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from policy.digest import CaseRow, Digest, ErasureRow, weekly
from policy.drift import Goods, Told
from policy.facts import Ground
from policy.signs import AnswerRow
from policy.states import State
from tests.world.facts import DAY, HOUR, NOW, RULES


def case(name: str, *, age: timedelta = DAY, minutes: int | None = 5, shop: str = "shop") -> CaseRow:
    created = NOW - age
    sent = None if minutes is None else created + timedelta(minutes=minutes)
    return CaseRow(name, shop, State.ENDED if sent else State.REFUSED, created, sent)


def answer(of: str, *, refused: str = "") -> AnswerRow:
    return AnswerRow(of, "approver", NOW - DAY, (of,), refused=refused)


def digest(
    cases: list[CaseRow] | None = None,
    answers: list[AnswerRow] | None = None,
    erasures: list[ErasureRow] | None = None,
) -> Digest:
    return weekly(cases or [], answers or [], erasures or [], rules=RULES, now=NOW)


def clauses(of: Digest) -> list[str]:
    return [sign.clause for sign in of.warnings]


def test_a_quiet_week_has_no_warnings() -> None:
    """R-121: nothing happened, nothing to look at."""
    quiet = digest()

    assert quiet.cases == quiet.sent == quiet.answers == quiet.overdue == 0
    assert quiet.median_minutes_to_send is None
    assert quiet.warnings == ()


def test_the_figures_of_a_week() -> None:
    """R-121: cases, decisions, times, erasures; older cases only show drift."""
    done = ErasureRow("a", "original", NOW - DAY, NOW - DAY)
    week = digest(
        [
            replace(case("a", minutes=4), reached=4, confirmed=3),
            replace(case("b", minutes=8), reached=2),
            case("c", minutes=None),
            replace(case("old", age=10 * DAY), reached=9),
        ],
        [
            answer("a"),
            answer("b"),
            answer("c", refused="subsidiarity"),
            replace(answer("d"), answered_at=NOW - 8 * DAY),
        ],
        [done],
    )

    assert (week.cases, week.sent, week.recalled) == (3, 2, 0)
    assert week.by_state == {State.ENDED: 2, State.REFUSED: 1}
    assert week.median_minutes_to_send == 6
    assert (week.reached, week.confirmed) == (6, 3)
    assert (week.answers, week.yes, week.refused_by) == (3, 2, {"subsidiarity": 1})
    assert (week.erased, week.overdue) == (1, 0)


def test_how_long_recalls_took_and_which_are_open() -> None:
    """R-096: a drill is measured like any recall: to the last confirmation, or not yet confirmed by all."""
    recalls = [
        replace(case(name), recalled=True, recall_minutes=took) for name, took in zip("abc", (4, 0, None), strict=True)
    ]

    week = digest([*recalls, case("d")])

    assert (week.recalled, week.median_minutes_to_recall, week.recalls_unconfirmed) == (3, 2, 1)
    assert digest([case("d")]).median_minutes_to_recall is None


def test_overdue_erasures_are_the_first_warning() -> None:
    """R-040: late is late; what is planned for later is not."""
    late = ErasureRow("a", "masked", NOW - HOUR, None)
    planned = ErasureRow("b", "masked", NOW + HOUR, None)

    assert digest(erasures=[planned]).warnings == ()
    warned = digest(erasures=[late, planned])
    assert warned.overdue == 1
    assert clauses(warned) == ["R-040"]
    assert warned.warnings[0].values == {"count": 1}


def test_a_store_that_sends_on_and_on_is_told_of_joint_use() -> None:
    """R-081: three alerts in fourteen days, older weeks included; refused cases do not count."""
    busy = [case("a", age=13 * DAY), case("b", age=8 * DAY), case("c")]

    assert clauses(digest(busy)) == ["R-081"]
    assert digest(busy).warnings[0].store == "shop"
    assert digest([*busy[:2], case("c", minutes=None)]).warnings == ()
    assert digest([*busy[:2], case("c", shop="other")]).warnings == ()
    assert digest([case("a", age=15 * DAY), *busy[1:]]).warnings == ()


def test_a_chain_that_tells_the_same_again_is_told_of_joint_use() -> None:
    """R-081: three stores, once each; told with how many events and stores, and which business."""
    chain = [
        replace(
            case(shop, age=days * DAY, shop=shop),
            told=Told("chain", shop, Goods.FOODS, Ground.FOOTAGE, NOW - days * DAY),
        )
        for days, shop in enumerate("abc", 1)
    ]
    (sign,) = digest(chain).warnings
    assert (sign.clause, sign.business, sign.values["count"], sign.values["stores"]) == ("R-081", "chain", 3, 3)
    assert digest([*chain[:2], replace(chain[2], sent_at=None)]).warnings == ()


def test_slow_alerts_are_a_sign() -> None:
    """R-123: a median above ten minutes comes too late for the next shop."""
    assert digest([case("a", minutes=10)]).warnings == ()
    assert clauses(digest([case("a", minutes=25)])) == ["R-123"]


def test_an_event_that_comes_back_after_a_no_is_named() -> None:
    """R-112: asked again after a refusal of the same store, however it ended then; a first report is none of these."""
    refused = replace(case("a", minutes=None), denied=True, ended_at=NOW - DAY + HOUR)
    again = case("b", age=DAY - 2 * HOUR)
    elsewhere = case("c", age=DAY - 2 * HOUR, shop="other")

    assert clauses(digest([refused, elsewhere])) == []
    (sign,) = digest([refused, again, elsewhere]).warnings
    assert (sign.clause, sign.values, sign.store) == ("R-112", {"count": 1, "out": 1}, "shop")
