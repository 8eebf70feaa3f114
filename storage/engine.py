"""How we talk to SQLite and PostgreSQL: connections, when a transaction begins, and what is left in files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage.writers import BUSY_SECONDS, line_up

IDLE_SECONDS = BUSY_SECONDS
"""PostgreSQL ends a transaction in which we were silent for so long, and gives its locks to others: whoever is frozen
or cut off in the middle of one would hold up every entry in the ledger. Waking up they find it rolled back."""

LOCK_SECONDS = 2 * BUSY_SECONDS
"""PostgreSQL lets nobody wait longer for a lock: longer than ``IDLE_SECONDS``, so that the next in turn gets it."""

CLEAR_MILLISECONDS = 50
"""How long cutting the log waits for readers, since writers wait meanwhile; a page's reading takes a few."""

READERS = 8
"""Connections kept open per process; more are opened when needed, since SQLite's cost next to nothing."""

POSTGRES_EXTRA = 32
"""Above ``READERS``: three processes stay under PostgreSQL's usual limit of 100 connections and leave it room."""


def connect(url: str) -> Engine:
    """An engine for ``sqlite:///FILE`` or ``postgresql+psycopg://…``.

    Raises:
        ValueError: another kind of database, or SQLite in memory, which threads can't share.
    """
    address = make_url(url)
    if address.drivername == "postgresql+psycopg":
        return create_engine(
            address,
            pool_size=READERS,
            max_overflow=POSTGRES_EXTRA,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": BUSY_SECONDS, "options": _limits(address)},
        )
    if address.drivername != "sqlite" or address.database in (None, "", ":memory:"):
        raise ValueError("HANSHO_DATABASE_URL: write sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME")
    engine = create_engine(
        address, pool_size=READERS, max_overflow=-1, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True
    )
    event.listen(engine, "connect", _prepare)
    line_up(engine, Path(address.database))
    return engine


def unlimited(work: Connection | Session) -> None:
    """For this transaction, which may take its time beside the database, or wait for another like it."""
    connection = work.connection() if isinstance(work, Session) else work
    if connection.dialect.name == "postgresql":
        for limit in ("idle_in_transaction_session_timeout", "lock_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = 0"))


def _limits(address: URL) -> str:
    given = address.query.get("options", "")
    limits = {"idle_in_transaction_session_timeout": IDLE_SECONDS, "lock_timeout": LOCK_SECONDS}
    return " ".join((str(given), *(f"-c {name}={seconds * 1000}" for name, seconds in limits.items())))


def beside(url: str, what: str) -> Path | None:
    """Where something that must not be in the database lies by default: next to SQLite's file; no place otherwise."""
    address = make_url(url)
    if address.drivername != "sqlite" or not address.database:
        return None
    return Path(address.database).with_suffix(f".{what}")


def is_deadlock(error: DBAPIError) -> bool:
    """Whether PostgreSQL ended the unit since it and another one waited for each other's locks."""
    return getattr(error.orig, "sqlstate", None) == "40P01"


def is_away(error: DBAPIError) -> bool:
    """Whether PostgreSQL could not be reached, or stops or begins just now; it says so before it knows any code."""
    code = getattr(error.orig, "sqlstate", None)
    return isinstance(error.orig, psycopg.OperationalError) and (code is None or code.startswith(("57P", "08")))


def is_sqlite(engine: Engine) -> bool:
    """Whether this is SQLite, where one writer at a time takes the place of row locks."""
    return engine.dialect.name == "sqlite"


def _prepare(connection: Any, _record: Any) -> None:
    # The driver must not begin transactions by itself: _begin does.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        # Enough against a killed process; storage.durability sees to power cuts.
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # what is deleted is overwritten with zeros, not only unlinked.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def clear_log(engine: Engine) -> bool:
    """Move SQLite's write-ahead log into the file and cut it to nothing, so that erased bytes don't survive in it.

    Returns:
        Whether it is done; a reader can stand in the way.
    """
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout={CLEAR_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        row = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        cursor.close()
    finally:
        raw.close()
    return bool(row is not None and row[0] == 0)
