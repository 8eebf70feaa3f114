"""The demo town, imported once per test process; each story's empty database gets its rows."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from bot.clock import system_clock
from simulator import town
from storage.imports import import_members, import_stores
from storage.tables import Table as Row
from storage.unit_of_work import Database


def settle(database: Database, master_keys: str) -> None:
    """Everything that the import of ``stores.csv`` and ``members.csv`` leaves, in an empty database."""
    with database.unit_of_work() as uow:
        for table, rows in _imported(master_keys):
            uow.session.execute(table.insert(), rows)
        uow.commit()


@cache
def _imported(master_keys: str) -> list[tuple[Table, list[dict[str, Any]]]]:
    now = system_clock()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        town.write(folder, now.date())
        database = Database(f"sqlite:///{folder / 'town.sqlite3'}", master_keys=master_keys)
        database.migrate()
        with database.unit_of_work() as uow:
            assert not import_stores(uow, (folder / "stores.csv").read_bytes(), now).errors
            assert not import_members(uow, (folder / "members.csv").read_bytes(), now).errors
            found = [
                (table, [dict(row) for row in uow.session.execute(select(table)).mappings()])
                for table in Row.metadata.sorted_tables
            ]
        database.close()
    return [(table, rows) for table, rows in found if rows]
