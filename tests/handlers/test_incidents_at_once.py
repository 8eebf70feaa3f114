"""Two people do something about one incident at one moment, on PostgreSQL: one after the other, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select, text

from audit.event import Event
from handlers.commands.chat import Command
from handlers.commands.incidents import (
    ClassifyIncident,
    CloseIncident,
    CloseStep,
    HoldAlert,
    NameAlert,
    OpenIncident,
    SayGoingOn,
    TakeIncident,
    WriteIncident,
)
from handlers.errors import AlreadyAsked, HanshoError, NotAllowed
from policy.facts import Role
from policy.hold import HoldReason
from policy.incidents.classification import Answers, Sure
from policy.incidents.clocks import Report
from policy.incidents.kinds import Kind, Part, What
from policy.incidents.playbooks import PLAYBOOKS, Outcome, Playbook, Step
from policy.states import Ending
from storage.tables import DueKind, DueWork, Incident, TwofoldAct
from storage.unit_of_work import Database
from tests.world.databases import ON_POSTGRES
from tests.world.in_process import TownInProcess
from tests.world.incidents import OFFICE, STORE, newest, report, tap
from tests.world.ledgers import noted
from tests.world.town import move_in

pytestmark = ON_POSTGRES

MANAGER = "P04"
STOPPED = "【回収】先ほどの警戒情報は取り消します"
WORDS = "終業後の点検で、店の端末の設定が原因とわかった。"
PROOF = WORDS * 2

Done = HanshoError | None
WAITING = text("""
    WITH waits AS (SELECT DISTINCT pid, pg_blocking_pids(pid) AS behind FROM pg_locks WHERE NOT granted),
         first AS (SELECT pid FROM waits WHERE pg_backend_pid() = ANY (behind))
    SELECT count(*) FROM waits WHERE pid IN (SELECT pid FROM first) OR behind && ARRAY(SELECT pid FROM first)
