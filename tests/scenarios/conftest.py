"""A whole town for each story: the real bot over HTTP, on fakes of LINE and Slack, with real masking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from masking import MaskingPool
from tests.world.over_http import TownOverHttp


@pytest.fixture
def town(tmp_path: Path, database_url: str, master_keys: str, pool: MaskingPool) -> Iterator[TownOverHttp]:
    """The demo town with its bot, on SQLite and PostgreSQL."""
    with TownOverHttp(tmp_path, database_url, master_keys, pool) as made:
        yield made
