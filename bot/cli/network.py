"""Stores and members: import from CSV, leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from bot.cli.asking import ask, asking, by
from handlers.commands.office import (
    AllowOffice,
    DatedCommand,
    ForbidOffice,
    LetBusinessLeave,
    LetMemberLeave,
    LetStoreLeave,
    LockMember,
    ResumeStore,
    ReturnBusiness,
    ReturnMember,
    ReturnStore,
    RevokeAccounts,
    SuspendStore,
)
from handlers.network.accounts import new_code
from handlers.network.imports import ImportResult, import_members, import_stores
from storage.imports.rows import JAPAN
from storage.imports.twins import Confirmed
from storage.statements import AT_ONCE

Existing = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def stores() -> None:
    """Stores of the network."""


@click.group()
def businesses() -> None:
    """Businesses of the network."""


@click.group()
def accounts() -> None:
    """Chat accounts of people."""


@click.group()
def members() -> None:
    """People of the network."""


def confirming(command: Callable[..., None]) -> Callable[..., None]:
    """What the secretariat says about codes that look like one (R-113)."""
    for option in (
        click.option("--confirm-same", multiple=True, metavar="CODE", help="Still the same, under another name."),
        click.option("--confirm-new", multiple=True, metavar="CODE", help="Not the one that it looks like."),
    ):
        command = option(command)
    return command


@stores.command("import")
@click.argument("file", type=Existing)
@click.option(
    "--joins-on", type=click.DateTime(["%Y-%m-%d"]), help="From when on the new ones take part; without it from now on."
)
@by
@confirming
def stores_import(
    file: Path, confirm_new: tuple[str, ...], confirm_same: tuple[str, ...], joins_on: datetime | None
) -> None:
    """Add or update stores from a CSV; all rows or none."""
    confirmed = Confirmed(frozenset(confirm_new), frozenset(confirm_same))
    joins_at = joins_on.replace(tzinfo=JAPAN) if joins_on else None
    _import(file, partial(import_stores, confirmed=confirmed, joins_at=joins_at))


@members.command("import")
@click.argument("file", type=Existing)
@by
@confirming
def members_import(file: Path, confirm_new: tuple[str, ...], confirm_same: tuple[str, ...]) -> None:
    """Add or update people and their roles from a CSV; all rows or none."""
    confirmed = Confirmed(frozenset(confirm_new), frozenset(confirm_same))
    for code, enrolment in _import(file, partial(import_members, confirmed=confirmed)).codes.items():
        click.echo(f"{code}\t登録 {enrolment}")


@members.command("allow-office")
@click.option("--reference", required=True, help="Where the network wrote it down, such as 2026-07; plain letters.")
@click.option("--on", "decided_on", type=click.DateTime(["%Y-%m-%d"]), required=True)
@by
def allow_office(reference: str, decided_on: datetime) -> None:
    """The network allows in writing that people of the secretariat approve for a store (R-113)."""
    ask(AllowOffice(reference, decided_on.date()))


@members.command("forbid-office")
@by
def forbid_office() -> None:
    """The network takes that back."""
    ask(ForbidOffice())


on = click.option(
    "--on",
    "at",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    callback=lambda _ctx, _param, day: day.replace(tzinfo=JAPAN) if day else None,
    help="From when on, past or ahead, in Japanese time; without it from now on.",
)
"""R-005: the same ``--on DAY`` for all that has an effective date."""


def dated(group: click.Group, name: str, command: type[DatedCommand], told: str) -> None:
    """Add ``name CODE [--on DAY] [--by CODE]`` to the group; ``told`` is its help."""

    @group.command(name, help=told)
    @click.argument("code")
    @on
    @by
    def _dated(code: str, at: datetime | None) -> None:
        ask(command(code, at))


dated(stores, "leave", LetStoreLeave, "A store leaves the network (R-005); its live alerts are called back.")
dated(stores, "return", ReturnStore, "A store that left takes part again (R-005).")
dated(stores, "suspend", SuspendStore, "A store takes no part until it is resumed (R-144).")
dated(stores, "resume", ResumeStore, "A suspended store takes part again.")
dated(businesses, "leave", LetBusinessLeave, "A business withdraws its agreement, for all its stores (R-009).")
dated(businesses, "return", ReturnBusiness, "A business agrees anew.")
dated(members, "leave", LetMemberLeave, "A person leaves: accounts, links and pending approvals end at once.")


@members.command("lock")
@click.argument("code")
@by
def members_lock(code: str) -> None:
    """End all browsers and links of a person; accounts stay, and the chat brings new links."""
    ask(LockMember(code))


@members.command("return")
@click.argument("code")
@by
def members_return(code: str) -> None:
    """Somebody who left is back; the next import gives roles, and prints a code."""
    ask(ReturnMember(code))


@accounts.command()
@click.argument("code")
@click.option("--platform", default="", help="line or slack; without it all.")
@click.option("--since", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="When it got lost, in local time; else now.")
@by
def revoke(code: str, platform: str, since: datetime | None) -> None:
    """A phone is lost: a person's accounts, browsers and links end, and what was said from them since then falls."""
    ask(RevokeAccounts(code, platform, since.replace(tzinfo=JAPAN) if since else None))


@accounts.command("code")
@click.argument("member_code")
@by
def accounts_code(member_code: str) -> None:
    """Print a one-time code for another account, once you know who asks for it."""
    with asking() as application, application.writing() as ctx:
        enrolment = new_code(member_code, ctx)
        ctx.uow.commit()
    click.echo(f"{member_code}\t登録 {enrolment}")


def _progress(done: int, of: int) -> None:
    """Of what takes longer than a glance."""
    if of > AT_ONCE:
        click.echo(f"{done} / {of}", err=True)


def _import(file: Path, verb: Callable[..., ImportResult]) -> ImportResult:
    with asking() as application, application.writing() as ctx:
        result = verb(file.read_bytes(), ctx, progress=_progress)
        t = ctx.ports.sentences("ja")
        for error in result.errors:
            click.echo(f"{error.line}行目 {error.column}: {t(error.sentence, **error.values)}", err=True)
        if result.errors:
            click.echo("何も取り込んでいません。直してからもう一度実行してください。 / Nothing was imported.", err=True)
            sys.exit(1)
        ctx.uow.commit()
    click.echo(f"{result.rows}行: 追加 {result.created}、更新 {result.updated} / {result.rows} rows imported")
    return result
