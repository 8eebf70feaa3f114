"""What was found stands in the answer, with its law: of what was granted; of what isn't, not even that it is there."""

from __future__ import annotations

import pytest

from bot.language import sentences
from bot.web.public.answer import Answer, answer_of
from handlers.commands.chat import Resume
from handlers.commands.rights import DecideRequest, SecondDecision
from handlers.recipient import read_in
from handlers.rights.gone import erasures
from handlers.rights.record import cases_of
from handlers.wording.rights import article
from policy.decision import GROUNDS, Decided, Refused
from policy.forms.names import Wrong
from policy.law import RIGHTS
from policy.notices.facts import LANGUAGES
from policy.rights import Wish
from policy.states import State
from policy.withheld import Item, Line
from tests.handlers.test_requests import AUDITOR, OFFICE, STORE, decide
from tests.world.in_process import TownInProcess
from tests.world.requests import REFUSAL, about, request, send

COUNTED = "店と日時が合う警戒情報：1 件"


def answer(town: TownInProcess, number: str) -> Answer:
    """As the person reads it."""
    with town.app.reading() as ctx:
        return answer_of(number, ctx, sentences("ja"))


def agree(town: TownInProcess, number: str, *, agrees: bool = True) -> None:
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=agrees))


def test_what_was_granted_says_how_many_alerts_and_that_they_are_over(town: TownInProcess) -> None:
    """R-070, R-075: with the article by which it was asked; before that nothing."""
    case = town.warn()
    number = send(town, about(town, Wish.STOP))
    assert answer(town, number).found == ()
    decide(town, number, Decided.GRANTED, cases=(case.number,))
    told = answer(town, number)
    assert told.found == (COUNTED, "警戒情報は、すべて終わっています。")
    assert told.right == "個人情報保護法 第35条第3・4・5・6項"


def test_what_was_corrected_says_which_part(town: TownInProcess) -> None:
    """R-070, R-074: by its name in the person's language."""
    case = town.warn()
    number = send(town, about(town, Wish.CORRECTION))
    decide(town, number, Decided.GRANTED, cases=(case.number,), wrong=(Wrong.FEATURES,))
    assert answer(town, number).found == (COUNTED, "取り下げた部分：服装や特徴")


def test_a_refusal_counts_nothing(town: TownInProcess) -> None:
    """R-071, R-099: the words that two people agreed to are all that is told."""
    case = town.warn()
    number = send(town, about(town, Wish.STOP))
    decide(town, number, Decided.REFUSED, REFUSAL, refused=Refused.NO_GROUND, cases=(case.number,))
    agree(town, number)
    told = answer(town, number)
    assert (told.found, told.law) == ((), "個人情報保護法 第35条第1・3・5項")


@pytest.mark.parametrize("withheld", [Item.WHETHER, Item.PICTURE])
def test_whether_there_was_one_is_told_if_it_is_shown(town: TownInProcess, withheld: Item) -> None:
    """R-070, R-072, R-073: else a number would tell what the line withholds."""
    case = town.warn()
    number = send(town, about(town, Wish.DISCLOSURE))
    lines = tuple(
        Line(item, Refused.HARMS_OTHERS if item is withheld else None, f"{item.name} は一つずつ調べて決めたものです。")
        for item in Item
    )
    decide(town, number, Decided.OTHER, cases=(case.number,), lines=lines)
    agree(town, number)
    found = answer(town, number).found
    assert found == () if withheld is Item.WHETHER else {COUNTED, "窓口で渡すもの：知らせた店"} <= set(found)
    assert "窓口で渡すもの：写真" not in found


def test_of_an_alert_that_lives_not_held_proves_and_tells_nothing(town: TownInProcess) -> None:
    """R-070, R-099: two people say that nothing is held of this person; another's alert is nobody's business."""
    case = town.warn()
    number = send(town, about(town))
    town.run(Resume(town.account(STORE), case.id))
    decide(town, number, Decided.NOT_HELD)
    agree(town, number)
    with town.app.reading() as ctx:
        assert erasures(request(town, number), ctx) == ()
    assert answer(town, number).found == ("いま持っている情報はありません。",)


def test_a_decision_that_is_given_back_names_no_alert_any_more(town: TownInProcess) -> None:
    """R-071, R-075: else the next one would call back what nobody decided about."""
    case = town.warn()
    number = send(town, about(town, Wish.STOP, hour=None))
    part = {"refused": Refused.NO_GROUND, "cases": (case.number,), "wrong": (Wrong.FEATURES,)}
    decide(town, number, Decided.IN_PART, REFUSAL, **part)
    agree(town, number, agrees=False)
    with town.app.reading() as ctx:
        assert cases_of(request(town, number), ctx) == []
    town.run(DecideRequest(town.account(OFFICE), number, Decided.OTHER, REFUSAL))
    agree(town, number)
    assert town.case().state is State.LIVE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_right_and_every_reason_to_refuse_it_names_its_article(language: str) -> None:
    """R-070, R-071, L146, L150: as people look it up; only a question, and an objection refused, rest on none."""
    t = sentences(language)
    laws = {**RIGHTS, **{refused: ground.law for refused, ground in GROUNDS.items()}}
    assert {one for one, law in laws.items() if law is None} == {Wish.QUESTION, Refused.STANDS}
    for law in filter(None, laws.values()):
        said = read_in(t, article(law))
        assert str(law.article) in said
        assert "{" not in said
