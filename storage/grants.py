"""R-097: what the application's own role may do on PostgreSQL: all it needs, and nothing to the ledger but add."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from storage.tables import LedgerEntry, LedgerHead

ONLY_ADDED_TO: Final = (LedgerEntry.__tablename__,)
NEVER_DELETED: Final = (LedgerHead.__tablename__,)
"""The head is one row that grows; what it says is proven before it is signed (``audit.history``)."""


def grant(engine: Engine, role: str) -> None:
    """Give ``role`` the rights of the application, and take away all others on our tables; for the tables' owner.

    Raises:
        ValueError: SQLite, which has no roles.
    """
    if engine.dialect.name != "postgresql":
        raise ValueError("HANSHO_DATABASE_URL: only PostgreSQL has roles; SQLite's file belongs to whoever runs Hansho")
    name = engine.dialect.identifier_preparer.quote_identifier(role)
    added, kept = ", ".join(ONLY_ADDED_TO), ", ".join(NEVER_DELETED)
    with engine.begin() as connection:
        for statement in (
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            f"REVOKE UPDATE, DELETE ON {added} FROM {name}",
            f"REVOKE DELETE ON {kept} FROM {name}",
            f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {name}",
        ):
            connection.exec_driver_sql(statement)
