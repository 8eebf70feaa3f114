"""The decoding service: what touches hostile pictures, as a process of its own without secrets and network."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from bot.decoding import Decoding
from masking import MaskingError
from masking.process import walls
from masking.process.decoder import Decoder
from masking.process.spawn import Limits


@click.command()
@click.option("--socket", type=click.Path(path_type=Path), required=True, help="Where workers find it: HANSHO_DECODER.")
def decoder(socket: Path) -> None:
    """Decode and mask pictures for workers on this machine; needs no secret, no network and no database (Linux)."""
    given = Decoding()
    limits = Limits(given.models, given.masking_memory_mb, given.masking_seconds, given.own_models)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if missing := walls.lacking():
        click.echo(f"pictures are decoded without {' and '.join(missing)}: this kernel has none", err=True)
    try:
        with Decoder(socket, limits) as serving:
            click.echo(f"decoding at {socket}", err=True)
            serving.serve()
    except MaskingError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        sys.exit(0)
