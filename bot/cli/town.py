"""``hansho town``: the demo's shops told the public of the network long ago; a visitor begins where they are."""

from __future__ import annotations

import click

from bot.cli.asking import DONE, asking
from handlers.commands.notices import PublishNotices
from handlers.routing import handle


@click.command(hidden=True)
def town() -> None:
    """R-023, R-026, R-032: publish the demo's notice; its posters hang as if photographed. Refused anywhere else."""
    with asking() as application:
        if not application.settings.demo:
            raise click.ClickException("見本の町は make demo だけのものです。 / Only `make demo` has an invented town.")
        with application.writing() as ctx:
            handle(PublishNotices(), ctx)
            for poster in ctx.uow.notices.missing(ctx.uow.stores.the_network().id):
                poster.posted_at = ctx.now
            ctx.uow.commit()
    click.echo(DONE)
