"""The database's tables and roles, for whoever owns them."""

from __future__ import annotations

import click

from bot.settings import DatabaseSettings
from storage.engine import connect
from storage.grants import grant
from storage.migrate import migrate


@click.group()
def database() -> None:
    """The database: its tables, and what the application's own role may do."""


@database.command()
@click.option("--role", required=True, help="The role that `hansho serve` and `hansho worker` use (PostgreSQL).")
def prepare(role: str) -> None:
    """Bring the tables up to date, and let ROLE use them without changing what the ledger has (R-097).

    Run it as the tables' owner, before the first start and at each upgrade; the application then needs no more rights.
    It needs the database's address, and no key.
    """
    engine = connect(DatabaseSettings().database_url)
    try:
        migrate(engine)
        grant(engine, role)
    finally:
        engine.dispose()
    click.echo(f"{role} はアプリの権限だけを持っています。 / {role} has the application's rights, and no others.")
