"""The worker of ``hansho serve``: a process of its own. Python computes one thread at a time, and whoever acknowledges
must not wait among those who answer (decision 73).
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Final

from bot import refusals
from bot.log import log
from bot.refusals import Refusal, refused
from bot.worker import STOP_SECONDS
from storage.bells import Bells

REFUSALS: Final = (*Refusal,)
"""A byte from the worker is the number of one of these; its very first says that it has begun."""

LOOK_SECONDS: Final = 0.05
"""Between two looks whether the worker has ended, once it was told to."""


class WorkerProcess:
    """Forked when made: before the server has threads, or connections that two would share.

    Args:
        work: All that the child does, until the server is gone or one of them is told to stop.
        bells: The server's; whatever rings there is passed on.

    Raises:
        SystemExit: it could not begin, and has said why.
    """

    def __init__(self, work: Callable[[ServerLine], None], bells: Bells) -> None:
        self.lost = False
        """It ended by itself."""
        self.on_loss: Callable[[], None] = lambda: None
        self._line, theirs = socket.socketpair()
        self._pid = os.fork()
        if not self._pid:
            self._line.close()
            os._exit(_status_of(work, ServerLine(theirs)))
        theirs.close()
        if not self._line.recv(1):
            raise SystemExit(self._status())
        self._line.setblocking(False)
        bells.pass_on(self._ring)

    def start(self) -> None:
        """From now on, in the server's loop: count what the worker refuses, and notice its end."""
        asyncio.get_running_loop().add_reader(self._line, self._hear)

    def stop(self) -> None:
        """Let it finish what is at hand; what it does not finish stays in its rows."""
        asyncio.get_running_loop().remove_reader(self._line)
        self._line.close()
        end = time.monotonic() + STOP_SECONDS + 1
        while not (self.lost or self._has_ended()):
            os.kill(self._pid, signal.SIGTERM if time.monotonic() < end else signal.SIGKILL)
            time.sleep(LOOK_SECONDS)

    def _ring(self, bells: Collection[str]) -> None:
        with suppress(OSError):  # a worker too busy to listen looks by itself twice a second
            self._line.send("".join(f"{bell}\n" for bell in bells).encode())

    def _hear(self) -> None:
        said = self._line.recv(4096)
        for number in said:
            refused(REFUSALS[number])
        if not said:
            asyncio.get_running_loop().remove_reader(self._line)
            self.lost, status = True, self._status()
            tell = log().error if status else log().info  # 0: a supervisor told both of us to stop
            tell("the worker is gone", status=status)
            self.on_loss()

    def _status(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])

    def _has_ended(self) -> bool:
        return os.waitpid(self._pid, os.WNOHANG)[0] == self._pid


class ServerLine:
    """The worker's end of the line to its server."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def begun(self) -> None:
        """The server may open its door; what is refused here it counts with its own."""
        self._line.sendall(b"\0")
        refusals.pass_on(lambda what, times: self._line.sendall(bytes([REFUSALS.index(what)]) * times))

    def listen(self, sound: Callable[[Collection[str]], None]) -> None:
        """Whatever rings at the server rings here; returns when the server is gone, or one of us is told to stop."""
        with self._line.makefile("r") as bells, suppress(_Stopped):
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _stop)
            for bell in bells:
                sound([bell.rstrip()])


class _Stopped(Exception):
    """SIGTERM or SIGINT came."""


def _stop(*_: object) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):  # a supervisor, a terminal and the server may all say so
        signal.signal(number, signal.SIG_IGN)
    raise _Stopped


def _status_of(work: Callable[[ServerLine], None], line: ServerLine) -> int:
    """The exit status of all that the child does."""
    try:
        work(line)
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException as fault:  # noqa: BLE001 - nobody above us will say it
        log().error("the worker failed", fault=type(fault).__name__)
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
