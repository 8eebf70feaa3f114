"""``hansho``: one command line for running, importing and inspecting."""

from __future__ import annotations

import sys

import click
from pydantic import ValidationError

from bot.cli.people import members, stores
from bot.cli.records import hold, keys, ledger, rules
from bot.cli.run import demo, doctor, serve, worker


@click.group()
@click.version_option(package_name="hansho")
def hansho() -> None:
    """半鐘: shops warn each other of shoplifting in progress, lawfully."""


for command in (demo, doctor, hold, keys, ledger, members, rules, serve, stores, worker):
    hansho.add_command(command)


def main() -> None:
    """Run the command line; a wrong setting is one readable line, not a traceback."""
    try:
        hansho()
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            place = "_".join(["HANSHO", *(str(part).upper() for part in problem["loc"])]) if problem["loc"] else ""
            click.echo(f"{place} {problem['msg']}".strip(), err=True)
        sys.exit(2)
    except ValueError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
