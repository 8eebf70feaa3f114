"""Members: import, codes and their cards, the list, and who comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from bot.application import Application
from bot.chat import SendFailed
from bot.cli.asking import ask, ask_twofold, asking, by
from bot.cli.files import new_file
from bot.cli.network import Existing, bring_in, confirming, dated
from bot.language import sentences
from bot.settings import Settings
from bot.wiring import build
from handlers.commands.office import ForbidOffice, LetMemberLeave, LockMember, ReturnMember
from handlers.network.accounts import new_code
from handlers.network.imports import import_members, look_at_members
from handlers.network.invitations import Invitation, invitations, roster
from handlers.wording.labels import ROLES
from handlers.wording.welcome import Place
from policy.twofold import Act
from storage.imports.twins import Confirmed

CARDS = click.option(
    "--card", "cards", type=click.Path(dir_okay=False, path_type=Path), help="A page to print, with a QR to scan."
)


@click.group()
def members() -> None:
    """People of the network."""


@members.command("import")
@click.argument("file", type=Existing)
@CARDS
@by
@confirming
def members_import(file: Path, cards: Path | None, confirm_new: tuple[str, ...], confirm_same: tuple[str, ...]) -> None:
    """Add or update people and their roles from a CSV; all rows or none."""
    confirmed = Confirmed(frozenset(confirm_new), frozenset(confirm_same))
    codes = bring_in(
        file, partial(look_at_members, confirmed=confirmed), partial(import_members, confirmed=confirmed)
    ).codes
    for member, code in codes.items():
        click.echo(f"{member}\t{_words(code)}")
    if cards and codes:
        with asking() as application:
            _print_cards(codes, cards, application)


@members.command("code")
@click.argument("member_code")
@CARDS
@by
def members_code(member_code: str, cards: Path | None) -> None:
    """Print a one-time code for a person's account, or for one more, once you know who asks for it.

    It works once, for 72 hours, and earlier ones end. The address below it opens the chat with the words ready.
    """
    with asking() as application:
        with application.writing() as ctx:
            code = new_code(member_code, ctx)
            ctx.uow.commit()
        click.echo(f"{member_code}\t{_words(code)}")
        for address in _doors(code).values():
            click.echo(address)
        if cards:
            _print_cards({member_code: code}, cards, application)


@members.command("list")
def members_list() -> None:
    """Everybody with a role: code, name, roles, where they are enrolled, until when they are trained.

    Tab-separated. No platform's ids: those are nobody's business but the bot's.
    """
    with asking() as application, application.reading() as ctx:
        for one in roster(ctx):
            where = "・".join(platform.upper() for platform in one.platforms)
            enrolled = where or ("コードを渡し済み" if one.waits else "未登録")
            trained = f"研修 {one.trained_until}" if one.trained_until else "研修なし"
            click.echo("\t".join((one.code, one.name, _roles(one.places), enrolled, trained)))


@members.command("allow-office")
@click.option("--reference", required=True, help="Where the network wrote it down, such as 2026-07; plain letters.")
@click.option("--on", "decided_on", type=click.DateTime(["%Y-%m-%d"]), required=True)
@by
def allow_office(reference: str, decided_on: datetime) -> None:
    """The network allows in writing that people of the secretariat approve for a store (R-113)."""
    ask_twofold(Act.OFFICE, reference=reference, on=decided_on.date().isoformat())


@members.command("forbid-office")
@by
def forbid_office() -> None:
    """The network takes that back."""
    ask(ForbidOffice())


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


def _words(code: str) -> str:
    """What its holder sends to the bot."""
    return f"登録 {code}"


def _roles(places: tuple[Place, ...]) -> str:
    t = sentences("ja")
    return "、".join(f"{store or '全体'}：{'・'.join(t(ROLES[role]) for role in roles)}" for store, roles in places)


def _doors(code: str) -> dict[str, str]:
    """Platform → address that opens its chat; a platform that can't be asked is left out, and that is said."""
    found = {}
    for name, platform in build(Settings()).platforms.items():
        try:
            door = platform.door()
        except SendFailed as failure:
            says = f"{name.upper()} が答えないため ({failure.reason})、リンクとQRはありません。コードは使えます。"
            click.echo(f"{says} / No link; the code is good.", err=True)
            continue
        if door:
            found[name] = door.with_words(_words(code))
    return found


def _print_cards(codes: Mapping[str, str], to: Path, application: Application) -> None:
    """One page with a card for each; for its owner alone, since codes stand on it."""
    from bot.cli.card import Invited, page  # noqa: PLC0415 - drawing takes a library that nothing else needs

    with application.reading() as ctx:
        invited: list[Invitation] = invitations(codes, ctx)
    cards = [Invited(one, _words(one.code), _roles(one.places), _doors(one.code)) for one in invited]
    with new_file(to) as part:
        part.write_text(page(cards), encoding="utf-8")
    click.echo(f"{to}: {len(cards)}枚。印刷して手渡し、配り終えたらファイルを消してください。 / Print, then delete.")
