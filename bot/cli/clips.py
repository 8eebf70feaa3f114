"""``hansho mask`` on a clip: the scenes worth looking at, and a clip of the suspect alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from masking import Clip, Workshop


def tell_scenes(workshop: Workshop, clip: bytes, *, as_json: bool) -> None:
    """The moments that the reporter would be offered."""
    with _bar("場面を探しています / Looking for scenes", quiet=as_json) as progress:
        stills = workshop.stills(clip, progress)
    size = {"width": stills[0].width, "height": stills[0].height}
    if as_json:
        scenes = [{"seconds": still.seconds, "people": still.people} for still in stills]
        click.echo(json.dumps({**size, "scenes": scenes}))
        return
    click.echo(f"{size['width']} × {size['height']}")
    for still in stills:
        click.echo(f"--at {still.seconds:g}\t{still.people}人 / people")


def masked_clip(workshop: Workshop, clip: bytes, at: float, suspect: tuple[int, int], *, as_json: bool) -> Clip:
    """The clip that may leave."""
    with _bar("対象者を追っています / Following the suspect", quiet=as_json) as progress:
        return workshop.clip(clip, at, [suspect], progress)


def check_words(at: float | None, out: Path | None, suspects: tuple[tuple[int, int], ...]) -> None:
    """A clip wants a moment, one suspect and a name that players know.

    Raises:
        click.UsageError: says what is missing.
    """
    if out and (at is None or len(suspects) != 1 or out.suffix.lower() != ".mp4"):
        raise click.UsageError("CLIP OUT.mp4 --at SECONDS --suspect X,Y")


@contextmanager
def _bar(words: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal's error side, so that what is piped on stays clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
