"""On which databases a test runs: on both, unless it says otherwise; and in whose name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, make_url, text

from bot.cli import hansho

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


def prepare(url: str, role: str) -> Result:
    """As the tables' owner, who knows where they are and has none of our keys."""
    return CliRunner(env={"HANSHO_DATABASE_URL": url}).invoke(hansho, ["database", "prepare", "--role", role])


@contextmanager
def application(url: str, role: str) -> Iterator[str]:
    """The address that ``hansho serve`` has in earnest: the owner's tables on PostgreSQL, as a role of its own."""
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f'CREATE ROLE "{role}" LOGIN'))
    assert prepare(url, role).exit_code == 0
    yield make_url(url).set(username=role).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f'DROP OWNED BY "{role}"'))
        connection.execute(text(f'DROP ROLE "{role}"'))
    server.dispose()
