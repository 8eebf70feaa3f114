"""One child process for masking, with limits: started when it is needed, ended when it overruns or misspeaks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from masking.errors import MaskingError, Overrun
from masking.networks.own.models import OwnModels
from masking.process import walls
from masking.process.messages import Answer, receive, send, unpack
from masking.results import Progress

START_SECONDS = 60  # to import and load 24 MB of models from a cold disk, on a busy machine
STDERR = 2
# The child parses hostile bytes: of our environment, where the secrets are, it gets only what Python needs to start.
INHERITED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass(frozen=True)
class Limits:
    """What a child starts with: where the models are, MB of address space, seconds for a call, models of one's own."""

    models: Path
    memory_mb: int
    seconds: int
    own: OwnModels

    def words(self) -> list[str]:
        """As the child's command line."""
        return [str(self.models), str(self.memory_mb), str(self.seconds), self.own.words()]


class Child:
    """``masking.process.child_main`` and the line to it. One call at a time: whoever shares it takes turns."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def start(self) -> Connection:
        """The line to a running child.

        Raises:
            ModelsMissing, ModelUnfit: as the engine says.
            Overrun: it could not start within its limits.
        """
        if self._line and self.runs():
            return self._line
        self.end()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this Python and our own words
                [sys.executable, "-P", walls.__file__, str(theirs.fileno()), *self._limits.words()],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # What decoders and networks have to say is for a developer at a terminal; our log is JSON.
                stderr=None if os.isatty(STDERR) else subprocess.DEVNULL,
                env={name: os.environ[name] for name in INHERITED if name in os.environ},
            )
        self._line = Connection(ours.detach())
        answer = self._ask(self._line, START_SECONDS)
        if isinstance(answer, MaskingError):
            self.end()
            raise answer
        return self._line

    def runs(self) -> bool:
        """Whether there is a living child."""
        return bool(self._process and self._line and self._process.poll() is None)

    def call(self, header: dict[str, Any], data: bytes, progress: Progress | None = None) -> Answer:
        """The answer to one question; the child is started first where it isn't running.

        ``progress`` is told in the caller's thread; what it raises ends the child and the call.

        Raises:
            MaskingError: as the engine says; Overrun where the child died or was too slow.
        """
        answer = self._ask(self.start(), header.get("seconds", self._limits.seconds), header, data, progress)
        if isinstance(answer, MaskingError):
            raise answer
        return answer

    def end(self) -> None:
        """Kill it, if it runs; a later call starts another."""
        if self._line:
            self._line.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = self._line = None

    def _ask(
        self,
        line: Connection,
        seconds: int,
        header: dict[str, Any] | None = None,
        data: bytes = b"",
        progress: Progress | None = None,
    ) -> Answer:
        """Say something, if anything, and wait; whatever goes wrong on the line ends the child."""
        assert self._process  # noqa: S101 - for the type checker; start() has started it
        watch = threading.Timer(seconds, self._process.kill)
        watch.daemon = True  # it must not keep a stopping process alive
        watch.start()
        whole = False
        try:
            if header is not None:
                send(line, header, data)
            answer = _heard(line, progress)
        # All that a child can cause that has died, was killed by the timer, or talks nonsense.
        except (EOFError, OSError, ValueError, KeyError, TypeError) as error:
            raise Overrun from error
        else:
            whole = True
            return answer
        finally:
            watch.cancel()
            # Whoever is told of progress may raise as well: half an answer would be taken for the next one.
            if not whole:
                self.end()


def _heard(line: Connection, progress: Progress | None) -> Answer:
    """The answer, after all that is told on the way to it."""
    while True:
        header, rest = receive(line)
        if header["kind"] != "progress":
            return unpack(header, rest)
        if progress:
            progress(int(header["done"]), int(header["of"]))
