"""On which databases a test runs: on both, unless it says otherwise."""

from __future__ import annotations

import os

import pytest

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what people type, send and see, once others take the same rows to PostgreSQL: how a form judges, what a file is,
how a page is drawn."""

ON_POSTGRES = pytest.mark.parametrize(
    "database_url",
    [
        pytest.param(
            "postgresql",
            marks=[
                pytest.mark.postgres,
                pytest.mark.skipif("HANSHO_TEST_POSTGRES_URL" not in os.environ, reason="needs a PostgreSQL server"),
            ],
        )
    ],
    indirect=True,
)
"""For whole stories that their own tests tell on SQLite."""
