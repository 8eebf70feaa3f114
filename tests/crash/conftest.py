"""A town whose bot dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.world.as_process import TownAsProcess


@pytest.fixture
def town(tmp_path: Path, sqlite_url: str, master_keys: str) -> Iterator[TownAsProcess]:
    """On SQLite alone: masking, which takes most of its time, knows no database, and what is erased is looked for in
    SQLite's files (PostgreSQL's: tests/storage/test_erasure_on_postgres.py).
    """
    with TownAsProcess(tmp_path, sqlite_url, master_keys) as made:
        yield made


@pytest.fixture
def town_of_words(tmp_path: Path, database_url: str, master_keys: str) -> Iterator[TownAsProcess]:
    """One where nobody sends a picture, on SQLite and, where there is one, on PostgreSQL."""
    with TownAsProcess(tmp_path, database_url, master_keys, pictures=False) as made:
        yield made
