"""The engine behind a wall: one warm child process with memory and time limits, ended and replaced when it overruns."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from masking.brush import Stroke, dumped
from masking.errors import MaskingError, Overrun
from masking.messages import Answer, receive, send, unpack
from masking.own_models import OwnModels
from masking.results import Clip, Found, Masked, Still

START_SECONDS = 60  # to import and load 24 MB of models from a cold disk, on a busy machine
STILLS_SECONDS = 90  # to decode a minute of 4K, on a busy machine
CLIP_SECONDS = 1200  # a minute has 900 frames; a second for each, and the key frames' own, on a busy machine
# The child parses hostile bytes: of our environment, where the secrets are, it gets only what Python needs to start.
INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT")


Progress = Callable[[int, int], None]
"""Told in the caller's thread how much of a clip is done, of how much. What it raises ends the child and the call."""


class Workshop:
    """``Engine``'s find and mask in one killable child; safe to share between threads, which then take turns.

    Args:
        models: Directory filled by ``python -m masking.models``.
        memory_mb: Address space of the child; a picture of 1920 px takes 1280 (of which 635 are memory in use).
        seconds: Longest time of one call, without its turn in the queue and without the start.
        own: Models that take the place of ours.
    """

    def __init__(self, models: Path, *, memory_mb: int, seconds: int, own: OwnModels | None = None) -> None:
        self._models = models.resolve()
        self._memory_mb = memory_mb
        self._seconds = seconds
        self._own = own or OwnModels()
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start the child now, so that the first caller need not wait for it.

        Raises:
            ModelsMissing: a model file is absent or altered.
            ModelUnfit: a model of one's own can't be used.
            Overrun: it could not start within its limits.
        """
        with self._turn:
            self._running()

    def find(self, data: bytes) -> Found:
        """As ``Engine.find``; Overrun besides."""
        answer = self._call({"call": "find"}, data)
        if not isinstance(answer, Found):
            raise Overrun
        return answer

    def mask(self, data: bytes, suspects: Sequence[tuple[int, int]], strokes: Sequence[Stroke] = ()) -> Masked:
        """As ``Engine.mask``; Overrun besides."""
        header = {"call": "mask", "suspects": _plain(suspects), "strokes": dumped(strokes)}
        answer = self._call(header, data)
        if not isinstance(answer, Masked):
            raise Overrun
        return answer

    def stills(self, data: bytes, progress: Progress) -> tuple[Still, ...]:
        """As ``Engine.stills``; Overrun besides."""
        answer = self._call({"call": "stills", "seconds": STILLS_SECONDS}, data, progress)
        if not isinstance(answer, tuple):
            raise Overrun
        return answer

    def clip(self, data: bytes, at_seconds: float, suspects: Sequence[tuple[int, int]], progress: Progress) -> Clip:
        """As ``Engine.clip``; Overrun besides."""
        header = {"call": "clip", "seconds": CLIP_SECONDS, "at": float(at_seconds), "suspects": _plain(suspects)}
        answer = self._call(header, data, progress)
        if not isinstance(answer, Clip):
            raise Overrun
        return answer

    def close(self) -> None:
        """End the child; a later call starts a new one."""
        with self._turn:
            self._end()

    def _call(self, header: dict[str, Any], data: bytes, progress: Progress | None = None) -> Answer:
        with self._turn:
            line = self._running()
            answer = self._ask(line, header.get("seconds", self._seconds), header, data, progress)
        if isinstance(answer, MaskingError):
            raise answer
        return answer

    def _running(self) -> Connection:
        if self._child and self._line and self._child.poll() is None:
            return self._line
        self._end()
        ours, theirs = socket.socketpair()
        with theirs:
            words = [str(theirs.fileno()), str(self._models), str(self._memory_mb), str(self._seconds)]
            words.append(self._own.words())
            self._child = subprocess.Popen(  # noqa: S603 - this Python and our own words
                [sys.executable, "-m", "masking.worker", *words],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={name: os.environ[name] for name in INHERITED if name in os.environ},
            )
        self._line = Connection(ours.detach())
        answer = self._ask(self._line, START_SECONDS)
        if isinstance(answer, MaskingError):
            self._end()
            raise answer
        return self._line

    def _ask(
        self,
        line: Connection,
        seconds: int,
        header: dict[str, Any] | None = None,
        data: bytes = b"",
        progress: Progress | None = None,
    ) -> Answer:
        """Say something, if anything, and wait; whatever goes wrong on the line ends the child."""
        assert self._child  # noqa: S101 - for the type checker; _running has started it
        watch = threading.Timer(seconds, self._child.kill)
        watch.daemon = True  # it must not keep a stopping process alive
        watch.start()
        whole = False
        try:
            if header is not None:
                send(line, header, data)
            answer = _heard(line, progress)
        except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
            raise Overrun from error
        else:
            whole = True
            return answer
        finally:
            watch.cancel()
            if not whole:
                self._end()

    def _end(self) -> None:
        if self._line:
            self._line.close()
        if self._child:
            self._child.kill()
            self._child.wait()
        self._child = self._line = None


def _heard(line: Connection, progress: Progress | None) -> Answer:
    """The answer, after all that is told on the way to it."""
    while True:
        header, rest = receive(line)
        if header["kind"] != "progress":
            return unpack(header, rest)
        if progress:
            progress(int(header["done"]), int(header["of"]))


def _plain(points: Sequence[tuple[int, int]]) -> list[list[int]]:
    return [[int(x), int(y)] for x, y in points]
