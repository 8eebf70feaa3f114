"""A town whose bot dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.mortal_town import MortalTown


@pytest.fixture
def town(tmp_path: Path, sqlite_url: str, master_keys: str) -> Iterator[MortalTown]:
    """On SQLite, as most networks will run it."""
    with MortalTown(tmp_path, sqlite_url, master_keys) as mortal:
        yield mortal


@pytest.fixture
def any_town(tmp_path: Path, database_url: str, master_keys: str) -> Iterator[MortalTown]:
    """On SQLite and, where there is one, on PostgreSQL."""
    with MortalTown(tmp_path, database_url, master_keys) as mortal:
        yield mortal
