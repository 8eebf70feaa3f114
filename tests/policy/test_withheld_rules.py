"""What somebody asks to see is refused item by item, or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.decision import Decided, Refused
from policy.rights import Wish
from policy.verdict import Allow, Deny
from policy.withheld import ITEM_GROUNDS, Item, Line, check_lines, shown_at_desk, takes_lines, withholds

WHY = "番目の項目を知らせると、見分け方が広まり、店の仕事ができなくなる。"
WITHHELD = [Line(item, Refused.HINDERS, f"{place}{WHY}") for place, item in enumerate(Item)]
SHOWN = [Line(item, None, "そのとおりです。") for item in Item]
MIXED = [SHOWN[0], *WITHHELD[1:]]


def allowed(
    decided: Decided, lines: list[Line], refused: Refused = Refused.HINDERS, wish: Wish = Wish.DISCLOSURE
) -> bool:
    return isinstance(check_lines(wish, decided, refused, lines), Allow)


def test_no_disclosure_is_refused_wholesale() -> None:
    """R-071, R-072, R-073: without a line for each item, or with one reason for all, nothing is refused."""
    assert allowed(Decided.REFUSED, WITHHELD)
    assert allowed(Decided.OTHER, MIXED)
    assert not allowed(Decided.REFUSED, [])
    assert not allowed(Decided.REFUSED, WITHHELD[1:])
    assert not allowed(Decided.REFUSED, [*WITHHELD[1:], WITHHELD[1]])
    assert not allowed(Decided.REFUSED, [replace(line, words=WITHHELD[0].words) for line in WITHHELD])
    of_first, shown = WITHHELD[0], SHOWN[0]
    for wrong in (replace(of_first, words="だめです。"), replace(of_first, words="あ" * 301), replace(shown, words="")):
        assert not allowed(Decided.REFUSED if wrong.withheld else Decided.OTHER, [wrong, *WITHHELD[1:]])


def test_what_is_called_a_refusal_shows_nothing_and_what_is_shown_elsewhere_shows_something() -> None:
    """R-071, R-073: the word that is read first is true of the lines; whatever withholds takes a second person."""
    assert not allowed(Decided.REFUSED, MIXED)
    assert not allowed(Decided.OTHER, WITHHELD)
    assert not allowed(Decided.OTHER, SHOWN)
    assert not allowed(Decided.IN_PART, MIXED)
    assert withholds(MIXED)
    assert not withholds(SHOWN)


@pytest.mark.parametrize("refused", Refused)
def test_an_item_is_withheld_for_a_reason_of_disclosure_alone(refused: Refused) -> None:
    """R-071, R-072, R-073: "not wrong" or "costly" shows nothing less; nor does a doubt of who asks."""
    lines = [replace(WITHHELD[0], withheld=refused), *WITHHELD[1:]]
    assert allowed(Decided.REFUSED, lines) == (refused in ITEM_GROUNDS)
    assert set(ITEM_GROUNDS) == {Refused.HARMS_OTHERS, Refused.HINDERS, Refused.OTHER_LAW}


def test_lines_are_for_what_is_withheld_alone() -> None:
    """R-073: a yes has none, another wish has none, and to somebody who may be somebody else nothing is listed."""
    for decided in (Decided.GRANTED, Decided.NOT_HELD, Decided.IN_PART):
        assert not takes_lines(Wish.DISCLOSURE, decided, None)
        assert isinstance(check_lines(Wish.DISCLOSURE, decided, None, MIXED), Deny)
        assert isinstance(check_lines(Wish.DISCLOSURE, decided, None, ()), Allow)
    assert allowed(Decided.OTHER, [])
    assert allowed(Decided.REFUSED, [], Refused.UNIDENTIFIED)
    assert not allowed(Decided.REFUSED, WITHHELD, Refused.UNIDENTIFIED)
    assert allowed(Decided.REFUSED, [], Refused.NO_GROUND, Wish.STOP)
    assert not allowed(Decided.REFUSED, WITHHELD, Refused.NO_GROUND, Wish.STOP)


def test_what_is_shown_at_the_desk_is_what_nothing_withholds() -> None:
    """R-070, R-073: all of it where it was granted; of a refusal, and of another wish, nothing."""
    assert shown_at_desk(Wish.DISCLOSURE, Decided.GRANTED, ()) == tuple(Item)
    assert shown_at_desk(Wish.DISCLOSURE, Decided.OTHER, MIXED) == (MIXED[0].item,)
    for wish, decided in (
        (Wish.DISCLOSURE, Decided.REFUSED),
        (Wish.DISCLOSURE, Decided.NOT_HELD),
        (Wish.STOP, Decided.GRANTED),
    ):
        assert shown_at_desk(wish, decided, MIXED) == ()
