"""``hansho town``: the demo's shops told the public of the network long ago; a visitor begins where they are."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from bot.cli.asking import asking
from handlers.commands.notices import PublishNotices
from handlers.routing import handle


@click.command(hidden=True)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="The network decides on another value.")
@click.pass_context
def town(here: click.Context, folder: Path, changes: tuple[str, ...]) -> None:
    """R-023, R-026, R-032: bring in the demo's shops and people (stores.csv, members.csv) and publish its notice.

    Its posters hang as if photographed. Refused anywhere else. What an operator would type, word by word, in one
    process: each of its own would take seconds to start.
    """

    def typed(*words: str) -> None:
        here.find_root().command.main(list(words), standalone_mode=False)

    with asking() as application:
        if not application.settings.demo:
            raise click.ClickException("見本の町は make demo だけのものです。 / Only `make demo` has an invented town.")
        typed("stores", "import", str(folder / "stores.csv"))
        # Before there are two people who would have to agree.
        typed("rules", *chain.from_iterable(("--set", change) for change in changes))
        typed("members", "import", str(folder / "members.csv"))
        with application.writing() as ctx:
            handle(PublishNotices(), ctx)
            for poster in ctx.uow.notices.missing(ctx.uow.stores.the_network().id):
                poster.posted_at = ctx.now
            ctx.uow.commit()
    typed("line", "menus", "sync")
