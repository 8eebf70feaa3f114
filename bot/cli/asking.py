"""Asking the bot for something at a terminal: the settings' own bot, and its "no" in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

import click
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.application import Application
from bot.language import sentences
from bot.settings import Settings
from bot.wiring import opened
from handlers.commands.chat import Command
from handlers.commands.office import AskTwofold
from handlers.errors import HanshoError
from handlers.network.members import acting
from handlers.recipient import read_in
from policy.clocks import YEARS, is_of_our_time
from policy.twofold import Act
from storage.stores import NoNetwork
from storage.writers import NoTurn

DONE: Final = "記録しました。 / Done."
WAITS_FOR_ANOTHER: Final = (
    "依頼しました。事務局のほかの方か監査人が、24時間以内にチャットか管理画面で認めると実行されます。"
    " / Asked: done once another person allows it, in the chat or at the desk."
)

BY = "hansho.by"
"""Where click keeps whose act it is until the bot is there to look them up."""


class Moment(click.DateTime):
    """A day or minute that somebody can mean; its time zone is its reader's."""

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Raises BadParameter for what is none."""
        moment: datetime = super().convert(value, param, ctx)
        if not is_of_our_time(moment):
            self.fail(f"{value!r} is not between {YEARS.start} and {YEARS.stop - 1}.", param, ctx)
        return moment


by = click.option(
    "--by",
    metavar="CODE",
    default="",
    expose_value=False,
    callback=lambda ctx, _, code: ctx.meta.update({BY: code}),
    help="Member code of whoever of the secretariat decided on it; without it the ledger says `operator`.",
)
"""R-097: the same ``--by CODE`` for all that changes something; ``asking`` looks the person up."""


@contextmanager
def asking() -> Iterator[Application]:
    """The application, with its tables up to date; what it does is put down to whom ``--by`` names.

    Raises:
        click.ClickException: a verb said no, nothing was imported yet, or the database doesn't answer; it says so.
    """
    try:
        with opened(Settings()) as bot, answering():
            application = bot.application
            application.database.migrate()
            application.database.open_keys()
            with application.reading() as ctx:
                who = acting(click.get_current_context().meta.get(BY, ""), ctx)
            yield replace(application, by=who)
    except HanshoError as error:
        raise click.ClickException(read_in(sentences("ja"), error.told)) from error
    except NoNetwork as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def answering() -> Iterator[None]:
    """What happens inside needs the database.

    Raises:
        click.ClickException: it doesn't answer; says what to look at.
    """
    try:
        yield
    except (OperationalError, InterfaceError, NoTurn) as error:
        raise click.ClickException(
            f"the database does not answer ({type(error).__name__}): check HANSHO_DATABASE_URL; nothing was changed"
        ) from error


def ask_twofold(act: Act, **arguments: object) -> None:
    """Have another person asked, or have it done where there is nobody yet to ask; and say which of both."""
    with asking() as application:
        application.run(AskTwofold("", act, arguments))
        with application.reading() as ctx:
            waits = [row.act for row in ctx.uow.twofold.waiting(ctx.uow.stores.the_network().id, ctx.now)]
    click.echo(WAITS_FOR_ANOTHER if act in waits else DONE)


def ask(command: Command) -> None:
    """Have one thing done, and say so."""
    with asking() as application:
        application.run(command)
    click.echo(DONE)
