"""Stores and members: import from CSV, leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from bot.settings import Settings
from bot.wiring import Bot, build
from handlers.context import Context
from handlers.network.imports import ImportResult, import_members, import_stores
from handlers.network.members import leave as leave_network
from handlers.network.stores import leave as leave_store
from handlers.network.stores import resume as resume_store
from handlers.network.stores import suspend as suspend_store
from storage.tables import Store

Existing = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def stores() -> None:
    """Stores of the network."""


@click.group()
def members() -> None:
    """People of the network."""


@stores.command("import")
@click.argument("file", type=Existing)
def stores_import(file: Path) -> None:
    """Add or update stores from a CSV; all rows or none."""
    bot = _ready()
    with bot.application.database.unit_of_work() as uow:
        result = import_stores(file.read_bytes(), bot.application.context(uow))
        _report(result, bot)
        uow.commit()


@members.command("import")
@click.argument("file", type=Existing)
def members_import(file: Path) -> None:
    """Add or update people and their roles from a CSV; all rows or none."""
    bot = _ready()
    with bot.application.database.unit_of_work() as uow:
        result = import_members(file.read_bytes(), bot.application.context(uow))
        _report(result, bot)
        uow.commit()
    for code, enrolment in result.codes.items():
        click.echo(f"{code}\t登録 {enrolment}")


@stores.command("leave")
@click.argument("code")
def stores_leave(code: str) -> None:
    """A store leaves the network (R-005)."""
    _change_store(code, leave_store)


@stores.command()
@click.argument("code")
def suspend(code: str) -> None:
    """A store takes no part until it is resumed (R-144)."""
    _change_store(code, suspend_store)


@stores.command()
@click.argument("code")
def resume(code: str) -> None:
    """A suspended store takes part again."""
    _change_store(code, resume_store)


@members.command()
@click.argument("code")
def leave(code: str) -> None:
    """A person leaves: accounts, links and pending approvals end at once."""
    bot = _ready()
    with bot.application.database.unit_of_work() as uow:
        member = uow.people.by_code(uow.stores.the_network().id, code)
        if member is None:
            raise click.ClickException(f"no member has the code {code}")
        leave_network(member, bot.application.context(uow))
        uow.commit()
    click.echo("退会しました。 / Left.")


def _change_store(code: str, change: Callable[[Store, Context], None]) -> None:
    bot = _ready()
    with bot.application.database.unit_of_work() as uow:
        store = uow.stores.by_code(uow.stores.the_network().id, code)
        if store is None:
            raise click.ClickException(f"no store has the code {code}")
        change(store, bot.application.context(uow))
        uow.commit()
    click.echo("記録しました。 / Done.")


def _ready() -> Bot:
    bot = build(Settings())
    bot.application.database.migrate()
    return bot


def _report(result: ImportResult, bot: Bot) -> None:
    t = bot.application.ports.sentences("ja")
    for error in result.errors:
        click.echo(f"{error.line}行目 {error.column}: {t(error.sentence, **error.values)}", err=True)
    if result.errors:
        click.echo("何も取り込んでいません。直してからもう一度実行してください。 / Nothing was imported.", err=True)
        sys.exit(1)
    click.echo(f"{result.rows}行: 追加 {result.created}、更新 {result.updated} / {result.rows} rows imported")
