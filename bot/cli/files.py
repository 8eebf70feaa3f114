"""Files that a terminal leaves behind."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

OWNER_ONLY = 0o077
"""R-064: whatever we create (database, its log, exports, pictures) is 0600, folders 0700; SQLite asks nobody else."""


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Where to write what becomes ``path`` once it is whole; for its owner alone, and never in place of another.

    Raises:
        click.ClickException: there is one already, or the folder can't be written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise click.ClickException(f"{path}: もうあります。別の名前にしてください。 / Exists already.") from None
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    try:
        with whole_file(path) as part:
            yield part
    except BaseException:
        path.unlink()
        raise


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The same, but in place of whatever was there, and of what others could read of that.

    Raises:
        click.ClickException: the folder can't be written, or it is no file that is there.
    """
    try:
        if path.exists() and not path.is_file():
            raise click.ClickException(f"{path}: ファイルではありません。 / Not a file.")
        with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
            part = Path(scratch, path.name)
            part.touch(mode=0o600)
            yield part
            part.replace(path)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error


def folder_for(files: Path) -> Path:
    """The folder, made if it isn't there.

    Raises:
        click.ClickException: it can't be.
    """
    try:
        files.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{files}: {error.strerror}") from error
    return files
