"""Stores and members: import from CSV, leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from bot.cli.asking import ask, asking, by
from handlers.commands.office import LetMemberLeave, LetStoreLeave, ResumeStore, SuspendStore
from handlers.context import Context
from handlers.network.imports import ImportResult, import_members, import_stores

Existing = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def stores() -> None:
    """Stores of the network."""


@click.group()
def members() -> None:
    """People of the network."""


@stores.command("import")
@click.argument("file", type=Existing)
@by
def stores_import(file: Path) -> None:
    """Add or update stores from a CSV; all rows or none."""
    _import(file, import_stores)


@members.command("import")
@click.argument("file", type=Existing)
@by
def members_import(file: Path) -> None:
    """Add or update people and their roles from a CSV; all rows or none."""
    for code, enrolment in _import(file, import_members).codes.items():
        click.echo(f"{code}\t登録 {enrolment}")


@stores.command("leave")
@click.argument("code")
@by
def stores_leave(code: str) -> None:
    """A store leaves the network (R-005)."""
    ask(LetStoreLeave(code))


@stores.command()
@click.argument("code")
@by
def suspend(code: str) -> None:
    """A store takes no part until it is resumed (R-144)."""
    ask(SuspendStore(code))


@stores.command()
@click.argument("code")
@by
def resume(code: str) -> None:
    """A suspended store takes part again."""
    ask(ResumeStore(code))


@members.command()
@click.argument("code")
@by
def leave(code: str) -> None:
    """A person leaves: accounts, links and pending approvals end at once."""
    ask(LetMemberLeave(code))


def _import(file: Path, verb: Callable[[bytes, Context], ImportResult]) -> ImportResult:
    with asking() as application, application.writing() as ctx:
        result = verb(file.read_bytes(), ctx)
        t = ctx.ports.sentences("ja")
        for error in result.errors:
            click.echo(f"{error.line}行目 {error.column}: {t(error.sentence, **error.values)}", err=True)
        if result.errors:
            click.echo("何も取り込んでいません。直してからもう一度実行してください。 / Nothing was imported.", err=True)
            sys.exit(1)
        ctx.uow.commit()
    click.echo(f"{result.rows}行: 追加 {result.created}、更新 {result.updated} / {result.rows} rows imported")
    return result
