"""Notices: what is said in public and isn't so, and publishing what is."""

from __future__ import annotations

import sys

import click

from bot.cli.asking import ask, asking, by
from handlers.commands.notices import PublishNotices
from handlers.notices.facts import found


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
