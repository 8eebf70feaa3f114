"""Stores, businesses and accounts: import from CSV, leave."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import click

from bot.application import Application
from bot.cli.asking import WAITS_FOR_ANOTHER, Moment, ask, ask_twofold, asking, by
from handlers.case.record import require
from handlers.commands.office import (
    DatedCommand,
    LetBusinessLeave,
    LetStoreLeave,
    ReturnBusiness,
    ReturnStore,
    RevokeAccounts,
    SuspendStore,
)
from handlers.context import Context
from handlers.network.imports import ImportResult, import_stores, look_at_stores
from handlers.network.lists import ends
from policy.desk import is_as_shown
from policy.standing import Why
from policy.twofold import Act
from storage.imports.rows import JAPAN
from storage.imports.seen import Seen, mark
from storage.imports.twins import Confirmed
from storage.parts import AT_ONCE

MOST_SHOWN: Final = 100
"""Lines that somebody still reads; all are counted."""

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


def confirming(command: Callable[..., None]) -> Callable[..., None]:
    """What the secretariat says about codes that look like one, and about what the file takes away (R-113)."""
    for option in (
        click.option("--confirm-same", multiple=True, metavar="CODE", help="Still the same, under another name."),
        click.option("--confirm-new", multiple=True, metavar="CODE", help="Not the one that it looks like."),
        click.option("--sure", is_flag=True, help="Don't ask, though it takes something away."),
    ):
        command = option(command)
    return command


@stores.command("import")
@click.argument("file", type=Existing)
@click.option(
    "--joins-on", type=Moment(["%Y-%m-%d"]), help="From when on the new ones take part; without it from now on."
)
@by
@confirming
def stores_import(
    file: Path, confirm_new: tuple[str, ...], confirm_same: tuple[str, ...], joins_on: datetime | None, *, sure: bool
) -> None:
    """Add or update stores from a CSV; all rows or none. What it takes away is shown first."""
    confirmed = Confirmed(frozenset(confirm_new), frozenset(confirm_same))
    joins_at = joins_on.replace(tzinfo=JAPAN) if joins_on else None
    bring_in(
        file,
        partial(look_at_stores, confirmed=confirmed),
        partial(import_stores, confirmed=confirmed, joins_at=joins_at),
        sure=sure,
    )


on = click.option(
    "--on",
    "at",
    type=Moment(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    callback=lambda _ctx, _param, day: day.replace(tzinfo=JAPAN) if day else None,
    help="From when on, past or ahead, in Japanese time; without it from now on.",
)
"""R-005: the same ``--on DAY`` for all that has an effective date."""


why = click.option("--reason", type=click.Choice([each.value for each in Why]), help="Why; the ledger says it.")


def dated(group: click.Group, name: str, command: type[DatedCommand], told: str) -> None:
    """Add ``name CODE [--on DAY] [--by CODE]`` to the group; ``told`` is its help."""

    @group.command(name, help=told)
    @click.argument("code")
    @on
    @why
    @by
    def _dated(code: str, at: datetime | None, reason: str | None) -> None:
        ask(command(code, at, Why(reason) if reason else None))


dated(stores, "leave", LetStoreLeave, "A store leaves the network (R-005); its live alerts are called back.")
dated(stores, "return", ReturnStore, "A store that left takes part again (R-005).")
dated(stores, "suspend", SuspendStore, "A store takes no part until it is resumed (R-144).")


@stores.command()
@click.argument("code")
@on
@by
def resume(code: str, at: datetime | None) -> None:
    """A suspended store takes part again, once another person allows it."""
    ask_twofold(Act.RESUME, code=code, at=at.isoformat() if at else "")


dated(businesses, "leave", LetBusinessLeave, "A business withdraws its agreement, for all its stores (R-009).")
dated(businesses, "return", ReturnBusiness, "A business agrees anew.")


@accounts.command()
@click.argument("code")
@click.option("--platform", default="", help="line or slack; without it all.")
@click.option("--since", type=Moment(["%Y-%m-%dT%H:%M"]), help="When it got lost, in local time; else now.")
@by
def revoke(code: str, platform: str, since: datetime | None) -> None:
    """A phone is lost: a person's accounts, browsers and links end, and what was said from them since then falls."""
    ask(RevokeAccounts(code, platform, since.replace(tzinfo=JAPAN) if since else None))


def _progress(done: int, of: int) -> None:
    """Of what takes longer than a glance."""
    if of > AT_ONCE:
        click.echo(f"{done} / {of}", err=True)


def bring_in(
    file: Path, look: Callable[[bytes, Context], Seen[Any]], verb: Callable[..., ImportResult], *, sure: bool
) -> ImportResult:
    """Import a file, or say what stands in its way; others write while it is checked, and while its reader thinks."""
    data = file.read_bytes()
    with asking() as application:
        with application.reading() as ctx:
            seen = look(data, ctx)
            asks = not sure and _shows_what_is_taken(seen, ctx)
        if asks:
            click.confirm("取り込みますか？ / Bring it in?", abort=True)
        result = _write(application, partial(verb, data, seen=seen, progress=_progress), seen.against if asks else None)
    if result.twins:
        pairs = "、".join("・".join(pair) for pair in result.twins)
        click.echo(f"{pairs}: {WAITS_FOR_ANOTHER}", err=True)
        click.echo("認められたら、同じコマンドをもう一度実行してください。 / Then run the same once more.", err=True)
        sys.exit(1)
    if result.overseers:
        click.echo(f"{'、'.join(result.overseers)}: {WAITS_FOR_ANOTHER}")
    click.echo(f"{result.rows}行: 追加 {result.created}、更新 {result.updated} / {result.rows} rows imported")
    return result


def _shows_what_is_taken(seen: Seen[Any], ctx: Context) -> bool:
    """R-005, R-009: cell by cell, and how many alerts end with it; nothing to show where nothing is lost."""
    _, errors, _, changes = seen.found
    taken = [change for change in changes if change.takes_away]
    if errors or not taken:
        return False
    for one in taken[:MOST_SHOWN]:
        click.echo(f"{one.code}\t{one.column}\t{one.before or '–'} → {one.after or '–'}")
    click.echo(f"失うもの {len(taken)} か所 / {len(taken)} things are taken away")
    if count := ends(changes, ctx):
        click.echo(f"いま出ている警戒情報のうち {count} 件が回収されます。 / {count} live alerts are called back.")
    return True


def _write(application: Application, verb: Callable[[Context], ImportResult], shown: str | None) -> ImportResult:
    """``shown``: the mark of what somebody was shown; None if there was nothing to show."""
    with application.writing() as ctx:
        if shown is not None:
            require(is_as_shown(shown, mark(ctx.uow)))
        result = verb(ctx)
        t = ctx.ports.sentences("ja")
        for error in result.errors:
            click.echo(f"{error.line}行目 {error.column}: {t(error.sentence, **error.values)}", err=True)
        if result.errors:
            click.echo("何も取り込んでいません。直してからもう一度実行してください。 / Nothing was imported.", err=True)
            sys.exit(1)
        ctx.uow.commit()
    return result
