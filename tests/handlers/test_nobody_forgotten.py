"""Nobody who wrote is forgotten: unread, undecided or unbrought turns red, and the desk is rung for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from audit.event import Event
from handlers.commands.rights import (
    AddToRequest,
    AskPerson,
    DecideRequest,
    EnterRequest,
    ExtendRequest,
    LookAtRequest,
    NoteRead,
    NoteTold,
    SecondDecision,
)
from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.rights.record import asked_in, packed
from handlers.rights.remind import waiting
from policy.clocks import REBUTTAL, Level
from policy.decision import Decided, Refused
from policy.rights import HANDED, Channel, LookPurpose, Told, Wish
from policy.steps import Step
from storage.tables import DueKind
from tests.handlers.test_requests import AUDITOR, OFFICE, decide, pass_
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.requests import PRINT, REFUSAL, SALT, about, request, send

CONTACT = "メールで person@example.jp"


def steps(town: TownInProcess) -> list[tuple[Step, Level]]:
    """What the desk has to do, in its order."""

    def found(ctx: Context) -> list[tuple[Step, Level]]:
        rows = waiting(ctx.uow.stores.the_network().id, ctx)
        return [(due.step, due.level) for row in rows for due in row.dues]

    with town.app.reading() as ctx:
        return found(ctx)


def rung(town: TownInProcess) -> int:
    return sum(title.startswith("対応を待つ申出") for title in town.titles(OFFICE))


def at_once(town: TownInProcess) -> None:
    pass_(town, 0, DueKind.REMIND_REQUEST)


def test_whoever_left_word_how_to_be_reached_is_brought_the_answer(town: TownInProcess) -> None:
    """R-070, R-076: they wrote on the page and may never open it again: it is due, red after three working days."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION, contact=CONTACT))
    town.run(LookAtRequest(town.account(OFFICE), number, LookPurpose.ANSWER))
    decide(town, number, Decided.OTHER)
    before = rung(town)
    town.now += timedelta(hours=1)
    at_once(town)
    assert rung(town) == before + 1, "the desk hears of it"
    assert number in [name for name, *_ in town.last(OFFICE).facts]
    seen = []
    for _ in range(7):
        seen += [level for _, level in steps(town)]
        pass_(town, 1, DueKind.REMIND_REQUEST)
    assert set(seen) == set(Level)
    assert steps(town) == [(Step.BRING, Level.OVER)]
    assert rung(town) == before + 3, "on the last morning, and on the first one too late"
    with town.app.reading() as ctx:
        asked = asked_in(request(town, number), ctx)
        assert asked is not None
        assert asked.contact == CONTACT
        assert CONTACT.encode() not in packed(asked), "it lies beside the words, so that nobody opens them to see it"
    town.run(NoteTold(town.account(OFFICE), number, Told.MAIL))
    assert (steps(town), request(town, number).told_how) == ([], Told.MAIL)


@pytest.mark.parametrize("contact", ["", CONTACT])
def test_who_reads_the_answer_on_the_page_needs_nobody_to_bring_it(town: TownInProcess, contact: str) -> None:
    """R-070: nor does whoever left no word how; and after its ninety days there is nothing left to bring."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION, contact=contact))
    decide(town, number, Decided.OTHER)
    assert [step for step, _ in steps(town)] == ([Step.BRING] if contact else [])
    town.run(NoteRead(request(town, number).id))
    assert steps(town) == []
    again = send(town, about(town, Wish.QUESTION, contact=contact), "Q-AGAIN")
    decide(town, again, Decided.OTHER)
    pass_(town, 91, DueKind.ERASE_REQUEST)
    assert steps(town) == []


@pytest.mark.parametrize("how", [one for one in HANDED if one is not Told.TRIED])
def test_every_way_of_bringing_it_has_its_word(town: TownInProcess, how: Told) -> None:
    """R-070: by post, e-mail, telephone or hand; on record once."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION, contact=CONTACT))
    decide(town, number, Decided.OTHER)
    town.run(NoteTold(town.account(OFFICE), number, how))
    assert request(town, number).told_how is how
    with pytest.raises(NotAllowed):
        town.run(NoteTold(town.account(OFFICE), number, Told.TRIED))


def test_whoever_is_not_reached_was_tried_for_days_and_still_counts_when_they_read_it(town: TownInProcess) -> None:
    """R-070, R-097: no desk gives somebody up at once, nor has to write down what isn't so to be rid of the red."""
    town.warn()
    number, office = send(town, about(town, Wish.QUESTION, contact=CONTACT)), town.account(OFFICE)
    decide(town, number, Decided.OTHER)
    with pytest.raises(NotAllowed):
        town.run(NoteTold(office, number, Told.TRIED))
    pass_(town, 6, DueKind.REMIND_REQUEST)
    town.run(NoteTold(office, number, Told.TRIED))
    assert (steps(town), request(town, number).told_how) == ([], Told.TRIED)
    town.run(NoteRead(request(town, number).id))
    assert (request(town, number).told_how, request(town, number).told_at) == (Told.PAGE, town.now)


