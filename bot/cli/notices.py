"""Notices: what is said in public and isn't so, and publishing what is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

from bot.application import Application
from bot.cli.asking import ask, asking, by
from bot.cli.files import folder_for, whole_file
from bot.paper.seal import Print
from bot.paper.sheet import Size, sheet
from bot.web.links import Signer
from bot.web.public.facts import Facts, facts
from handlers.commands.notices import PublishNotices
from handlers.notices.facts import found, poster_of, published, stated_now, taking_part
from policy.notices.posting import Kind, asked_of

UNPUBLISHED: Final = (
    "いまの規則はまだ公表されていません。先に hansho notices publish を使ってください。"
    " / The rules in force are not published: first `hansho notices publish`."
)
NO_STORE: Final = "参加している店舗がありません。 / No such store takes part."


@click.group()
def notices() -> None:
    """What the network says of itself in public, on its page and on every poster."""


@notices.command()
def check() -> None:
    """List what is said and isn't so, with what to do (R-029); the status is 1 if there is anything."""
    with asking() as application, application.reading() as ctx:
        amiss = found(ctx.uow.stores.the_network(), ctx)
        for language in ("ja", "en"):
            t = ctx.ports.sentences(language)
            for one in amiss:
                click.echo(f"{one.clause} {t(one.says, **one.values)}")
    sys.exit(bool(amiss))


@notices.command()
@by
def publish() -> None:
    """Publish the rules and stores of today, unless something contradicts (R-026)."""
    ask(PublishNotices())


@notices.command("print")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--store", "code", metavar="CODE", default="", help="Of this store alone.")
@click.option("--size", type=click.Choice([size.value for size in Size]), default=Size.A4.value, help="Of paper.")
def print_(folder: Path, code: str, size: str) -> None:
    """Poster and camera notice of each store that takes part, as PDF; names of files go to stdout (R-023, R-031)."""
    with asking() as application:
        signer = Signer(application.settings.link_secret.get_secret_value(), application.settings.public_url)
        sheets, into = _wanted(code, application), folder_for(folder)
        for made, view in sheets:
            name = f"{made.kind}-{made.business}-{made.store}-{made.version}-{size}.pdf".replace("/", "_")
            with whole_file(into / name) as part:
                part.write_bytes(sheet(made, Size(size), view, signer))
            click.echo(into / name)


def _wanted(code: str, application: Application) -> list[tuple[Print, Facts]]:
    """R-029, L101: what is in force, if that is what is published.

    Raises:
        click.ClickException: it isn't, or no store with this code takes part.
    """
    with application.reading() as ctx:
        network = ctx.uow.stores.the_network()
        stated, said = stated_now(network, ctx), published(network, ctx)
        if said is None or said.stated != stated:
            raise click.ClickException(UNPUBLISHED)
        shops = [shop.id for shop in taking_part(network, ctx) if code in ("", shop.code)]
        stores = [ctx.uow.stores.get(shop_id) for shop_id in shops]
        if not stores:
            raise click.ClickException(NO_STORE)
        return [
            (Print(kind, store.business.code, store.code, poster_of(store, stated).version), facts(store, ctx))
            for store in stores
            for kind in Kind
            if kind in asked_of(cameras=store.cameras)
        ]
