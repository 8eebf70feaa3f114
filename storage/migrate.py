"""Run the migrations from inside the program."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from storage.engine import unlimited

MIGRATIONS = Path(__file__).parent / "migrations"

LOCK = 4863001
"""Any number that no other program uses in this database: several processes may start at the same moment."""

FORBIDDEN = "42501"
"""PostgreSQL's insufficient_privilege."""


def migrate(engine: Engine) -> None:
    """Upgrade to the newest version in one transaction.

    Raises:
        ValueError: the tables are behind, and our role may not change them.
    """
    try:
        with engine.begin() as connection:
            unlimited(connection)
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            command.upgrade(configuration(connection), "head")
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) != FORBIDDEN:
            raise
        raise ValueError("the tables are of another version: run `hansho database prepare` as their owner") from error


def configuration(connection: Connection) -> Config:
    """Alembic's configuration, without a file, on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
