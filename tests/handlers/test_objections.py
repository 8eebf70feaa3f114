"""An objection counts whenever it comes, whoever decides it, and however the shop words its alert later (R-099)."""

from __future__ import annotations

import pytest

from handlers.commands.rights import AddToRequest, DecideRequest, SecondDecision
from handlers.errors import NotAllowed
from handlers.rights.record import told_in
from handlers.wording.assess import ANSWERED_BEFORE
from policy.decision import Decided, Refused
from policy.facts import Role
from policy.forms.names import RecallReason
from policy.rights import Part, RequestState, Wish
from policy.states import Ending, State
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess
from tests.world.requests import REFUSAL, about, request, send

OFFICE, AUDITOR, DECIDER, STORE = "P29", "P30", "P06", "P01"


def decide(town: TownInProcess, number: str, decided: Decided, by: str = OFFICE, **more: object) -> None:
    """With words that would do for a refusal."""
    town.run(DecideRequest(town.account(by), number, decided, REFUSAL, **more))  # type: ignore[arg-type]


def test_who_objects_while_the_shop_still_judges_is_heard_before_anybody_looks(town: TownInProcess) -> None:
    """R-096, R-099: "it was not me", said in the shop: the alert goes out without its picture, and people look."""
    town.hand_in()
    town.submit()
    number = send(town, about(town))
    assert town.case().paused_at is None
    for code in ("P02", "P03"):
        town.answer(code)
    case = town.case()
    assert (case.state, case.paused_at) == (State.LIVE, case.sent_at)
    town.work()
    assert "本人から「違う」という申出がありました" in town.titles(STORE)
    with town.reading() as uow:
        (link,) = uow.requests.links(request(town, number))
    assert (link.case_id, link.suspended_at is not None) == (case.id, True)


def test_a_new_wording_does_not_show_again_what_somebody_objects_to(town: TownInProcess) -> None:
    """R-096, R-099: the shop stands by its alert as often as it likes; the secretariat looks as well."""
    town.warn()
    number = send(town, about(town))
    town.form(STORE, "report", **{**REPORT, "features": "灰色の上着、黒いズボン、大きな手提げ袋"})
    for code in ("P02", "P03"):
        town.answer(code)
    assert (town.case().version, town.case().paused_at is None) == (2, False)
    decide(town, number, Decided.REFUSED, refused=Refused.STANDS)
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    assert town.case().paused_at is None


def test_whoever_is_named_to_decide_ends_the_alert_by_granting(town: TownInProcess) -> None:
    """R-075, R-078: a decider who has no other duty; the person doesn't read "granted" while the alert lives on."""
    case = town.warn()
    town.appoint(DECIDER, Role.DECIDER)
    number = send(town, about(town))
    decide(town, number, Decided.GRANTED, DECIDER, cases=(case.number,), reason=RecallReason.WRONG_PERSON)
    assert request(town, number).state is RequestState.ANSWERED
    assert (town.case().state, town.case().ending) == (State.ENDED, Ending.RECALL)


def test_granted_is_what_names_an_alert(town: TownInProcess) -> None:
    """R-074, R-075: nobody reads that they were granted something of which nothing was done."""
    town.warn()
    number = send(town, about(town, Wish.SUSPENSION, hour=None))
    with pytest.raises(NotAllowed):
        decide(town, number, Decided.GRANTED)
    decide(town, number, Decided.GRANTED, cases=(town.case().number,))
    assert town.case().ending is Ending.RECALL


@pytest.mark.parametrize(("wish", "decided"), [(Wish.DISCLOSURE, Decided.NOT_HELD), (Wish.DISCLOSURE, Decided.OTHER)])
def test_a_refusal_by_another_name_takes_two(town: TownInProcess, wish: Wish, decided: Decided) -> None:
    """R-070, R-071: nobody says alone that nothing is held of an hour of which something is, or gives something else
    than what was asked for.
    """
    town.warn()
    number = send(town, about(town, wish))
    decide(town, number, decided)
    assert request(town, number).state is RequestState.PROPOSED
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    assert request(town, number).state is RequestState.ANSWERED


def test_of_a_day_on_which_there_was_nothing_one_person_says_so(town: TownInProcess) -> None:
    """R-070: and of a shop or a day that nobody named, nobody knows that it was nothing."""
    town.warn()
    sure, unsure = (
        send(town, about(town, Wish.DISCLOSURE, hour=3)),
        send(town, about(town, Wish.STOP, day=None), "Q-DAY"),
    )
    decide(town, sure, Decided.NOT_HELD)
    decide(town, unsure, Decided.NOT_HELD)
    assert request(town, sure).state is RequestState.ANSWERED
    assert request(town, unsure).state is RequestState.PROPOSED


def test_what_was_called_back_for_the_person_is_not_sent_again_by_the_shop_alone(town: TownInProcess) -> None:
    """R-099, R-112: the approvers read of it, and the secretariat has to say yes as well."""
    case = town.warn()
    decide(town, send(town, about(town)), Decided.GRANTED, cases=(case.number,), reason=RecallReason.WRONG_PERSON)
    town.wait(minutes=2)
    town.hand_in()
    town.submit()
    town.deliver()
    assert any(ANSWERED_BEFORE in card.lines for card in town.cards("P02"))
    for code in ("P02", "P03"):
        town.answer(code)
    assert town.case().state is State.ASSESSING
    town.answer(OFFICE)
    assert town.case().state is State.LIVE


def test_a_page_that_is_sent_twice_adds_once(town: TownInProcess) -> None:
    """R-070: who presses twice, or reloads, has said it once; who says something else has said both."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))
    for words in ("昼すぎです。", "昼すぎです。", "青い服でした。"):
        town.run(AddToRequest(request(town, number).id, words))
    with town.app.reading() as ctx:
        added = [words for _, _, words in told_in(request(town, number), ctx, Part.ADDED)]
    assert added == ["昼すぎです。", "青い服でした。"]
