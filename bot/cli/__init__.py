"""``hansho``: one command line for running, importing and inspecting."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import click
from pydantic import ValidationError

from bot.cli.files import OWNER_ONLY
from masking.process.walls import hide_memory

ROOMS = {
    "accounts": "network",
    "backup": "backup",
    "businesses": "network",
    "database": "database",
    "decoder": "decoder",
    "demo": "run",
    "doctor": "run",
    "holds": "holds",
    "keys": "records",
    "ledger": "records",
    "line": "line",
    "mask": "pictures",
    "measures": "records",
    "members": "members",
    "notices": "notices",
    "restore": "backup",
    "rules": "records",
    "sample": "sample",
    "serve": "run",
    "slack": "slack",
    "stores": "network",
    "town": "town",
    "worker": "run",
}
"""Command → module of this package. Loaded when called for, since a web server takes seconds to load."""


class Commands(click.Group):
    """Finds a command in its room."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's shape
        return sorted(ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in ROOMS:
            return None
        with _nothing_is_garbage_yet():
            command: click.Command = getattr(import_module(f"bot.cli.{ROOMS[cmd_name]}"), cmd_name)
        return command


@contextmanager
def _nothing_is_garbage_yet() -> Iterator[None]:
    """While modules load, looking for garbage takes a fifth of the time and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@click.group(cls=Commands)
@click.version_option(package_name="hansho")
def hansho() -> None:
    """半鐘: shops warn each other of shoplifting in progress, lawfully."""
    hide_memory()
    os.umask(OWNER_ONLY)


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line, with these words if not with those that were typed; a wrong setting is one readable line,
    not a traceback.
    """
    try:
        hansho(words)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False):
            place = "_".join(["HANSHO", *(str(part).upper() for part in problem["loc"])]) if problem["loc"] else ""
            click.echo(f"{place} {problem['msg'].removeprefix('Value error, ')}".strip(), err=True)
        sys.exit(2)
    except ValueError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
