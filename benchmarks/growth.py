"""One network of 13 shops and of 40,000: what an alert costs in both, and how long people take to be imported.

Most shops belong to chains, and twelve stand near the reporting one in either network: what grows is what is far away.
"""

from __future__ import annotations

import gc
import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, make_url, select

from bot.application import Application
from bot.web.material import Material
from handlers.case.audience import receivers
from handlers.commands.chat import SubmitCase, SubmitForm
from handlers.context import Context
from handlers.network.imports import import_members, import_stores
from handlers.routing import handle
from policy.distance import EARTH_RADIUS_KM
from simulator.town import MEMBER_COLUMNS, STORE_COLUMNS
from storage.tables import Case, Store
from storage.unit_of_work import Database
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess
from tests.world.ports import SECRETS
from tests.world.town import move_in

SHOPS, PEOPLE, CHAIN = 40_000, 10_000, 500
"""Shops of a large region's chains, people with an own account or a code, shops of one chain."""

TIMES = 30
"""The least of so many counts: whatever else the machine does only adds."""

SEED = 15
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
POSTGRES = os.environ.get("HANSHO_TEST_POSTGRES_URL", "")


@dataclass(frozen=True)
class Costs:
    """The least milliseconds of ``TIMES`` (on SQLite of processor): handing in, the approvers' page, finding receivers,
    and by a scan in numpy.
    """

    hand_in: float
    preview: float
    near: float
    scan: float


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and those of this process on a processor: they are one on a machine without other work."""

    clock: float
    processor: float

    def __str__(self) -> str:
        """Both."""
        return f"{self.clock:.0f} s ({self.processor:.0f} s of processor)"


@dataclass(frozen=True)
class Growth:
    """Costs with 13 shops and with ``SHOPS`` more; what importing the shops and the people took."""

    engine: str
    few: Costs
    many: Costs
    stores: Took
    members: Took


def measure(folder: Path) -> Iterator[Growth]:
    """On SQLite, and on PostgreSQL where the tests have one."""
    yield _measure("SQLite", f"sqlite:///{folder}/few.sqlite3", f"sqlite:///{folder}/growth.sqlite3", folder)
    if POSTGRES:
        with _schemas("growth_few", "growth_many") as (few, many):
            yield _measure("PostgreSQL", few, many, folder)


def _measure(engine: str, few_url: str, url: str, folder: Path) -> Growth:
    # SQLite works within this process, so that what other programs take from the machine need not be counted.
    clock = time.process_time if url.startswith("sqlite") else time.perf_counter
    few, many = (_town(one, folder / f"{engine}{n}.keys") for n, one in enumerate((few_url, url)))
    stores = _seconds(lambda ctx: import_stores(_stores(), ctx), many.app)
    members = _seconds(lambda ctx: import_members(_members(), ctx), many.app)
    costs = _costs(few, many, clock)
    for town in (few, many):
        town.close()
        town.database.close()
    return Growth(engine, *costs, stores, members)


def _town(url: str, keys: Path) -> TownInProcess:
    """The demo's, with a report that waits to be handed in."""
    database = Database(url, master_keys=SECRETS["master_keys"], key_folder=keys)
    database.migrate()
    move_in(database, NOW)
    town = TownInProcess(database, NOW)
    town.run(SubmitForm(town.account("P01"), "report", None, REPORT))
    return town


@contextmanager
def _schemas(*names: str) -> Iterator[list[str]]:
    """Addresses of the same PostgreSQL where the same tables are others: empty, whatever an earlier run left there."""
    engine, all_of_them = create_engine(POSTGRES, isolation_level="AUTOCOMMIT"), ", ".join(names)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {all_of_them} CASCADE")
        for name in names:
            connection.exec_driver_sql(f"CREATE SCHEMA {name}")
        there = (make_url(POSTGRES).update_query_dict({"options": f"-c search_path={name}"}) for name in names)
        yield [url.render_as_string(hide_password=False) for url in there]
        connection.exec_driver_sql(f"DROP SCHEMA {all_of_them} CASCADE")
    engine.dispose()


