"""An incident is worked off: each step by its role and in words, nothing left out, nothing closed before its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from handlers.commands.incidents import (
    CloseIncident,
    CloseStep,
    NoteReport,
    SayGoingOn,
    WriteIncident,
)
from handlers.commands.office import DecideTwofold
from handlers.errors import AlreadyAsked, NotAllowed
from handlers.incidents.known import known_of
from handlers.incidents.record import closed_steps, silent, written
from handlers.routing import handle
from handlers.wording.nine import drafted
from policy.facts import Role
from policy.incidents.classification import Sure
from policy.incidents.clocks import Report
from policy.incidents.kinds import Kind, Part
from policy.incidents.nine import Item
from policy.incidents.playbooks import PLAYBOOKS, SILENCE, Outcome, Playbook, Step
from storage.tables import TwofoldAct
from tests.world.in_process import TownInProcess
from tests.world.incidents import OFFICE, STORE, calls, classify, named, newest, report, tap

AUDITOR = "P30"
TAKE = "対応します"
WORDS = "終業後の点検で、店の端末の設定が原因とわかった。"


def refused(act: Callable[[], None]) -> str:
    """What it says, if it is."""
    with pytest.raises(NotAllowed) as caught:
        act()
    return caught.value.deny.reason


def test_no_leak_takes_a_proof_and_a_second_person(town: TownInProcess) -> None:
    """R-130, R-097: until then the clocks run; the same person can't be both."""
    number = tap(town).number
    with pytest.raises(NotAllowed):
        classify(town, OFFICE, number, happened=Sure.NO)
    classify(town, OFFICE, number, WORDS * 2, happened=Sure.NO)
    assert (newest(town).answers or {})["happened"] == Sure.MAYBE
    with pytest.raises(AlreadyAsked):
        classify(town, OFFICE, number, WORDS * 2, happened=Sure.NO)
    with town.reading() as uow:
        act = uow.session.scalars(select(TwofoldAct.id)).one()
    with pytest.raises(NotAllowed):
        town.run(DecideTwofold(town.account(OFFICE), act, allow=True))
    town.run(DecideTwofold(town.account(AUDITOR), act, allow=True))
    assert (newest(town).answers or {})["happened"] == Sure.NO
    assert newest(town).confirmed_by is not None


def test_a_yes_to_an_older_form_changes_nothing(town: TownInProcess) -> None:
    """R-097, R-130: what the second person saw is what they agree to."""
    number = tap(town).number
    classify(town, OFFICE, number, WORDS * 2, happened=Sure.NO)
    classify(town, OFFICE, number, happened=Sure.YES)
    with town.reading() as uow:
        act = uow.session.scalars(select(TwofoldAct.id)).one()
    with pytest.raises(NotAllowed):
        town.run(DecideTwofold(town.account(AUDITOR), act, allow=True))
    assert (newest(town).answers or {})["happened"] == Sure.YES


def test_each_step_is_closed_by_its_role_and_another_is_told_whose_it_is(town: TownInProcess) -> None:
    """R-131, R-134, R-136, R-143: for every row of the three playbooks, everybody else is refused by name."""
    named(town)
    town.warn()
    holders = {Role.INCIDENT_MANAGER: "P04", Role.SECURITY_OFFICER: "P05", Role.PRIVACY_OFFICER: "P07"}
    holders[Role.SECRETARIAT] = OFFICE
    accounts = {code: town.account(code) for code in holders.values()}
    for playbook, kind in (
        (Playbook.LEAK, Kind.LEAK),
        (Playbook.LOSS, Kind.LOSS),
        (Playbook.WRONG_PERSON, Kind.INACCURACY),
    ):
        number = tap(town).number
        classify(town, "P05", number, kind=kind)
        report(town, "P05", number, Report.FIRST)
        for task in PLAYBOOKS[playbook]:
            others = [code for role, code in holders.items() if role not in task.roles]
            with town.app.reading() as ctx:
                for code in others:
                    with pytest.raises(NotAllowed):
                        handle(CloseStep(accounts[code], number, task.step, Outcome.DONE), ctx)
            owner = next((code for role, code in holders.items() if role in task.roles), None)
            if owner is not None and task.step is not Step.ALL_STORES:  # nothing was recalled: done by itself
                outcome = Outcome.NOT_NEEDED if task.step is Step.RECALLED else Outcome.DONE
                town.run(CloseStep(accounts[owner], number, task.step, outcome, WORDS))


SAID = {Step.BODY: "12月1日、所定の様式をメールで送った。", Step.POLICE: "12月1日、東署が受理した。受理番号 12。"}


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("step", SAID)
def test_the_body_and_the_police_are_told_or_it_is_said_why_not(
    town: TownInProcess, step: Step, outcome: Outcome
) -> None:
    """R-134, R-143, L242, L257: whether, and the number or why not, is on record; the report says it only if so."""
    number, office = tap(town).number, town.account(OFFICE)
    for words in ("", "　", "\u200b", "なし", "長" * 2001):
        with pytest.raises(NotAllowed):
            town.run(CloseStep(office, number, step, outcome, words))
    town.run(CloseStep(office, number, step, outcome, SAID[step]))
    with town.app.reading() as ctx:
        known = known_of(newest(town), ctx)
        told = known.police_told_at if step is Step.POLICE else known.body_told_at
        assert (told is not None) == (outcome is Outcome.DONE)
        assert ("に被害届を出した" in drafted(known)[Item.OTHER]) == (step is Step.POLICE and told is not None)
        assert [words for _, _, _, words in written(newest(town), ctx)] == [SAID[step]]


