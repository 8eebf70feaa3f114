"""A network of thousands of shops works as one of a dozen does: what is far away is not looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from handlers.case.audience import receivers
from handlers.case.record import rules_of
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.network.imports import import_members, import_stores
from handlers.network.training import remind_training
from policy.audience import audience
from simulator.town import MEMBER_COLUMNS, STORE_COLUMNS
from storage.parts import AT_ONCE
from storage.stores import PAGE
from storage.tables import Account, Business, DueKind, Member, MemberRole, Store
from storage.unit_of_work import UnitOfWork
from tests.world.in_process import TownInProcess
from tests.world.ports import ports


@dataclass
class Work:
    """What was asked of the database."""

    statements: int = 0
    rows: int = 0
    made: int = 0
    """Rows that were objects first, which takes ten times as long as a row."""


@contextmanager
def counted(town: TownInProcess) -> Iterator[Work]:
    """What is asked until the block ends."""
    work = Work()

    def asked(*_: object) -> None:
        work.statements += 1

    def loaded(*_: object) -> None:
        work.rows += 1

    def kept(*_: object) -> None:
        work.made += 1

    engine = town.database._engine
    event.listen(engine, "before_cursor_execute", asked)
    event.listen(Session, "loaded_as_persistent", loaded)
    event.listen(Session, "pending_to_persistent", kept)
    try:
        yield work
    finally:
        event.remove(engine, "before_cursor_execute", asked)
        event.remove(Session, "loaded_as_persistent", loaded)
        event.remove(Session, "pending_to_persistent", kept)


def grow(town: TownInProcess, number: int, *, chain: bool = False, degrees: float = 0, north: float = 3) -> None:
    """So many more shops, ``north`` of the demo town by so many degrees or more, each with its contact on LINE."""
    with town.database.unit_of_work() as uow:
        network, day, long_ago = uow.stores.the_network().id, town.now.date(), town.now - timedelta(days=90)
        here = uow.stores.by_code(network, "H01")
        assert here
        firm = Business(network_id=network, code="XB", name="遠くの会社", agreed_on=day)
        uow.add(firm)
        firm_id = here.business_id if chain else firm.id
        ids = [f"x{n:05}" for n in range(number)]
        rows = {
            Store: [
                {
                    "id": one,
                    "code": one,
                    "name": one,
                    "business_id": firm_id,
                    "joined_at": long_ago,
                    "latitude": here.latitude + north + degrees * n,
                    "longitude": here.longitude,
                    "facility": None,
                    "notice_posted_on": day,
                }
                for n, one in enumerate(ids)
            ],
            Member: [
                {"id": one, "network_id": network, "code": one, "name": one, "joined_at": long_ago} for one in ids
            ],
            MemberRole: [{"id": one, "member_id": one, "role": "contact", "store_id": one} for one in ids],
            Account: [
                {"id": one, "member_id": one, "platform": "line", "external_id": one, "created_at": long_ago}
                for one in ids
            ],
        }
        for table, values in rows.items():
            uow.session.execute(insert(table), values)
        uow.commit()


def story(town: TownInProcess) -> list[Work]:
    """A report, its way to the approvers, two yeses, the cards, a look at what is live, and the end."""
    steps: tuple[Callable[[], object], ...] = (
        town.hand_in,
        town.submit,
        lambda: town.answer("P02"),
        lambda: town.answer("P03"),
        town.deliver,
        lambda: town.say("P01", "状況"),
        lambda: town.say("P09", "状況"),
        lambda: town.press("P01", "解除する"),
        town.deliver,
    )
    works = []
    for step in steps:
        with counted(town) as work:
            step()
        works.append(work)
    return works


@pytest.mark.parametrize("chain", [False, True])
def test_an_alert_costs_the_same_with_a_thousand_shops_far_away(
    town: TownInProcess, other_town: TownInProcess, *, chain: bool
) -> None:
    """R-124: nobody far away is looked at for a report, its approval, its cards, its state and its end.

    Of the reporter's own chain a page is, to know whether a far shop could be added (R-030).
    """
    for each, shops in ((town, 1), (other_town, 1000)):
        grow(each, shops, chain=chain)
    few, many = story(town), story(other_town)
    assert [work.statements for work in many] == [work.statements for work in few]
    assert all(of_many.rows <= of_few.rows + chain * 2 * PAGE for of_few, of_many in zip(few, many, strict=True))


def test_in_a_crowd_the_nearest_fifty_are_found_without_a_look_at_all(town: TownInProcess) -> None:
    """R-044, R-124: the same ones as by measuring every distance."""
    grow(town, 400, north=0.0005, degrees=0.00006)
    town.hand_in()
    with counted(town) as work, town.app.reading() as ctx:
        found = receivers(ctx.uow.cases.get(town.case().id), ctx)
    assert work.rows < 200
    with town.app.reading() as ctx:
        case, stores = ctx.uow.cases.get(town.case().id), ctx.uow.stores
        everybody = stores.all_facts(stores.in_network(case.network_id))
        rules, here = rules_of(case, ctx), stores.store_facts(case.store)
        wanted = audience(here, everybody, radius_km=3, far_store_ids=frozenset(), rules=rules, now=ctx.now)
    assert found == wanted
    assert len(found) == rules.max_stores


def test_the_daily_look_at_training_reads_those_whose_training_ends(town: TownInProcess) -> None:
    """R-062: nobody else is looked at, however many there are."""
    grow(town, 300)
    with counted(town) as work, town.app.writing() as ctx:
        remind_training(DueCommand(DueKind.REMIND_TRAINING, None), ctx)
    assert work.rows < 30


def test_people_and_shops_are_imported_part_by_part(town: TownInProcess) -> None:
    """R-001, R-005: as many questions for each part, not for each row, and all of them or nobody; so does a change.

    Of whoever is new no objects are made, since on SQLite chats wait until the file is written.
    """
    shops = [
        f"XB{n % 7},会社{n % 7},2026-10-01,X{n:04},店{n},{31 + n / 1000:.3f},{131 + n % 90 / 10},,2026-10-01,"
        for n in range(510)
    ]
    people = [
        f"X{n:04},会員{n},ja,2027-03-31,{('staff', 'contact')[n % 2]},X{n:04},{f'U{n:032x}' if n % 2 else ''},"
        for n in range(510)
    ]
    said: list[tuple[int, int]] = []
    for again in (False, True):
        for header, lines, verb in (
            (STORE_COLUMNS, shops, import_stores),
            (MEMBER_COLUMNS, [line.replace("staff", "approver") if again else line for line in people], import_members),
        ):
            with counted(town) as work, town.app.writing() as ctx:
                result = verb("\n".join([header, *lines]), ctx, progress=lambda *so_far: said.append(so_far))
                ctx.uow.commit()
            assert (result.errors, result.created, result.updated) == ((), 0 if again else 510, 510 if again else 0)
            assert work.statements < 100
            assert again or work.made < 20
            assert said[-2:] == [(500, 510), (510, 510)]
    with town.reading() as uow:
        assert len(result.codes) == 0  # those of the first import still work
        member = town.member("X0508", uow)
        assert [held.role for held in member.roles] == ["approver"]


def test_after_an_import_the_database_plans_by_what_is_there(uow: UnitOfWork, now: datetime) -> None:
    """R-124: PostgreSQL would learn of it a minute or more later, and handing in took ten times as long meanwhile."""
    ctx, shops, people = Context(uow, ports(), now), AT_ONCE + 11, AT_ONCE + 7
    stores = (f"X,遠くの会社,2026-10-01,X{n},{n}号店,{31 + n / 500},{130 + n / 500},,2026-11-01," for n in range(shops))
    members = (f"Y{n},会員 {n},ja,2027-03-31,staff,X{n},U{n:032x}," for n in range(people))
    assert import_stores("\n".join([STORE_COLUMNS, *stores]), ctx).created == shops
    assert import_members("\n".join([MEMBER_COLUMNS, *members]), ctx).created == people

    if uow.session.get_bind().dialect.name == "postgresql":
        known = text("SELECT relname, reltuples FROM pg_class WHERE relname IN ('stores', 'members', 'accounts')")
        found = {name: int(rows) for name, rows in uow.session.execute(known)}
        assert found == {"stores": shops, "members": people, "accounts": people}
