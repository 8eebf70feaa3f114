"""A small town to test storage with."""

from __future__ import annotations

from datetime import datetime

import pytest

from storage.unit_of_work import Database
from tests.world.rows import Rows, build


@pytest.fixture
def town(database: Database, now: datetime) -> Rows:
    """One network with two stores, two people and a case, committed."""
    return build(database, now)