def _stores() -> str:
    """All over the country, but not in the demo's town."""
    place = random.Random(SEED)
    rows = (
        f"X{n // CHAIN},チェーン{n // CHAIN},2026-10-01,X{n},{n}号店,"
        f"{place.uniform(31, 35.3):.5f},{place.uniform(130, 141):.5f},,2026-11-01,"
        for n in range(SHOPS)
    )
    return "\n".join([STORE_COLUMNS, *rows])


def _members() -> str:
    """Four to a shop, every other one with an account; names come again, as they do."""
    roles = ("responsible", "approver", "contact", "staff")
    rows = (
        f"X{n},会員 {n % 400},ja,2027-03-31,{roles[n % 4]},X{n // 4},{f'U{n:032x}' if n % 2 else ''},"
        for n in range(PEOPLE)
    )
    return "\n".join([MEMBER_COLUMNS, *rows])


def _seconds(work: Callable[[Context], object], app: Application) -> Took:
    clock, processor = time.perf_counter(), time.process_time()
    with app.writing() as ctx:
        result = work(ctx)
        assert not result.errors  # type: ignore[attr-defined]
        ctx.uow.commit()
    return Took(time.perf_counter() - clock, time.process_time() - processor)


def _costs(few: TownInProcess, many: TownInProcess, clock: Callable[[], float]) -> tuple[Costs, Costs]:
    """Both towns in turn, so that neither the machine nor what an import left in memory weighs on one of them alone."""
    gc.collect()
    gc.freeze()  # as in ``hansho serve``: what an import left behind is not looked through at each step
    one, other = zip(*(_least(pair, clock) for pair in zip(_works(few), _works(many), strict=True)), strict=True)
    return Costs(*one), Costs(*other)


def _works(town: TownInProcess) -> tuple[Callable[[], None], ...]:
    """What ``Costs`` tells of, in its order."""
    case, approver = town.case(), town.account("P02")

    def hand_in() -> None:
        with _undone(town.app) as ctx:
            handle(SubmitCase(case.reporter_account_id, case.id), ctx)
            ctx.uow.ledger.settle()

    def preview() -> None:
        with town.app.reading() as ctx:
            found, reader = ctx.uow.cases.get(case.id), ctx.uow.people.account_by_id(approver)
            Material(reader, found, ctx).preview("")

    def near() -> None:
        with town.app.reading() as ctx:
            receivers(ctx.uow.cases.get(case.id), ctx)

    return hand_in, preview, near, lambda: _scan(town.app, case)


@contextmanager
def _undone(app: Application) -> Iterator[Context]:
    """A unit of work that is never committed."""
    with app.writing() as ctx:
        yield ctx
        ctx.uow.session.rollback()


def _scan(app: Application, case: Case) -> None:
    """The peer: every shop's place read, and every distance computed at once."""
    with app.reading() as ctx:
        rows = ctx.uow.session.execute(select(Store.id, Store.latitude, Store.longitude)).all()
        here = np.radians((case.store.latitude, case.store.longitude))
        there = np.radians(np.array([row[1:] for row in rows]))
        half = (there - here) / 2
        chord = np.sin(half[:, 0]) ** 2 + np.cos(here[0]) * np.cos(there[:, 0]) * np.sin(half[:, 1]) ** 2
        near = np.flatnonzero(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(chord)) <= case.radius_km)
        [rows[n].id for n in near]


def _least(works: Sequence[Callable[[], object]], clock: Callable[[], float]) -> list[float]:
    """Of each, by turns."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(TIMES):
        for work, taken in zip(works, times, strict=True):
            began = clock()
            work()
            taken.append((clock() - began) * 1000)
    return [min(taken) for taken in times]
