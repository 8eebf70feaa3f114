"""In which order rows are locked: on PostgreSQL two that take them in different orders wait for each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import event, select, text
from sqlalchemy.exc import OperationalError

from bot.application import Application
from handlers.commands.chat import AllClear, Command, Say
from handlers.commands.office import LetMemberLeave, LetStoreLeave, RevokeAccounts
from handlers.routing import handle
from policy.states import State
from storage.tables import Case, DueKind, DueWork
from storage.unit_of_work import Database, UnitOfWork
from tests.world.in_process import TownInProcess
from tests.world.rows import Rows
from tests.world.town import move_in

Step = Callable[[UnitOfWork, Rows, datetime], object]

Listening = Callable[[Any, str, Callable[..., None]], None]

TEXT = "text"


@pytest.fixture
def listening() -> Iterator[Listening]:
    """Be told of what SQLAlchemy does, until the test ends."""
    heard: list[tuple[Any, str, Callable[..., None]]] = []

    def listen(*what: Any) -> None:
        event.listen(*what)
        heard.append(what)

    yield listen
    for what in heard:
        event.remove(*what)


def put(name: str) -> Step:
    """Seal something of the case."""
    return lambda uow, town, now: uow.vault.put(town.case, TEXT, name, b"words", now)


def lock(uow: UnitOfWork, town: Rows, _now: datetime) -> None:
    """Lock the case."""
    uow.cases.locked(town.case)


def end_work(uow: UnitOfWork, _town: Rows, now: datetime) -> None:
    """A job that was claimed is done."""
    uow.due.done(uow.session.scalars(select(DueWork)).one(), now)


def answer(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """One more answer to an open form."""
    uow.conversations.save(town.account, "direction", {"goods": "化粧品"}, now)


MEETINGS: dict[str, tuple[Step, Step, tuple[Step, ...]]] = {
    "a job ends while a message drops it": (
        lock,
        lambda uow, town, _: uow.due.cancel(town.case, (DueKind.MASK,)),
        (end_work, lock),
    ),
    "an answer comes while the form is closed": (
        put("reason"),
        lambda uow, town, _: uow.conversations.end_case(town.case),
        (answer,),
    ),
    "bytes are dropped while they are kept anew": (
        put("reason"),
        put("note"),
        (lambda uow, town, _: uow.vault.remove(town.case, TEXT, "note"),),
    ),
    "somebody seals first and locks later": (lock, put("reason"), (put("note"), lock)),
    "the kind dies while something is sealed": (
        lock,
        put("reason"),
        (lambda uow, town, now: uow.vault.destroy(town.case, TEXT, now), lock),
    ),
}
"""What we do first and then, and what somebody else does in between."""


def until_one_waits(uow: UnitOfWork, other: Future[Any]) -> None:
    """Until the other unit waits for one of our locks."""
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
    while not uow.session.scalar(waits):
        assert not other.done(), other.result()


@pytest.mark.postgres
@pytest.mark.parametrize(("first", "then", "others"), MEETINGS.values(), ids=MEETINGS)
def test_two_that_meet_at_a_case_take_turns(
    first: Step, then: Step, others: tuple[Step, ...], database: Database, database_url: str, town: Rows, now: datetime
) -> None:
    """R-003: the case, its work and keys, their bytes, its forms: whoever comes second waits at the first of them."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time, so none of them holds anything while it waits")
    with database.unit_of_work() as uow:
        uow.due.plan(DueKind.MASK, "photo", now, case_id=town.case)
        uow.conversations.start(town.account, "report", town.case, "goods", now)
        put("note")(uow, town, now)
        uow.due.claim(now, 60)
        uow.commit()

    def other() -> None:
        with database.unit_of_work() as uow:
            for step in others:
                step(uow, town, now)
            uow.commit()

    with database.unit_of_work() as ours, ThreadPoolExecutor(1) as threads:
        first(ours, town, now)
        theirs = threads.submit(other)
        until_one_waits(ours, theirs)
        then(ours, town, now)
        ours.commit()
        if others == (answer,):
            with pytest.raises(LookupError):  # the form is closed, and not opened again
                theirs.result(60)
        else:
            theirs.result(60)


