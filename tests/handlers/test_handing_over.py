"""What isn't known at the till is handed to whoever is responsible in the shop (R-113, R-114, R-125)."""

from __future__ import annotations

import pytest

from handlers.commands.chat import SubmitCase
from handlers.commands.office import LetMemberLeave
from handlers.commands.pages import AnswerOnPage, TakeRest
from handlers.dialogue.page import so_far
from handlers.errors import NotAllowed
from policy.forms.names import FormName
from tests.world.answers import PEACE, TILL
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess

OFFER = "通報の続きをお願いします"


@remembered
def hand(town: TownInProcess) -> None:
    """A clerk answers what is known at the till, on the page."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    town.run(AnswerOnPage(town.account("P01"), town.case().id, "till", TILL))
    town.deliver()


def test_whoever_is_responsible_takes_it_completes_it_and_does_not_judge_it(town: TownInProcess) -> None:
    """R-113, R-114: offered at once; one wins, the other is told who; the two who are left judge it."""
    hand(town)
    assert OFFER in town.titles("P02")
    assert OFFER in town.titles("P04")
    assert OFFER not in town.titles("P03")
    with pytest.raises(NotAllowed):
        town.run(AnswerOnPage(town.account("P03"), town.case().id, "peace", PEACE))
    town.run(AnswerOnPage(town.account("P02"), town.case().id, "peace", {}))  # the first answer takes it
    town.deliver()
    for late in (
        TakeRest(town.account("P04"), town.case().id),
        AnswerOnPage(town.account("P04"), town.case().id, "peace", PEACE),
    ):
        with pytest.raises(NotAllowed) as told:
            town.run(late)
        assert "さんが先に引き受けました" in str(told.value.told)
    for code in ("P01", "P04"):
        assert town.last(code).title == "通報の続きは、ほかの人が引き受けました"
        assert dict(town.last(code).facts)["引き受けた人"] == "矢車 涼", "said inside the card, on no lock screen"
    town.run(AnswerOnPage(town.account("P02"), town.case().id, "peace", PEACE))
    town.run(SubmitCase(town.account("P02"), town.case().id))
    with pytest.raises(NotAllowed):
        town.answer("P02")
    town.answer("P03")
    town.answer("P04")
    assert town.case().state == "live"


def test_what_nobody_takes_comes_back_and_no_answer_is_asked_twice(town: TownInProcess) -> None:
    """R-115, R-127: after three minutes the reporter goes on, from where they were."""
    hand(town)
    town.wait(minutes=2)
    assert OFFER not in town.titles("P01")
    town.wait(minutes=1)
    assert OFFER in town.titles("P01")
    with town.app.reading() as ctx:
        case, account = ctx.uow.cases.get(town.case().id), ctx.uow.people.account_by_id(town.account("P01"))
        left = so_far(FormName.REPORT, account, case, ctx)
    assert left.answers["goods"] == TILL["goods"]
    town.run(AnswerOnPage(town.account("P01"), town.case().id, "peace", PEACE))
    assert town.last("P01").title == "この内容でよろしいですか？"


def test_nobody_is_asked_whose_yes_would_be_missed(town: TownInProcess) -> None:
    """R-113: with one approver fewer nobody can both write it and leave enough to judge it."""
    town.run(LetMemberLeave("P03"))
    hand(town)
    assert OFFER not in town.titles("P02")
    assert town.case().offered_at is None


def test_a_shop_that_could_not_send_hears_so_before_the_first_question(town: TownInProcess) -> None:
    """R-113: nobody answers eighteen questions for nothing."""
    for code in ("P03", "P04"):
        town.run(LetMemberLeave(code))
    town.say("P01", "通報")
    town.deliver()
    warned, first = town.cards("P01")[-2:]
    assert "承認できる人が足りません" in "".join((warned.title, *warned.lines))
    assert first.title == "写真を送ってください"
