"""A whole town for each story: the real bot over HTTP, on fakes of LINE and Slack, with real masking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from masking import Workshop
from tests.scenarios.neighbourhood import Neighbourhood
from tests.scenarios.remembering import RememberingWorkshop

MODELS = Path(".models")


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """One warm masking process for all stories of this test process."""
    with RememberingWorkshop(MODELS) as warm:
        warm.warm()
        yield warm


@pytest.fixture
def town(tmp_path: Path, database_url: str, master_keys: str, workshop: Workshop) -> Iterator[Neighbourhood]:
    """The demo town with its bot, on SQLite and PostgreSQL."""
    with Neighbourhood(tmp_path, database_url, master_keys, workshop) as neighbourhood:
        yield neighbourhood
