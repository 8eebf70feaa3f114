"""The child process that touches pictures: ``python -P walls.py FD MODELS MEMORY_MB SECONDS OWN`` runs it.

It holds the models, answers one call after another, and may be killed at any moment: it owns nothing.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import cv2

from masking.errors import MaskingError, Overrun
from masking.figure.brush import loaded, loaded_taps
from masking.files.codes import read_codes
from masking.networks.own.models import OwnModels
from masking.pipeline import Engine
from masking.process.messages import Answer, pack, receive, send
from masking.process.walls import close_calls
from masking.results import Progress

KINDNESS = 10  # the same processors answer webhooks, which must not wait for a picture
IDLE = 600  # seconds without a call after which no picture is remembered: its reporter has gone on
SPARE = 5  # seconds over the parent's own limit, after which the kernel ends a child whose parent has died


def serve(line: Connection, engine: Engine, seconds: int) -> None:
    """Answer until the parent hangs up."""
    while True:
        try:
            if not line.poll(IDLE):
                engine.forget()
            header, picture = receive(line)
        except (EOFError, ConnectionError):
            return
        # Nobody handles SIGALRM, so it also ends a loop inside a decoder.
        signal.alarm(int(header.get("seconds", seconds)) + SPARE)
        answer = _answer(engine, header, picture, _Teller(line))
        signal.alarm(0)
        send(line, *pack(answer))
        if isinstance(answer, Overrun):
            return  # after a failed allocation a fresh process is the only sound one


class _Teller:
    """Tells the parent how far a video is, at each new hundredth: the line carries answers, not a stream."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._told = -1

    def __call__(self, done: int, of: int) -> None:
        share = 100 * done // max(1, of)
        if share > self._told:
            self._told = share
            send(self._line, {"kind": "progress", "done": done, "of": of})


def _answer(engine: Engine, header: dict[str, Any], data: bytes, progress: Progress) -> Answer:
    try:
        return _called(engine, header, data, progress)
    except MaskingError as error:
        return error
    except MemoryError:
        return Overrun()
    except cv2.error as error:
        # Any other is a fault of ours: the process ends with its traceback, the parent says Overrun.
        if error.code != cv2.Error.StsNoMem:
            raise
        return Overrun()


def _called(engine: Engine, header: dict[str, Any], data: bytes, progress: Progress) -> Answer:
    match header["call"]:
        case "mask":
            suspects = [(int(x), int(y)) for x, y in header["suspects"]]
            return engine.mask(data, suspects, loaded(header["strokes"]), loaded_taps(header["taps"]))
        case "forget":
            engine.forget()
            return None
        case "codes":
            return read_codes(data)
        case "stills":
            return engine.stills(data, progress)
        case _:
            return engine.find(data, int(header["quarters"]))


def main(fd: int, models: Path, memory_mb: int, seconds: int, own: OwnModels) -> None:
    """Set the limits, load the models, serve."""
    limit = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash must not leave a picture on the disk
    os.nice(KINDNESS)
    line = Connection(fd)
    try:
        with Engine(models, own) as engine:
            close_calls()  # loading is over; from here on the bytes are somebody's
            send(line, *pack(None))
            serve(line, engine, seconds)
    except MaskingError as error:
        send(line, *pack(error))
    except MemoryError:
        send(line, *pack(Overrun()))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), OwnModels.from_words(sys.argv[5]))
