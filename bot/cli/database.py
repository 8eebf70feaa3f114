"""The database's tables and roles, for whoever owns them."""

from __future__ import annotations

import click

from bot.settings import Settings
from bot.wiring import build


@click.group()
def database() -> None:
    """The database: its tables, and what the application's own role may do."""


@database.command()
@click.option("--role", required=True, help="The role that `hansho serve` and `hansho worker` use (PostgreSQL).")
def prepare(role: str) -> None:
    """Bring the tables up to date, and let ROLE use them without changing what the ledger has (R-097).

    Run it as the tables' owner, before the first start and at each upgrade; the application then needs no more rights.
    """
    prepared = build(Settings()).application.database
    prepared.migrate()
    prepared.grant(role)
    click.echo(f"{role} はアプリの権限だけを持っています。 / {role} has the application's rights, and no others.")
