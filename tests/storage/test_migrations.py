"""The tables: models and migrations agree, up and down, and several processes may start at once."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.orm import Session

from policy.notices.posting import Kind
from storage.engine import connect
from storage.migrate import configuration, migrate
from storage.tables import Business, DueKind, DueWork, Network, Poster, Store, Table
from storage.unit_of_work import Database

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def bare_url(database_url: str, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/bare.sqlite3"
        return
    server = create_engine(database_url, isolation_level="AUTOCOMMIT")
    own = f"hansho_{uuid.uuid4().hex}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {own}"))
    yield server.url.update_query_dict({"options": f"-csearch_path={own}"}).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {own} CASCADE"))
    server.dispose()


@pytest.fixture
def engine(bare_url: str) -> Iterator[Engine]:
    """An engine on it."""
    made = connect(bare_url)
    yield made
    made.dispose()


def test_migrations_make_exactly_the_tables_of_the_models(engine: Engine) -> None:
    """Nobody forgets a migration: tables, columns, types, indexes, keys."""
    migrate(engine)

    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_migrations_go_down_to_nothing_and_up_again(engine: Engine) -> None:
    """A bad release can be taken back."""
    migrate(engine)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
    left = set(inspect(engine).get_table_names())

    migrate(engine)

    assert left == {"alembic_version"}
    assert set(inspect(engine).get_table_names()) == {*Table.metadata.tables, "alembic_version"}


def test_a_shop_that_never_showed_its_camera_notice_has_two_weeks_from_the_upgrade(engine: Engine) -> None:
    """R-031: one that did has shown it."""
    migrate(engine)
    long_ago = JANUARY
    with engine.begin() as connection:
        rows = Session(connection)
        rows.add(Network(id="town", name="町", created_at=long_ago, rules={}))
        rows.flush()
        rows.add(Business(id="firm", network_id="town", code="F", name="店"))
        rows.flush()
        for code in ("shown", "missing"):
            rows.add(
                Store(id=code, business_id="firm", code=code, name=code, latitude=0, longitude=0, joined_at=long_ago)
            )
            rows.flush()
            for kind in Kind:
                posted = long_ago if kind is Kind.POSTER or code == "shown" else None
                rows.add(Poster(store_id=code, kind=kind, version="1" * 12, wanted_at=long_ago, posted_at=posted))
        rows.flush()
        command.downgrade(configuration(connection), "0055")
        command.upgrade(configuration(connection), "head")
        found = {(one.store_id, one.kind): one for one in Session(connection).query(Poster)}
    assert len(found) == 4
    assert {key: one.posted_at is not None for key, one in found.items()} == {
        ("shown", Kind.POSTER): True,
        ("shown", Kind.CAMERA): True,
        ("missing", Kind.POSTER): True,
        ("missing", Kind.CAMERA): False,
    }
    late = {key for key, one in found.items() if one.wanted_at > long_ago}
    assert late == {("missing", Kind.CAMERA)}


def test_words_that_a_network_once_added_go_wherever_they_stand(engine: Engine) -> None:
    """R-029: in force, asked for, decided for tomorrow; every other rule stays."""
    said = {"statement": "防犯のため。", "statement_en": "For security.", "radius_km": 2}
    ahead = json.dumps({"changes": said, "before": {"statement": "", "radius_km": 3}, "by": "someone"})
    migrate(engine)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), "0060")
        rows = Session(connection)
        rows.add(Network(id="town", name="町", created_at=JANUARY, rules=said))
        work = {"kind": DueKind.START_RULES, "due_at": JANUARY, "next_at": JANUARY}
        rows.add(DueWork(id="ahead", subject="town", arguments={"decided": ahead}, **work))
        rows.flush()
        command.upgrade(configuration(connection), "head")
        rows.expire_all()
        assert rows.get_one(Network, "town").rules == {"radius_km": 2}
        left = json.loads(rows.get_one(DueWork, "ahead").arguments["decided"])
    assert left == {"changes": {"radius_km": 2}, "before": {"radius_km": 3}, "by": "someone"}


def test_several_processes_may_start_at_once(bare_url: str, master_keys: str) -> None:
    """Each replica migrates at its start."""
    databases = [Database(bare_url, master_keys=master_keys, key_folder=Path("unused")) for _ in range(3)]
    threads = [threading.Thread(target=database.migrate) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    for database in databases:
        with database.unit_of_work(read_only=True) as uow:
            assert uow.ledger.head()[0] == 0
        database.close()


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    """All versions in one transaction, on SQLite too."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE vault (id INTEGER)"))

    with pytest.raises(Exception, match="vault"):
        migrate(engine)

    assert inspect(engine).get_table_names() == ["vault"]


def test_a_migration_on_postgresql_does_not_wait_for_ever(engine: Engine) -> None:
    """Waiting for a lock, it would make everybody behind it wait too."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite waits busy_timeout")
    with engine.begin() as connection:
        migrate_here = configuration(connection)
        command.upgrade(migrate_here, "head")
        assert connection.scalar(text("SHOW lock_timeout")) == "5s"


@pytest.mark.parametrize(
    ("table", "column"), [("cases", "expires_at"), ("enrolments", "expires_at"), ("links", "expires_at")]
)
def test_what_must_end_has_an_end_in_the_database(database_url: str, table: str, column: str) -> None:
    """R-043: the constraint is in the migrated database, not only in the models."""
    engine = create_engine(database_url)
    columns = {found["name"]: found for found in inspect(engine).get_columns(table)}
    engine.dispose()

    assert columns[column]["nullable"] is False