@pytest.mark.postgres
def test_a_card_that_leaves_and_its_alert_s_end_take_turns(
    database: Database, database_url: str, now: datetime
) -> None:
    """R-078: what a sender has to record waits for the recall, and both are kept."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time, so none of them holds anything while it waits")
    move_in(database, now - timedelta(days=20))
    town = TownInProcess(database, now)
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.deliver()
    town.answer("P03")
    case = town.case().id

    with database.unit_of_work() as recall, ThreadPoolExecutor(1) as threads:
        recall.cases.locked(case)
        sending = threads.submit(town.outbox.step)
        until_one_waits(recall, sending)
        recall.outbox.withhold(case, town.now)
        recall.commit()
        sending.result(60)

    assert {row.state for row in town.deliveries().values()} == {"sent"}
    town.close()


@pytest.mark.postgres
def test_who_asks_for_an_alert_while_it_ends_gets_none(database: Database, database_url: str, now: datetime) -> None:
    """R-078, R-111: a colleague asks as the end is on its way: the alert would come behind its own end, and stay."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time, so none of them holds anything while it waits")
    move_in(database, now - timedelta(days=20))
    town = TownInProcess(database, now)
    town.warn()
    sender, colleague, case = town.account("P01"), town.account("P10"), town.case().id
    before = town.titles("P10")

    with database.unit_of_work() as ending, ThreadPoolExecutor(1) as threads:
        ending.cases.locked(case)
        asking = threads.submit(town.app.run, Say(colleague, "状況"))
        until_one_waits(ending, asking)
        handle(AllClear(sender, case), town.app.context(ending))
        ending.commit()
        asking.result(60)
    town.deliver()

    assert "警戒のお願い" not in town.titles("P10")[len(before) :]
    assert "P10" not in town.deliveries()
    town.close()


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("ids", "command"), [("ba", LetStoreLeave("H01")), ("ab", RevokeAccounts("P01")), ("ab", LetMemberLeave("P01"))]
)
def test_whoever_ends_several_cases_takes_them_in_the_order_of_their_ids(
    ids: str, command: Command, database: Database, database_url: str, now: datetime, listening: Listening
) -> None:
    """R-005, R-063: the oldest first or the newest, as each likes, and two of them would wait for each other."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time, so none of them holds anything while it waits")
    move_in(database, now - timedelta(days=20))
    town, given = TownInProcess(database, now), iter(ids)
    tries: list[UnitOfWork] = []
    listening(Case, "before_insert", lambda _mapper, _connection, case: setattr(case, "id", next(given)))
    town.hand_in()
    town.submit()
    town.hand_in()

    with database.unit_of_work() as ours, ThreadPoolExecutor(1) as threads:
        ours.cases.locked("a")
        theirs = threads.submit(town.app.run, command, also=tries.append)
        until_one_waits(ours, theirs)
        ours.cases.locked("b")
        ours.commit()
        theirs.result(60)

    assert len(tries) == 1
    with database.unit_of_work(read_only=True) as uow:
        assert {case.state for case in uow.cases.every()} <= {State.WITHDRAWN, State.ASSESSING, State.DRAFT}
    town.close()


def test_a_unit_that_met_another_one_is_done_again(database: Database, now: datetime) -> None:
    """R-003: whom PostgreSQL lets go first, since two cases were taken in two orders, hears nothing of it."""
    tries = []

    def meet(uow: UnitOfWork) -> None:
        tries.append(uow)
        if len(tries) == 1:
            raise OperationalError("UPDATE", {}, DeadlockDetected())

    move_in(database, now - timedelta(days=20))
    town = TownInProcess(database, now)
    application: Application = town.app
    application.run(Say(town.account("P01"), "状況"), also=meet)
    town.deliver()

    assert len(tries) == 2
    assert len(town.cards("P01")) == 1
    town.close()
