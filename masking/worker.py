"""The child process that touches pictures: ``python -m masking.worker FD MODELS MEMORY_MB SECONDS OWN``.

It holds the models, answers one call after another, and may be killed at any moment: it owns nothing.
"""

from __future__ import annotations

import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import cv2

from masking.brush import loaded
from masking.errors import MaskingError, Overrun
from masking.messages import Answer, pack, receive, send
from masking.own_models import OwnModels
from masking.pipeline import Engine

SPARE = 5  # seconds over the parent's own limit, after which the kernel ends a child whose parent has died


def serve(line: Connection, engine: Engine, seconds: int) -> None:
    """Answer until the parent hangs up."""
    while True:
        try:
            header, picture = receive(line)
        except (EOFError, ConnectionError):
            return
        signal.alarm(seconds + SPARE)  # nobody handles SIGALRM, so it also ends a loop inside a decoder
        answer = _answer(engine, header, picture)
        signal.alarm(0)
        send(line, *pack(answer))
        if isinstance(answer, Overrun):
            return  # after a failed allocation a fresh process is the only sound one


def _answer(engine: Engine, header: dict[str, Any], picture: bytes) -> Answer:
    try:
        if "suspects" in header:
            return engine.mask(picture, [(x, y) for x, y in header["suspects"]], loaded(header["strokes"]))
        return engine.find(picture)
    except MaskingError as error:
        return error
    except MemoryError:
        return Overrun()
    except cv2.error as error:
        if error.code != cv2.Error.StsNoMem:
            raise
        return Overrun()


def main(fd: int, models: Path, memory_mb: int, seconds: int, own: OwnModels) -> None:
    """Set the limits, load the models, serve."""
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a picture on the disk
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it hangs up when it ends
    line = Connection(fd)
    try:
        with Engine(models, own) as engine:
            send(line, *pack(None))
            serve(line, engine, seconds)
    except MaskingError as error:
        send(line, *pack(error))
    except MemoryError:
        send(line, *pack(Overrun()))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), OwnModels.from_words(sys.argv[5]))
