"""Asking the bot for something at a terminal: the settings' own bot, and its "no" in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.application import Application
from bot.language import sentences
from bot.settings import Settings
from bot.wiring import build
from handlers.commands.chat import Command
from handlers.errors import HanshoError
from handlers.recipient import read_in


@contextmanager
def asking() -> Iterator[Application]:
    """The application, with its tables up to date.

    Raises:
        click.ClickException: a verb said no; the sentence is shown.
    """
    application = build(Settings()).application
    application.database.migrate()
    try:
        yield application
    except HanshoError as error:
        raise click.ClickException(read_in(sentences("ja"), error.told)) from error


def ask(command: Command) -> None:
    """Have one thing done, and say so."""
    with asking() as application:
        application.run(command)
    click.echo("記録しました。 / Done.")
