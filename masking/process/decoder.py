"""The decoding service (``hansho decoder``): for each line that comes in on its socket, a child at the end of it.

It has no secrets, no network and no pictures: bytes go from the worker to the child past it. It begins children, ends
them when their worker hangs up, and says for one that died that it has. Linux only (pidfd, POLLRDHUP).
"""

from __future__ import annotations

import os
import select
import socket
import threading
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from masking.errors import DecoderAway, MaskingError, Overrun
from masking.process.child import Child, ours
from masking.process.messages import pack, send
from masking.process.spawn import Limits, spawn

CHILDREN: Final = 16
"""Of eight workers, each with one for pictures and one for a video: more lines are refused, not queued."""

FULL: Final = f"The decoding service has {CHILDREN} children, as many as it may; what waits is masked when one ends."
UNABLE: Final = "The decoding service can't begin a process; give it more memory or processes (docs/running.md)."

OWNER_AND_GROUP: Final = 0o660
"""Whoever may write to the socket may have pictures decoded: nobody else on this machine."""


class Decoder:
    """Listens at ``address`` from ``with`` on; the children live as long as it, and as the lines they answer on.

    Raises:
        ModelsMissing, ModelUnfit, Overrun: the first child can't begin, and no other one could.
        ValueError: nothing can listen there; says why.
    """

    def __init__(self, address: Path, limits: Limits) -> None:
        self._address = address
        self._limits = limits
        self._room = threading.BoundedSemaphore(CHILDREN)
        self._lines: set[socket.socket] = set()

    def __enter__(self) -> Self:
        _require_place(self._address)
        first = Child(partial(ours, self._limits), self._limits.seconds)
        first.start()
        first.end()
        self._listening = _listening(self._address)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Hang up everywhere, which ends every child."""
        self._address.unlink(missing_ok=True)
        self._listening.close()
        for line in list(self._lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for _ in range(CHILDREN):
            self._room.acquire(timeout=1)

    def serve(self) -> None:
        """Let workers in until somebody ends us."""
        while True:
            line, _ = self._listening.accept()
            if self._room.acquire(blocking=False):
                threading.Thread(target=self._keep, args=(line,), daemon=True).start()
            else:
                with line:
                    _say(line, DecoderAway(FULL))

    def _keep(self, line: socket.socket) -> None:
        self._lines.add(line)
        try:
            with line:
                _accompany(line, self._limits)
        finally:
            self._lines.discard(line)
            self._room.release()


def _accompany(line: socket.socket, limits: Limits) -> None:
    """A child, until it or the line to it ends; of one that died by itself its worker hears."""
    try:
        child = spawn(limits, line)
    except OSError:
        _say(line, DecoderAway(UNABLE))
        return
    lives = os.pidfd_open(child.pid)
    ends = select.poll()
    ends.register(lives, select.POLLIN)
    ends.register(line, select.POLLRDHUP)
    ends.poll()
    os.close(lives)
    child.kill()
    child.wait()
    _say(line, Overrun())


def _say(line: socket.socket, why: MaskingError) -> None:
    """The last word on this line, if anybody is still there who listens."""
    line.setblocking(False)
    with suppress(OSError), Connection(os.dup(line.fileno())) as last:
        send(last, *pack(why))


def _require_place(address: Path) -> None:
    """Of two services in one place workers would find the second, and the first would serve nobody."""
    with socket.socket(socket.AF_UNIX) as asking:
        if asking.connect_ex(str(address)) == 0:
            raise ValueError(f"{address}: a decoding service answers there already")


def _listening(address: Path) -> socket.socket:
    """A socket, in the place of the one that an earlier service may have left."""
    if address.is_socket():
        address.unlink()
    listening = socket.socket(socket.AF_UNIX)
    try:
        listening.bind(str(address))
    except OSError as error:
        listening.close()
        raise ValueError(f"{address}: no socket can be made there ({error.strerror or error})") from error
    address.chmod(OWNER_AND_GROUP)
    listening.listen()
    return listening
