"""Members: import, codes and their cards, the list, and who comes and goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import click

from bot.access import ask_access
from bot.application import Application
from bot.cli.asking import Moment, ask, ask_twofold, asking, by
from bot.cli.files import new_file
from bot.cli.network import Existing, bring_in, confirming, dated
from bot.language import sentences
from bot.web.desk.invited import as_pdf, fresh, knows_a_door
from bot.web.links import Signer
from bot.wiring import Bot
from handlers.commands.office import ForbidOffice, LetMemberLeave, LockMember, ReturnMember
from handlers.network.accounts import new_code
from handlers.network.imports import import_members, look_at_members
from handlers.network.invitations import roster
from handlers.wording.labels import ROLES
from handlers.wording.welcome import Place
from policy.twofold import Act
from storage.imports.twins import Confirmed

NO_CHAT: Final = (
    "LINEもSlackも答えないため、リンクとQRコードはありません。コードは使えます。"
    " / No chat answers, so there is no link and no QR code; the codes are good."
)


def _pdf(_ctx: click.Context, _option: click.Parameter, to: Path | None) -> Path | None:
    """Looked at before any code is made: those that were handed over end with it."""
    if to is not None and to.exists():
        raise click.BadParameter(f"{to} はもうあります。別の名前にしてください。 / Exists already.")
    if to is not None and to.suffix.lower() != ".pdf":
        raise click.BadParameter("カードはPDFです。cards.pdf のような名前にしてください。 / Name a .pdf file.")
    return to


CARDS = click.option(
    "--card",
    "cards",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_pdf,
    help="A PDF to print: four cards to a sheet, each with a QR to scan.",
)


@click.group()
def members() -> None:
    """People of the network."""


@members.command("import")
@click.argument("file", type=Existing)
@CARDS
@by
@confirming
def members_import(
    file: Path, cards: Path | None, confirm_new: tuple[str, ...], confirm_same: tuple[str, ...], *, sure: bool
) -> None:
    """Add or update people and their roles from a CSV; all rows or none. What it takes away is shown first."""
    confirmed = Confirmed(frozenset(confirm_new), frozenset(confirm_same))
    codes = bring_in(
        file, partial(look_at_members, confirmed=confirmed), partial(import_members, confirmed=confirmed), sure=sure
    ).codes
    if codes:
        with asking() as application:
            _tell(codes, cards, application)


@members.command("code")
@click.argument("member_code")
@CARDS
@by
def members_code(member_code: str, cards: Path | None) -> None:
    """Print a one-time code for a person's account, or for one more, once you know who asks for it.

    It works once, for 72 hours, and earlier ones end. The address beside it opens the chat with the words ready.
    """
    with asking() as application:
        with application.writing() as ctx:
            code = new_code(member_code, ctx)
            ctx.uow.commit()
        _tell({member_code: code}, cards, application)


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
@click.option("--on", "decided_on", type=Moment(["%Y-%m-%d"]), required=True)
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


def _roles(places: tuple[Place, ...]) -> str:
    t = sentences("ja")
    return "、".join(f"{store or '全体'}：{'・'.join(t(ROLES[role]) for role in roles)}" for store, roles in places)


def _tell(codes: Mapping[str, str], to: Path | None, application: Application) -> None:
    """Where each code's own page is, and the cards as the desk makes them; for their owner alone."""
    signer = Signer(application.settings.link_secret.get_secret_value(), application.settings.public_url)
    _know_a_door(application)
    with application.reading() as ctx:
        made = fresh(codes, signer, ctx)
    for one in made:
        click.echo(f"{one.code}\t{one.words}" + (f"\t{one.address}" if one.address else ""))
    if not all(one.address for one in made):
        click.echo(NO_CHAT, err=True)
    if to is None or not made:
        return
    with application.reading() as ctx:
        printed = as_pdf(made, ctx)
    with new_file(to) as part:
        part.write_bytes(printed)
    click.echo(f"{to}: {len(made)}枚。印刷して手渡し、配り終えたらファイルを消してください。 / Print, then delete.")


def _know_a_door(application: Application) -> None:
    """The chats are asked how they are opened, as a worker asks them, if none has said so yet."""
    with application.reading() as ctx:
        if knows_a_door(ctx):
            return
    platforms = Bot(application.settings, application).platforms
    for found in (ask_access(name, platforms) for name in platforms):
        if found is not None:
            application.run(found)
