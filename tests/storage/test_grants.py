"""The application's own role on PostgreSQL: it can do its work, and nothing to what the ledger has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from audit.event import Event
from storage.unit_of_work import Database
from tests.conftest import BACKENDS
from tests.world.databases import application as role_of_its_own
from tests.world.databases import prepare
from tests.world.rows import build

ROLE = "hansho app"


@pytest.fixture
def application(database_url: str, master_keys: str, key_folder: Path) -> Iterator[Database]:
    """What `hansho serve` opens: the owner's tables, as a role of its own."""
    with role_of_its_own(database_url, ROLE) as url:
        opened = Database(url, master_keys=master_keys, key_folder=key_folder)
        yield opened
        opened.close()


@pytest.mark.parametrize("database_url", BACKENDS[1:], indirect=True)
def test_the_application_s_role_only_adds_to_the_ledger(application: Database, now: datetime) -> None:
    """R-097: it starts, works and erases with these rights; what the ledger has, it can neither change nor drop."""
    application.migrate()
    application.open_keys()
    town = build(application, now)
    with application.unit_of_work() as uow:
        uow.vault.put(town.case, "text", "report", b"words", now)
        uow.vault.destroy(town.case, "text", now)
        uow.ledger.append(Event.TEXT_ERASE, at=now, case_id=town.case)
        uow.tidy(now)
        uow.commit()
        assert uow.ledger.head()[0] == 1
    for forbidden in (
        "UPDATE ledger SET event = '{}'",
        "DELETE FROM ledger",
        "TRUNCATE ledger",
        "DELETE FROM ledger_head",
        "DROP TABLE ledger",
        "ALTER TABLE ledger ADD COLUMN more text",
        "DELETE FROM alembic_version",
    ):
        with (
            application.unit_of_work() as uow,
            pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        ):
            uow.session.execute(text(forbidden))


@pytest.mark.parametrize("database_url", BACKENDS[1:], indirect=True)
def test_tables_that_are_behind_are_the_owner_s_to_mend(application: Database, database_url: str) -> None:
    """R-097: the application says so instead of asking for more rights."""
    server = create_engine(database_url)
    with server.begin() as connection:
        connection.execute(text("CREATE TABLE version_before AS SELECT * FROM alembic_version"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0024'"))
    with pytest.raises(ValueError, match="run `hansho database prepare` as their owner"):
        application.migrate()
    with server.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = (SELECT version_num FROM version_before)"))
        connection.execute(text("DROP TABLE version_before"))
    server.dispose()


def test_sqlite_has_no_roles(sqlite_url: str) -> None:
    """Said in words, not by a syntax error."""
    assert "only PostgreSQL has roles" in str(prepare(sqlite_url, ROLE).exception)
