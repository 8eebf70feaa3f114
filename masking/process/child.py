"""One child process for masking: begun when it is needed, ended when it overruns or misspeaks.

It is a child of ours, or of ``hansho decoder`` (``masking.process.decoder``): the line to it is a socket, the messages
are the same, and whoever hangs up ends it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ClassVar

from masking.errors import DecoderAway, MaskingError, Overrun
from masking.process.messages import ANSWER, HEADER, NONSENSE, Answer, progress, receive, send, unpack
from masking.process.spawn import Limits, spawn
from masking.results import Progress

START_SECONDS = 60  # to import and load 24 MB of models from a cold disk, on a busy machine
CONNECT_SECONDS = 5  # to be let in, which takes a moment where anybody is


@dataclass(frozen=True)
class Ours:
    """Our own child, and our end of the line to it."""

    line: socket.socket
    process: subprocess.Popen[bytes]
    silence: ClassVar[type[MaskingError]] = Overrun
    """What it means that the other end hung up without a word: the child died of what it was asked."""

    def end(self) -> None:
        """Hang up, and kill it."""
        self.line.close()
        self.process.kill()
        self.process.wait()


@dataclass(frozen=True)
class Theirs:
    """A child of the decoding service, which ends it when we hang up, and says so when it ends by itself."""

    line: socket.socket
    silence: ClassVar[type[MaskingError]] = DecoderAway

    def end(self) -> None:
        """Hang up."""
        self.line.close()


Begin = Callable[[], Ours | Theirs]


def ours(limits: Limits) -> Ours:
    """Begin a child of our own."""
    line, far = socket.socketpair()
    with far:
        return Ours(line, spawn(limits, far))


def theirs(address: Path) -> Theirs:
    """Ask the decoding service for a child.

    Raises:
        DecoderAway: nobody answers at that socket.
    """
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(CONNECT_SECONDS)
    try:
        line.connect(str(address))
    except OSError as error:
        line.close()
        raise DecoderAway from error
    line.settimeout(None)
    return Theirs(line)


class Child:
    """``masking.process.child_main`` and the line to it. One call at a time: whoever shares it takes turns.

    Args:
        begin: How one is begun, here or there.
        seconds: Longest time of one call.
    """

    def __init__(self, begin: Begin, seconds: int) -> None:
        self._begin = begin
        self._seconds = seconds
        self._begun: Ours | Theirs | None = None
        self._line: Connection | None = None

    def start(self) -> None:
        """See that it runs.

        Raises:
            ModelsMissing, ModelUnfit: as the engine says.
            Overrun: it could not start within its limits.
            DecoderAway: there is no decoding service, or none that answers.
        """
        if self.runs():
            return
        self.end()
        self._begun = self._begin()
        self._line = Connection(os.dup(self._begun.line.fileno()))
        try:
            self._ask(self._begun.silence, START_SECONDS, _heard)
        except MaskingError:
            self.end()
            raise

    def runs(self) -> bool:
        """Whether there is a living child: of one that waits for a question, nothing is heard."""
        return self._line is not None and not self._line.poll()

    def call(self, header: dict[str, Any], data: bytes, progress: Progress | None = None) -> Answer:
        """The answer to one question; the child is started first where it isn't running.

        ``progress`` is told in the caller's thread; what it raises ends the child and the call.

        Raises:
            MaskingError: as the engine says; Overrun where the child died or was too slow; DecoderAway where the
                service did.
        """
        self.start()

        def ask(line: Connection) -> Answer:
            send(line, header, data)
            return _heard(line, progress)

        return self._ask(Overrun, header.get("seconds", self._seconds), ask)

    def end(self) -> None:
        """End it, if it runs; a later call starts another."""
        if self._line:
            self._line.close()
        if self._begun:
            self._begun.end()
        self._begun = self._line = None

    def _ask(self, late: type[MaskingError], seconds: int, ask: Callable[[Connection], Answer]) -> Answer:
        """What comes of asking in time; whoever overran, or was left in the middle, ends."""
        answer: Answer = Overrun()
        try:
            answer = self._in_time(late, seconds, ask)
        finally:
            # Whoever is told of progress may raise as well: half an answer would be taken for the next one.
            if isinstance(answer, Overrun):
                self.end()
        if isinstance(answer, MaskingError):
            raise answer
        return answer

    def _in_time(self, late: type[MaskingError], seconds: int, ask: Callable[[Connection], Answer]) -> Answer:
        assert self._line and self._begun  # noqa: S101, PT018 - for the type checker; start() has begun it
        line, hung_up = self._begun.line, threading.Event()

        def hang_up() -> None:
            hung_up.set()
            with suppress(OSError):  # it was closed meanwhile
                line.shutdown(socket.SHUT_RDWR)

        watch = threading.Timer(seconds, hang_up)
        watch.daemon = True  # it must not keep a stopping process alive
        watch.start()
        try:
            return ask(self._line)
        except (EOFError, OSError) as error:
            raise (late if hung_up.is_set() else self._begun.silence) from error
        except NONSENSE as error:
            raise late from error
        finally:
            watch.cancel()


def _heard(line: Connection, tell: Progress | None = None) -> Answer:
    """The answer, after all that is told on the way to it."""
    told = -1
    while True:
        header, rest = receive(line, HEADER, ANSWER)
        if header["kind"] != "progress":
            return unpack(header, rest)
        done, of = progress(header, told)
        told = 100 * done // of
        if tell:
            tell(done, of)