""")
"""How many units wait for one of ours, or behind one that does."""


@pytest.fixture
def town(database: Database, now: datetime) -> Iterator[TownInProcess]:
    """The demo town, which moved in weeks ago; P04 manages incidents."""
    move_in(database, datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    made = TownInProcess(database, now)
    made.appoint(MANAGER, Role.INCIDENT_MANAGER)
    yield made
    made.close()


def at_once(town: TownInProcess, *commands: Command, held: Incident | None = None) -> list[Done]:
    """All of them have begun, and wait for the incident or else the newest alert, before any of them may go on."""

    def one(command: Command) -> Done:
        try:
            town.app.run(command)
        except HanshoError as error:
            return error
        return None

    with ThreadPoolExecutor(len(commands)) as threads:
        with town.database.unit_of_work() as holder:
            if held is not None:
                holder.incidents.get(held.id)
            else:
                holder.cases.locked(town.case().id)
            outcomes = [threads.submit(one, command) for command in commands]
            while holder.session.scalar(WAITING) < len(commands):
                assert not any(outcome.done() for outcome in outcomes), [outcome.result() for outcome in outcomes]
        return [outcome.result(60) for outcome in outcomes]


def times(town: TownInProcess, event: Event) -> int:
    """How often the ledger has it."""
    with town.reading() as uow:
        return noted(uow).count(event)


def test_two_take_it_and_one_has_it(town: TownInProcess) -> None:
    """R-135: the other hears that it is taken."""
    incident = tap(town)
    pressed = at_once(
        town, *(TakeIncident(town.account(who), incident.number) for who in (OFFICE, MANAGER)), held=incident
    )
    assert pressed == [None, None]
    assert times(town, Event.INCIDENT_TAKE) == 1
    town.deliver()
    titles = {who: town.last(who) for who in (OFFICE, MANAGER)}
    assert [card.title for card in titles.values()].count("あなたが対応します") == 1


def test_two_classify_it_and_the_later_one_counts_whole(town: TownInProcess) -> None:
    """R-130, R-132: never one's answers under the other's name, nor two proofs for a second person at once."""
    incident = tap(town)
    forms = {town.account(who): Answers(Kind.LOSS, people=people) for who, people in ((OFFICE, 3), (MANAGER, 2000))}
    done = at_once(
        town, *(ClassifyIncident(who, incident.number, answers) for who, answers in forms.items()), held=incident
    )
    assert done == [None, None]
    counts = newest(town)
    with town.reading() as uow:
        (by,) = [who for who in forms if uow.people.account_by_id(who).member_id == counts.answered_by]
    assert (counts.answers or {})["people"] == forms[by].people
    none = Answers(Kind.LOSS, happened=Sure.NO)
    done = at_once(town, *(ClassifyIncident(who, incident.number, none, PROOF) for who in forms), held=incident)
    assert [type(one) for one in done if one] == [AlreadyAsked]
    with town.reading() as uow:
        asked = uow.session.scalars(select(TwofoldAct)).one()
        assert asked.asked_by == newest(town).answered_by


def worked_off(town: TownInProcess) -> Incident:
    """A loss of which nothing is left to do but to end it."""
    incident, office = tap(town), town.account(OFFICE)
    town.run(ClassifyIncident(office, incident.number, Answers(Kind.LOSS)))
    for which in Report:
        report(town, OFFICE, incident.number, which)
    for part in (Part.CAUSE, Part.MEASURE):
        town.run(WriteIncident(office, incident.number, part, WORDS))
    for task in PLAYBOOKS[Playbook.LOSS][1:]:
        by = MANAGER if Role.INCIDENT_MANAGER in task.roles else OFFICE
        town.run(CloseStep(town.account(by), incident.number, task.step, Outcome.DONE, WORDS))
    town.run(SayGoingOn(office, incident.number, going_on=False))
    return incident


def test_two_end_it_and_it_ends_once(town: TownInProcess) -> None:
    """R-145: one end, one review; what the other said of rules and training changes nothing."""
    incident = worked_off(town)
    ends = [
        CloseIncident(town.account(who), incident.number, rule_change=False, training_change=False)
        for who in (OFFICE, MANAGER)
    ]
    late = WriteIncident(town.account(OFFICE), incident.number, Part.NOTE, WORDS)
    outcomes = at_once(town, *ends, held=incident)
    assert [type(outcome) for outcome in outcomes if outcome] == [NotAllowed]
    with pytest.raises(NotAllowed):
        town.run(late)
    assert times(town, Event.INCIDENT_CLOSE) == 1
    with town.reading() as uow:
        reviews = uow.session.scalars(select(DueWork).where(DueWork.kind == DueKind.REVIEW_INCIDENT)).all()
    assert len(reviews) == 1


def test_two_close_one_step_and_one_of_them_is_told(town: TownInProcess) -> None:
    """R-136, R-140: the words of whoever came second are not put under the first one's step."""
    incident = tap(town)
    steps = [CloseStep(town.account(OFFICE), incident.number, Step.POLICE, outcome, WORDS) for outcome in Outcome]
    outcomes = at_once(town, *steps, held=incident)
    assert [type(outcome) for outcome in outcomes if outcome] == [NotAllowed]
    with town.reading() as uow:
        assert len(uow.incidents.parts(newest(town), Part.POLICE)) == 1
    assert times(town, Event.INCIDENT_STEP) == 1


def test_two_neighbours_report_one_alert_and_it_is_called_back_once(town: TownInProcess) -> None:
    """R-078, R-096: two incidents, one recall; both say when, and nobody is told twice."""
    case = town.warn()
    with town.reading() as uow:
        neighbours = [row.account.member.code for row in uow.deliveries.of_case(case.id)][:2]
    told = [OpenIncident(town.account(who), What.SCREENSHOT, f"press {who}") for who in neighbours]
    assert at_once(town, *told) == [None, None]
    assert town.case().ending is Ending.RECALL
    assert times(town, Event.ALERT_RECALL) == times(town, Event.INCIDENT_RECALL) == 1
    town.deliver()
    for who in neighbours:
        assert [title for title in town.titles(who) if STOPPED in title] == [STOPPED]
    with town.reading() as uow:
        for incident in uow.session.scalars(select(Incident)):
            assert [row.recalled_at is not None for row in uow.incidents.cases(incident)] == [True]


def test_an_alert_is_named_while_it_is_preserved_and_both_come_through(town: TownInProcess) -> None:
    """R-142, R-096: one locks the incident first and the other the alert; neither is lost."""
    case = town.warn()
    incident = tap(town, STORE, "別人だった")
    done = at_once(
        town,
        HoldAlert(town.account(MANAGER), incident.number, case.number, 7, HoldReason.INTRUSION),
        NameAlert(town.account(OFFICE), incident.number, case.number),
    )
    assert done == [None, None]
    assert town.case().hold_until
