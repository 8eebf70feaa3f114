"""Alembic's entrance: always online, on the connection and in the transaction that ``storage.migrate`` opened."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import text

from storage.tables import Table, Utc

LOCK_SECONDS = 5
"""A migration that can't get its lock gives up soon: waiting longer, it would make everybody behind it wait too."""


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our time type as the database's own, so that old migrations don't depend on our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Utc) else False


connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))

context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    compare_type=True,
    render_item=render_item,
    # SQLite can't change most of a table in place; batch mode copies it.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
