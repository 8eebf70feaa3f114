"""A whole town for each story: the real bot over HTTP, on fakes of LINE and Slack, with real masking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from masking import MaskingPool
from tests.world.over_http import TownOverHttp
from tests.world.town import NEAR


@pytest.fixture
def town(tmp_path: Path, database_url: str, master_keys: str, pool: MaskingPool) -> Iterator[TownOverHttp]:
    """The demo town with its bot, on SQLite and PostgreSQL."""
    made = TownOverHttp(tmp_path, database_url, master_keys, pool)
    made.rules = NEAR
    with made:
        yield made
