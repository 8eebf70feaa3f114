"""The demo town, moved in once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from storage.unit_of_work import Database
from tests.world.in_process import TownInProcess
from tests.world.town import NEAR, move_in


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path, master_keys: str) -> Path:
    """A SQLite file with the whole town."""
    path = tmp_path_factory.mktemp("town") / "town.sqlite3"
    shutil.copyfile(empty_sqlite, path)
    database = Database(f"sqlite:///{path}", master_keys=master_keys)
    move_in(database, datetime.fromisoformat("2026-11-01T00:00:00+00:00"), near=True)
    database.close()
    return path


@contextmanager
def _opened(path: Path, moved_in: Path, master_keys: str, now: datetime) -> Iterator[TownInProcess]:
    shutil.copyfile(moved_in, path)
    database = Database(f"sqlite:///{path}", master_keys=master_keys)
    made = TownInProcess(database, now)
    made.rules = NEAR
    yield made
    made.close()
    database.close()


@pytest.fixture
def town(tmp_path: Path, town_file: Path, master_keys: str, now: datetime) -> Iterator[TownInProcess]:
    """A town of this test's own, on SQLite."""
    with _opened(tmp_path / "town.sqlite3", town_file, master_keys, now) as made:
        yield made


@pytest.fixture
def other_town(tmp_path: Path, town_file: Path, master_keys: str, now: datetime) -> Iterator[TownInProcess]:
    """The same once more, to compare with."""
    with _opened(tmp_path / "other.sqlite3", town_file, master_keys, now) as made:
        yield made
