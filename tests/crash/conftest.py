"""A town whose bot dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world.as_process import TownAsProcess


@pytest.fixture
def town(tmp_path: Path, sqlite_url: str, master_keys: str) -> Iterator[TownAsProcess]:
    """On SQLite, as most networks will run it."""
    with TownAsProcess(tmp_path, sqlite_url, master_keys) as made:
        yield made


@pytest.fixture
def town_of_words(tmp_path: Path, sqlite_url: str, master_keys: str) -> Iterator[TownAsProcess]:
    """The same, where nobody sends a picture."""
    with TownAsProcess(tmp_path, sqlite_url, master_keys, pictures=False) as made:
        yield made


@pytest.fixture
def any_town_of_words(tmp_path: Path, database_url: str, master_keys: str) -> Iterator[TownAsProcess]:
    """The same on SQLite and, where there is one, on PostgreSQL."""
    with TownAsProcess(tmp_path, database_url, master_keys, pictures=False) as made:
        yield made