def test_what_nobody_reads_turns_red_and_reading_it_is_enough(town: TownInProcess) -> None:
    """R-070: long before the answer is due; who has read it is rung for that no more."""
    town.warn()
    number = send(town, about(town, Wish.QUESTION))
    pass_(town, 6, DueKind.REMIND_REQUEST)
    assert steps(town) == [(Step.READ, Level.OVER), (Step.ANSWER, Level.CALM)]
    town.run(LookAtRequest(town.account(OFFICE), number, LookPurpose.ANSWER))
    assert steps(town) == [(Step.ANSWER, Level.CALM)]
    other = send(town, about(town, Wish.QUESTION), "Q-OTHER")
    at_once(town)
    town.run(LookAtRequest(town.account(OFFICE), other, LookPurpose.ANSWER))
    before, half = rung(town), 1
    pass_(town, 6, DueKind.REMIND_REQUEST)
    assert rung(town) - before <= half + 1, "for the one's half time and the other's most of it, not for reading"


def test_a_picture_kept_back_for_hours_rings_twice_and_turns_red(town: TownInProcess) -> None:
    """R-096, R-099: at two hours and at four, until somebody has decided; while its neighbours see nothing."""
    town.warn()
    number = send(town, about(town))
    at_once(town)
    town.run(LookAtRequest(town.account(OFFICE), number, LookPurpose.ANSWER))
    heard, seen = [rung(town)], [steps(town)[0]]
    for _ in range(2):
        town.now += REBUTTAL / 2
        at_once(town)
        heard.append(rung(town))
        seen.append(steps(town)[0])
    assert seen == [(Step.LOOK, Level.CALM), (Step.LOOK, Level.SOON), (Step.LOOK, Level.OVER)]
    assert heard == [heard[0] + more for more in range(3)]
    town.run(
        DecideRequest(town.account(OFFICE), number, Decided.GRANTED, "取り消しました。", cases=(town.case().number,))
    )
    assert steps(town) == []


def test_what_was_said_hours_ago_on_the_telephone_is_red_as_it_is_written_down(town: TownInProcess) -> None:
    """R-070, R-099: the hours run from when the person spoke."""
    case = town.warn()
    town.now += timedelta(hours=6)
    said: datetime = town.now - timedelta(hours=5)
    asked = replace(about(town), contact=CONTACT)
    town.run(EnterRequest("f", "Q-CALLED", SALT, PRINT, asked, "ja", town.account(OFFICE), Channel.TELEPHONE, said))
    town.work()
    assert case.id == town.case().id
    assert steps(town)[0] == (Step.LOOK, Level.OVER)


@pytest.mark.parametrize("writes", [AskPerson, ExtendRequest])
def test_a_question_and_a_reason_are_brought_to_whoever_is_not_at_the_page(
    town: TownInProcess, writes: type[AskPerson | ExtendRequest]
) -> None:
    """R-070, R-097, L146: whoever telephoned never sees our page; else a clock waits for them who were never asked."""
    town.warn()
    office, words = town.account(OFFICE), "店に入ったのは何時ごろでしたか。ほかの店の記録も確かめています。"
    asked = about(town, Wish.QUESTION)
    town.run(EnterRequest("f", "Q-CALLED", SALT, PRINT, asked, "ja", office, Channel.TELEPHONE, None))
    on_page = send(town, asked)
    town.run(LookAtRequest(office, on_page, LookPurpose.ANSWER))
    for number in ("Q-CALLED", on_page):
        town.run(writes(office, number, words))
    assert [step for step, _ in steps(town)].count(Step.BRING) == 1, "who left no word how is at the page"
    pass_(town, 6, DueKind.REMIND_REQUEST)
    assert (Step.BRING, Level.OVER) in steps(town)
    town.run(NoteTold(office, "Q-CALLED", Told.TELEPHONE))
    assert Step.BRING not in [step for step, _ in steps(town)]
    with pytest.raises(NotAllowed):
        town.run(NoteTold(office, "Q-CALLED", Told.TELEPHONE))
    with town.reading() as uow:
        assert noted(uow).count(Event.REQUEST_TELL) == 1
    decide(town, "Q-CALLED", Decided.OTHER)
    assert Step.BRING in [step for step, _ in steps(town)], "and so is the answer"


def test_who_reads_the_question_on_the_page_or_answers_it_needs_nobody(town: TownInProcess) -> None:
    """R-070: though they left word how to reach them."""
    town.warn()
    number, office = send(town, about(town, Wish.QUESTION, contact=CONTACT)), town.account(OFFICE)
    for reads in (NoteRead(request(town, number).id), AddToRequest(request(town, number).id, "昼すぎです。")):
        town.now += timedelta(minutes=1)
        town.run(AskPerson(office, number, "何時ごろのことでしたか。"))
        assert Step.BRING in [step for step, _ in steps(town)]
        town.now += timedelta(minutes=1)
        town.run(reads)
        assert Step.BRING not in [step for step, _ in steps(town)]


def test_a_second_person_who_says_nothing_is_reminded(town: TownInProcess) -> None:
    """R-070, R-071, R-099: the decision lies with them, and the clock runs; for a dark picture within its hours."""
    town.warn()
    number = send(town, about(town))
    decide(town, number, Decided.REFUSED, REFUSAL, refused=Refused.STANDS)

    def heard() -> int:
        town.deliver()
        return town.titles(AUDITOR).count("申出の決定の確認をお願いします")

    assert (heard(), {Step.LOOK, Step.SECOND} <= {step for step, _ in steps(town)}) == (1, True)
    town.now += REBUTTAL / 2
    at_once(town)
    assert heard() == 2
    pass_(town, 7, DueKind.REMIND_REQUEST)
    assert heard() > 2, "at half the time of the answer"
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    before = heard()
    pass_(town, 8, DueKind.REMIND_REQUEST)
    assert heard() == before
