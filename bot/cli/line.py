"""LINE's own surfaces."""

from __future__ import annotations

import click

from bot.chat import SendFailed
from bot.cli.asking import asking
from bot.homes import Homes
from bot.wiring import Bot
from handlers.home import EVERYBODY, forget
from storage.tables import Failure

LINE = "line"


@click.group()
def line() -> None:
    """LINE's own surfaces."""


@line.group()
def menus() -> None:
    """The menu below the chat, by role and language."""


@menus.command()
def sync() -> None:
    """Make what is missing, keep what is the same, link everybody anew, delete what is old.

    LINE lets a hundred menus be made in an hour. What was made stays: run it again when it stopped half-way.
    """
    with asking() as application:
        platform = Bot(application.settings, application).platforms.get(LINE)
        if platform is None:
            raise click.ClickException(
                "HANSHO_LINE_CHANNEL_SECRET がありません。 / LINE is not set up; see .env.example"
            )

        def relink() -> None:
            with application.writing() as ctx:
                forget(LINE, ctx)
                ctx.uow.commit()
            application.run(Homes(application, {LINE: platform}).show({"accounts": EVERYBODY}))

        try:
            for said in platform.furnish(relink):
                click.echo(said)
        except SendFailed as failure:
            rate = failure.reason is Failure.RATE
            why = "1時間に作れるのは100個までです。" if rate else "トークンと接続を確かめてください。"
            raise click.ClickException(
                f"LINE が受け付けません ({failure.reason})。{why}作った分は残るので、あとでもう一度実行してください。"
                " / Stopped half-way; run it again later."
            ) from None
    click.echo("LINE のメニューはそろっています。 / All menus are there.")
