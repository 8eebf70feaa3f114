"""A database for every test, on SQLite and, when HANSHO_TEST_POSTGRES_URL is set, on PostgreSQL too; one masking."""

from __future__ import annotations

import base64
import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Dialect, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError

from bot.paper.sheet import has_letters
from masking import MaskingPool
from storage.engine import connect, is_sqlite
from storage.tables import Table
from storage.unit_of_work import Database, UnitOfWork
from tests.world.masking import RememberingWorkshop

# Machines that run the tests are slow at times; a property that holds slowly still holds.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

POSTGRES_URL = os.environ.get("HANSHO_TEST_POSTGRES_URL", "")

BACKENDS = ["sqlite", *([pytest.param("postgresql", marks=pytest.mark.postgres)] if POSTGRES_URL else [])]

SLOW = (
    "tests/crash",
    "tests/served",
    "tests/browser",
    "tests/simulator/test_demo",
    "tests/handlers/test_any_order",
    "tests/masking",
    "tests/scenarios",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, and in one hand what mostly waits: a long story that begins last runs alone at the end."""
    items.sort(key=lambda item: next((n for n, start in enumerate(SLOW) if item.nodeid.startswith(start)), len(SLOW)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """The garbage collector waits until all is there, then leaves alone what lives as long as the run, as in
    ``hansho serve``; it looks less often.
    """
    gc.disable()
    yield
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session")
def master_keys() -> str:
    """One master key called ``test``."""
    return "test:" + base64.b64encode(b"only for tests, 32 bytes long :)").decode()


@pytest.fixture
def now() -> datetime:
    """A Monday afternoon in Japan, as aware UTC."""
    return datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def no_power_cuts() -> Iterator[None]:
    """Nothing here outlives the run, so nothing waits for the disk; PostgreSQL doesn't either."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> Iterator[None]:
    """The databases of one test process share compiled statements, as all work of one bot does: they cost seconds.

    SQLite doesn't wait for the disk either when it moves its log into the file, at each test's end.
    """
    dialects: dict[str, Dialect] = {}
    compiled: dict[object, object] = {}

    def sharing(url: str) -> Engine:
        engine = connect(url)
        if is_sqlite(engine):
            event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
        if engine.dialect.name not in dialects:
            try:
                engine.connect().close()  # the dialect learns of its server
            except OperationalError:  # there is none, as some tests want it
                return engine
        engine.dialect = dialects.setdefault(engine.dialect.name, engine.dialect)
        return engine.execution_options(compiled_cache=compiled)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.unit_of_work.connect", sharing)
        yield


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory, master_keys: str) -> Path:
    """A migrated SQLite file to copy, since copying is faster than migrating."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    made = Database(f"sqlite:///{path}", master_keys=master_keys)
    made.migrate()
    made.close()
    return path


@contextmanager
def postgres_database(name: str, master_keys: str) -> Iterator[str]:
    """A migrated database of that name; its address."""
    server = create_engine(POSTGRES_URL, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    address = make_url(POSTGRES_URL).set(database=name).render_as_string(hide_password=False)
    made = Database(address, master_keys=master_keys, key_folder=Path("unused"))
    made.migrate()
    made.close()
    yield address
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(scope="session")
def postgres_url(worker_id: str, master_keys: str) -> Iterator[str]:
    """One of this test process's own, since advisory locks reach over schemas."""
    with postgres_database(f"hansho_{worker_id}_{os.getpid()}", master_keys) as address:
        yield address


@pytest.fixture
def sqlite_url(tmp_path: Path, empty_sqlite: Path) -> str:
    """An empty, migrated SQLite file of this test's own."""
    path = tmp_path / "hansho.sqlite3"
    shutil.copyfile(empty_sqlite, path)
    path.chmod(0o600)  # as `hansho` makes it
    return f"sqlite:///{path}"


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database of this test's own."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    url = str(request.getfixturevalue("postgres_url"))
    server = create_engine(url, poolclass=NullPool)
    with server.begin() as connection:
        connection.exec_driver_sql(";".join(str(table.delete()) for table in reversed(Table.metadata.sorted_tables)))
    return url


@pytest.fixture
def key_folder(tmp_path: Path) -> Path:
    """Where the keys are that have to be able to die; it is there once the first is made."""
    return tmp_path / "keys"


@pytest.fixture
def database(database_url: str, master_keys: str, key_folder: Path) -> Iterator[Database]:
    """An empty database."""
    opened = Database(database_url, master_keys=master_keys, key_folder=key_folder)
    yield opened
    opened.close()


@pytest.fixture
def uow(database: Database) -> Iterator[UnitOfWork]:
    """One unit of work of the empty database; it writes nothing unless the test commits."""
    with database.unit_of_work() as uow:
        yield uow


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[MaskingPool]:
    """One masking process for all stories of this test process, begun when it is asked what none was asked before."""
    own = tmp_path_factory.getbasetemp()
    said = (own if worker_id == "master" else own.parent) / "said"
    said.mkdir(exist_ok=True)
    made = RememberingWorkshop(Path(".models"), said)
    yield made
    made.end()


@pytest.fixture(scope="session")
def letters() -> None:
    """Where no Japanese font is installed, nothing is printed, as whoever asks for it is told."""
    if not has_letters():
        pytest.skip("no Japanese font here: install fonts-morisawa-bizud-gothic")
