"""The desk of a large network: how long each list takes, how large it is, and how many statements it asks."""

from __future__ import annotations

import gc
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from sqlalchemy import Engine, create_engine, event, select

from bot.web.pages import add_pages
from handlers.network.imports import import_members, import_stores
from policy.states import DeliveryState, Ending, State
from simulator.serving import address, loopback_socket, served
from simulator.town import MEMBER_COLUMNS, STORE_COLUMNS
from storage.statements import insert_many
from storage.tables import Account, Case, Delivery, MemberRole, Network, new_id
from storage.unit_of_work import Database
from tests.bot.desk.sitting import Browser
from tests.world.in_process import TownInProcess
from tests.world.ports import SECRETS
from tests.world.town import move_in, put_up

STORES, PEOPLE, CASES, CHAIN = 5_000, 50_000, 100_000, 50
NEIGHBOURS = 10
"""Stores that each alert of the last month went to."""

TIMES = 40
SEED = 16
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
Person = tuple[str, str, str]
"""Ids of a store, of somebody who holds a role there, and of their account."""

POSTGRES = os.environ.get("HANSHO_TEST_POSTGRES_URL", "")
OFFICE, MANAGER = "P29", "P02"
LISTS = (
    "/desk",
    "/desk/alerts",
    "/desk/alerts?state=refused",
    "/desk/alerts?store=X2500",
    "/desk/stores",
    "/desk/stores?code=X2500",
    "/desk/people",
    "/desk/people?store=X2500",
    "/desk/people?outside=yes",
    "/desk/reach?code=X2500",
    "/desk/records",
    "/desk/notices",
    "/desk/requests/new",
    "/desk/rules/review",
    "/desk/log",
)
"""Pages that grow with the network, each from its beginning."""


@dataclass(frozen=True)
class Cost:
    """One page: milliseconds that 95 of 100 stay below, by the clock and of this process on a processor (client
    included; PostgreSQL's own are not in it), kilobytes, statements.
    """

    engine: str
    page: str
    p95: float
    processor: float
    kilobytes: float
    statements: int


def table() -> str:
    """All pages on SQLite and, where the tests have one, on PostgreSQL."""
    with TemporaryDirectory() as folder:
        costs = [*measure(Path(folder))]
    rows = [
        f"| {one.page} | {one.engine} | {one.p95:.0f} ms | {one.processor:.0f} ms | {one.kilobytes:.0f} KB"
        f" | {one.statements} |"
        for one in costs
    ]
    head = "| Page | On | p95 | of processor | Size | Statements |"
    return "\n".join([head, "|---|---|---|---|---|---|", *rows])


def measure(folder: Path) -> Iterator[Cost]:
    """As above."""
    yield from _measure("SQLite", f"sqlite:///{folder}/desk.sqlite3", folder)
    if POSTGRES:
        yield from _measure("PostgreSQL", POSTGRES, folder)


def _measure(engine: str, url: str, folder: Path) -> Iterator[Cost]:
    database = Database(url, master_keys=SECRETS["master_keys"], key_folder=folder / f"{engine}.keys")
    database.migrate()
    move_in(database, NOW)
    town = TownInProcess(database, NOW)
    _grow(town)
    with town.app.reading() as ctx:
        ctx.ports.history.begin(ctx.uow.ledger)  # as each night's checkpoint does, from which the log goes on
    gc.collect()
    gc.freeze()  # as `hansho serve` does: what was made so far is looked through no more
    if not url.startswith("sqlite"):
        _look_over(url)
    listening = loopback_socket()
    settings = town.app.settings.model_copy(update={"public_url": address(listening)})
    town.app = replace(town.app, settings=settings)
    app = FastAPI(openapi_url=None)
    add_pages(app, town.app)
    with served(app, listening):
        for code, pages in ((OFFICE, LISTS), (MANAGER, ("/desk", "/desk/alerts", "/desk/stores"))):
            browser = Browser(town, code)
            browser.sign_in()
            for page in pages:
                yield _cost(engine, page if code == OFFICE else f"{page}, a manager's", page, browser)
            browser.http.close()
    town.close()
    database.close()


