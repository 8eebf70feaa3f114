"""On which databases a test runs: on both, unless it says otherwise."""

from __future__ import annotations

import pytest

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what people type, send and see, once others take the same rows to PostgreSQL: how a form judges, what a file is,
how a page is drawn."""
