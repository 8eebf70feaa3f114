"""An event that got its answer comes back: reported anew, by another, at another time, after a silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.web.authentication import let_in
from handlers.case.sealed import shown_refusal
from handlers.commands.chat import ShowReason, SubmitCase, SubmitForm, WithdrawCase
from handlers.errors import NotAllowed
from policy.access import Purpose
from policy.digest import weekly
from policy.rules import Rules
from tests.handlers.later import later
from tests.world.answers import judged
from tests.world.in_process import TownInProcess

BEFORE = "前の答え"


def refuse(town: TownInProcess, *, by: str = "P02", no: str = "subsidiarity") -> None:
    """P01 reports, and somebody says no."""
    town.hand_in()
    town.submit()
    town.answer(by, no=no)
    assert town.case().state == "refused"


def say_yes(town: TownInProcess, code: str, reporter: str = "P01") -> str:
    """A look, then four times yes to this reporter's newest case; where it stands then."""
    case = town.newest(reporter)
    town.look_at(town.account(code), case.id)
    answers = judged(of=f"{code} {case.number}") | {"binding": case.binding or ""}
    town.run(SubmitForm(town.account(code), "assess", case.id, answers))
    return town.newest(reporter).state


def test_two_others_do_not_lift_a_no(town: TownInProcess) -> None:
    """R-112: handed in again at once, reworded and at another time; whoever said no, or the secretariat, decides."""
    refuse(town)
    town.hand_in(goods="たばこ 3箱", when="360")
    town.submit()
    assert say_yes(town, "P03") == "assessing"
    assert say_yes(town, "P04") == "assessing"
    assert "「いいえ」と答えた人か" in " ".join(town.last("P01").lines)
    assert not town.deliveries()
    assert say_yes(town, "P02") == "live"


def test_the_secretariat_is_asked_and_sees_the_earlier_answer(town: TownInProcess) -> None:
    """R-112: which test, in which role, never who; and it stands in the ledger and in the digest."""
    refuse(town)
    earlier = town.case()
    town.hand_in()
    town.submit()
    asked = town.last("P29")
    assert asked.title == "承認のお願い"
    assert BEFORE not in dict(asked.facts)
    told = town.on_page("P29", Purpose.PREVIEW)[BEFORE]
    assert earlier.number in told
    assert "店舗責任者が「補充性」に「いいえ」" in told
    assert say_yes(town, "P03") == "assessing"
    assert say_yes(town, "P04") == "assessing"
    assert say_yes(town, "P29") == "live"
    with town.reading() as uow:
        noted = {e["event"]: e for e in uow.ledger.of_case(town.case().id)}["case:report:repeat"]
        figures = uow.figures.cases(town.now - timedelta(days=1))
    assert noted["details"] == {"earlier": [earlier.id]}
    again = [sign.store for sign in weekly(figures, [], [], rules=Rules(), now=town.now).warnings]
    assert again == [earlier.store_id]


def test_the_reporter_reads_why_if_whoever_said_no_allows_it(town: TownInProcess) -> None:
    """R-112: only by the button of whoever said it; the words stand on the page, and die with the reasons."""
    refuse(town)
    case = town.case()
    with pytest.raises(NotAllowed):
        town.run(ShowReason(town.account("P03"), case.id))
    assert town.last("P01").link is None
    town.press("P02", "通報者に理由を見せる")
    told = town.last("P01")
    assert told.title == "配信しなかった理由を読めます"
    assert told.link is not None
    reason = judged(of=f"P02 {case.number}")["subsidiarity_reason"]
    assert reason not in str(town.cards("P01"))
    with town.app.reading() as ctx:
        assert shown_refusal(ctx.uow.cases.get(case.id), ctx) == reason
        visitor = let_in(told.link.url.rpartition("/")[2], "", ctx)
        assert visitor.purpose == Purpose.REFUSAL
    later(town, hours=25)
    with town.app.reading() as ctx:
        assert shown_refusal(ctx.uow.cases.get(case.id), ctx) == ""


def test_another_reporter_of_the_store_is_no_way_around(town: TownInProcess) -> None:
    """R-112: the store reports, whoever of it holds the phone; and whoever said no can't lift it as the reporter."""
    refuse(town)
    town.hand_in("P02")
    town.submit("P02")
    assert say_yes(town, "P03", "P02") == "assessing"
    assert say_yes(town, "P04", "P02") == "assessing"
    assert say_yes(town, "P29", "P02") == "live"


@pytest.mark.parametrize("silence", [True, False])
def test_a_report_that_lapsed_or_was_withdrawn_before_the_answer_is_the_secretariat_s(
    town: TownInProcess, *, silence: bool
) -> None:
    """R-112: nobody said no, so nobody of the store can lift it; a report of the same event under way meets it too."""
    town.hand_in()
    town.submit()
    town.hand_in("P02")
    town.wait(minutes=30)
    town.submit("P02")
    assert say_yes(town, "P03", "P02") == "assessing"
    if silence:
        town.wait(minutes=40)
    else:
        town.run(WithdrawCase(town.account("P01"), town.case().id))
    assert town.case().ended_at
    assert say_yes(town, "P04", "P02") == "assessing"
    assert town.last("P29").title == "承認のお願い"
    assert say_yes(town, "P29", "P02") == "live"


def test_a_report_that_was_given_back_is_no_answer(town: TownInProcess) -> None:
    """R-112: "mend this" is no "no", though its reporter takes it back and begins anew."""
    town.hand_in()
    town.submit()
    town.give_back("P03", "上着の色を映像で確かめてください")
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    assert town.warn().state == "live"


def test_a_draft_that_nobody_was_asked_about_stands_against_nothing(town: TownInProcess) -> None:
    """R-112: taken back before it was handed in; the alert of an hour ago is no "no" either."""
    town.warn()
    town.hand_in()
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    assert town.warn().state == "live"


def test_a_store_where_nobody_could_lift_it_hears_it_at_once(town: TownInProcess) -> None:
    """R-112, R-113: whoever said no has left, and there is no secretariat to ask."""
    refuse(town, by="P04")
    town.leave("P04")
    town.leave("P29")
    town.hand_in()
    with pytest.raises(NotAllowed) as refusal:
        town.run(SubmitCase(town.account("P01"), town.case().id))
    assert refusal.value.deny.clause == "R-113"


def test_somebody_who_is_known_is_looked_at_from_outside(town: TownInProcess) -> None:
    """R-110: who can be reached could be asked; the store alone doesn't decide that they can't."""
    town.hand_in(known_person="yes")
    town.submit()
    assert town.last("P29").title == "承認のお願い"
    assert say_yes(town, "P02") == "assessing"
    assert say_yes(town, "P03") == "assessing"
    assert say_yes(town, "P29") == "live"