def _cost(engine: str, named: str, page: str, browser: Browser) -> Cost:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    answer = browser.get(page)
    event.remove(Engine, "before_cursor_execute", note)
    assert answer.status_code == 200, page  # noqa: PLR2004 - HTTP
    times, worked = [], []
    for _ in range(TIMES):
        began, before = time.perf_counter(), time.process_time()
        browser.get(page)
        times.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - before) * 1000)
    return Cost(engine, named, _p95(times), _p95(worked), len(answer.content) / 1024, len(asked))


def _p95(times: list[float]) -> float:
    return sorted(times)[TIMES * 95 // 100 - 1]


def _grow(town: TownInProcess) -> None:
    with town.app.writing() as ctx:
        for bring, rows in ((import_stores, _stores()), (import_members, _members())):
            assert not bring(rows, ctx).errors
        put_up(ctx)
        ctx.uow.commit()
    with town.database.unit_of_work() as uow:
        network = uow.session.scalars(select(Network.id)).one()
        of_store = select(MemberRole.store_id, Account.member_id, Account.id).select_from(MemberRole)
        of_store = of_store.join(Account, Account.member_id == MemberRole.member_id)
        found = uow.session.execute(of_store)
        people = [(store, member, account) for store, member, account in found if store is not None]
        insert_many(uow.session, Case, (cases := [*_cases(network, people)]))
        insert_many(uow.session, Delivery, [*_deliveries(cases, people)])
        uow.commit()


def _cases(network: str, people: list[Person]) -> Iterator[dict[str, object]]:
    """Three years of them, each ended in some way."""
    chance = random.Random(SEED)
    ways = (State.ENDED, State.REFUSED, State.LAPSED, State.WITHDRAWN, State.ERASED)
    for n in range(CASES):
        store, member, account = chance.choice(people)
        at = NOW - timedelta(minutes=15 * (CASES - n))
        state = chance.choice(ways)
        yield {
            "id": new_id(),
            "number": f"C{n:06}",
            "network_id": network,
            "store_id": store,
            "reporter_id": member,
            "reporter_account_id": account,
            "rewritten_by": [],
            "state": state,
            "state_since": at,
            "created_at": at,
            "expires_at": at + timedelta(days=1095),
            "rule_version": "1",
            "vulnerable": False,
            "radius_km": 3,
            "left_out": [],
            "life_hours": 24,
            "audience": [],
            "version": 1,
            "narrowed": [],
            "denied": False,
            "sent_at": at if state is State.ENDED else None,
            "ended_at": at + timedelta(hours=3),
            "ending": Ending.EXPIRY if state is State.ENDED else None,
            "picture_state": None,
        }


def _deliveries(cases: list[dict[str, object]], people: list[Person]) -> Iterator[dict[str, object]]:
    """Of the last month's alerts."""
    chance = random.Random(SEED)
    for case in cases[-2_880:]:
        if case["sent_at"] is None:
            continue
        for store, member, account in {one[2]: one for one in chance.sample(people, NEIGHBOURS)}.values():
            yield {
                "id": new_id(),
                "case_id": case["id"],
                "store_id": store,
                "member_id": member,
                "account_id": account,
                "second": False,
                "state": DeliveryState.SENT,
                "sent_at": case["sent_at"],
                "passed_on": [],
                "opened_at": case["sent_at"],
                "answered_at": None,
            }


def _stores() -> str:
    """A city's chains."""
    place = random.Random(SEED)
    rows = (
        f"X{n // CHAIN},チェーン{n // CHAIN},2026-10-01,X{n},{n}号店,"
        f"{place.uniform(35.5, 35.9):.5f},{place.uniform(139.3, 139.9):.5f},,2026-11-01,"
        for n in range(STORES)
    )
    return "\n".join([STORE_COLUMNS, *rows])


def _members() -> str:
    """Ten to a store, every other one with an account."""
    roles = ("responsible", "approver", "contact", "staff", "second_contact", "deputy", *["staff"] * 4)
    rows = (
        f"X{n},会員 {n},ja,2027-03-31,{roles[n % 10]},X{n // 10},{f'U{n:032x}' if n % 2 else ''},"
        for n in range(PEOPLE)
    )
    return "\n".join([MEMBER_COLUMNS, *rows])


def _look_over(url: str) -> None:
    """What PostgreSQL does by itself within a minute or two of such an import."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
