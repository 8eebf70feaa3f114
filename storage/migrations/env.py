"""Alembic's entrance: always online, on the connection and in the transaction that ``storage.migrate`` opened."""

from __future__ import annotations

from alembic import context
from sqlalchemy import text

from storage.tables import Table

LOCK_SECONDS = 5
"""A migration that can't get its lock gives up soon: waiting longer, it would make everybody behind it wait too."""

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))

context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    compare_type=True,
    # SQLite can't change most of a table in place; batch mode copies it.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
