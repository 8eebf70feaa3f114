"""The demo town, imported once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from simulator import town
from storage.imports import import_members, import_stores
from storage.unit_of_work import Database
from tests.handlers.street import Street


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path, master_keys: str) -> Path:
    """A SQLite file with the whole town."""
    folder = tmp_path_factory.mktemp("town")
    path = folder / "town.sqlite3"
    shutil.copyfile(empty_sqlite, path)
    fill(f"sqlite:///{path}", folder, master_keys)
    return path


def fill(url: str, folder: Path, master_keys: str) -> None:
    """Import the town's stores and members."""
    now = datetime.fromisoformat("2026-11-01T00:00:00+00:00")
    town.write(folder, now.date())
    database = Database(url, master_keys=master_keys)
    with database.unit_of_work() as uow:
        assert not import_stores(uow, (folder / "stores.csv").read_bytes(), now).errors
        assert not import_members(uow, (folder / "members.csv").read_bytes(), now).errors
        uow.commit()
    database.close()


@pytest.fixture
def street(tmp_path: Path, town_file: Path, master_keys: str, now: datetime) -> Iterator[Street]:
    """A town of this test's own, on SQLite."""
    path = tmp_path / "town.sqlite3"
    shutil.copyfile(town_file, path)
    database = Database(f"sqlite:///{path}", master_keys=master_keys)
    made = Street(database, now)
    yield made
    made.close()
    database.close()