def test_what_was_left_out_comes_back_when_it_is_classified_otherwise(town: TownInProcess) -> None:
    """R-134, R-137: nobody had to be told until it turned out to be grave; then it is not over without."""
    number, office = tap(town).number, town.account(OFFICE)
    classify(town, OFFICE, number, grave=Sure.NO)
    town.run(CloseStep(office, number, Step.BODY, Outcome.NOT_NEEDED, "一店だけの故障。"))
    with town.app.reading() as ctx:
        assert Step.BODY in closed_steps(newest(town), ctx)
    classify(town, OFFICE, number, grave=Sure.YES)
    with town.app.reading() as ctx:
        assert Step.BODY not in closed_steps(newest(town), ctx)
    with pytest.raises(NotAllowed):
        town.run(CloseStep(office, number, Step.BODY, Outcome.NOT_NEEDED, "一店だけの故障。"))
    town.run(CloseStep(office, number, Step.BODY, Outcome.DONE, SAID[Step.BODY]))
    classify(town, OFFICE, number, grave=Sure.NO)
    with town.reading() as uow:
        assert uow.incidents.steps(newest(town))[Step.BODY].outcome is Outcome.DONE


def test_it_ends_only_classified_worked_off_reported_and_learnt_from(town: TownInProcess) -> None:
    """R-130, R-138, R-140, R-145: cause and measure are asked for; what is pressed after its end changes nothing."""
    number, office = tap(town).number, town.account(OFFICE)
    assert calls(town, OFFICE) == 1

    def close() -> None:
        town.run(CloseIncident(office, number, rule_change=False, training_change=True))

    def done(step: Step, outcome: Outcome = Outcome.DONE, words: str = WORDS) -> None:
        town.run(CloseStep(office, number, step, outcome, words))

    with pytest.raises(NotAllowed):
        close()
    classify(town, OFFICE, number)
    with pytest.raises(NotAllowed):
        done(Step.CAUSE, Outcome.NOT_NEEDED)
    assert "速報" in refused(lambda: done(Step.COMMISSION))
    with pytest.raises(NotAllowed):
        done(Step.COMMISSION, Outcome.NOT_NEEDED)
    with pytest.raises(NotAllowed):  # nobody kept what was sent
        town.run(NoteReport(office, number, Report.FINAL))
    report(town, OFFICE, number, Report.FINAL)
    assert "速報" in refused(lambda: done(Step.COMMISSION))
    report(town, OFFICE, number, Report.FIRST)
    for task in PLAYBOOKS[Playbook.LOSS][1:]:
        done(task.step)
    for still in (None, True):
        if still is not None:
            town.run(SayGoingOn(office, number, going_on=still))
        assert "まだ続いているかもしれません" in refused(close)
    town.run(SayGoingOn(office, number, going_on=False))
    assert "原因と対策" in refused(close)
    town.run(WriteIncident(office, number, Part.MEASURE, WORDS))
    assert "変える" in refused(close)
    town.run(WriteIncident(office, number, Part.CHANGES, WORDS))
    close()
    town.press(OFFICE, TAKE)
    assert "この事故はもう終わっています。何も変わりません。" in town.last(OFFICE).lines
    assert newest(town).taken_at is None
    with pytest.raises(NotAllowed):
        town.run(WriteIncident(office, number, Part.NOTE, WORDS))
    town.wait(days=31)
    assert "事故の見直しの日です" in town.titles(OFFICE)


def test_a_store_that_stays_silent_is_named_after_a_day_and_keeps_nothing_open(town: TownInProcess) -> None:
    """R-078: the playbook waits for every store; a day later the office puts the exceptions on record instead."""
    town.warn()
    tap(town, what="別人だった")
    town.deliver()
    number, office = newest(town).number, town.account(OFFICE)
    classify(town, OFFICE, number, kind=Kind.INACCURACY)

    def stop_waiting(who: str = OFFICE) -> None:
        town.run(CloseStep(town.account(who), number, Step.ALL_STORES, Outcome.DONE))

    with pytest.raises(NotAllowed):
        stop_waiting()
    town.run(WriteIncident(office, number, Part.SILENT, "2店に電話し、店長に口頭で伝えた。"))
    with pytest.raises(NotAllowed):
        stop_waiting()
    town.now += SILENCE
    with pytest.raises(NotAllowed):
        stop_waiting(STORE)
    stop_waiting()
    with town.app.reading() as ctx:
        assert silent(ctx.uow.cases.get(town.case().id), ctx)
        assert Step.ALL_STORES in closed_steps(newest(town), ctx)
