"""SQLite has one writer at a time; here they line up for their turn, those of one process and of several."""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_SECONDS = 10
"""How long a writer waits for another one. Units of work take milliseconds, so a longer wait is a fault."""

FIRST = "hansho_first"
"""Execution option of a unit of work that may not wait behind others: a webhook's."""


class NoTurn(Exception):
    """Others have been writing for ``BUSY_SECONDS``, or one of them stands still in the middle of it."""


def line_up(engine: Engine, database: Path) -> None:
    """From now on every unit of work of this engine that may write takes its turn when it begins."""
    line = _Line(_Turnstile(database))
    event.listen(engine, "begin", line.begin)
    event.listen(engine, "checkin", line.leave)
    event.listen(engine, "engine_disposed", line.close)


class _Turnstile:
    """Between processes. Whoever stands at the gate is next, and only one can stand there: a busy process that has a
    hundred units waiting passes nobody who has one. A process that dies gives back what it held.
    """

    def __init__(self, database: Path) -> None:
        self._names = tuple(database.with_name(f"{database.name}-{part}") for part in ("gate", "turn"))
        self._guard = threading.Lock()
        self._files: tuple[int, ...] = ()

    def enter(self) -> None:
        """Wait for the turn.

        Raises:
            NoTurn: another process has it for too long.
        """
        self._files = self._files or tuple(os.open(name, os.O_RDWR | os.O_CREAT, 0o600) for name in self._names)
        try:
            _pass(self._files, fcntl.LOCK_NB)
        except BlockingIOError:
            self._wait(self._files)

    def leave(self) -> None:
        """Give the turn back."""
        for turn in self._files[1:]:
            fcntl.flock(turn, fcntl.LOCK_UN)

    def close(self) -> None:
        """Before a fork: a child that inherited the open files would share our turn."""
        files, self._files = self._files, ()
        _close(files)

    def _wait(self, files: tuple[int, ...]) -> None:
        """In a thread of its own, since waiting for a lock on a file knows no end."""
        passed = threading.Event()

        def wait() -> None:
            _pass(files)
            with self._guard:
                passed.set()
                if self._files is not files:  # nobody waits for us any more
                    _close(files)

        threading.Thread(target=wait, daemon=True).start()
        if passed.wait(BUSY_SECONDS):
            return
        with self._guard:
            if not passed.is_set():
                self._files = ()  # whoever comes next stands there for themselves
                raise NoTurn(f"another process has been writing for {BUSY_SECONDS} seconds")


def _pass(files: tuple[int, ...], at_once: int = 0) -> None:
    """First the gate, then the turn, then the gate is free for the next.

    Raises:
        BlockingIOError: it was to be ``at_once`` (``LOCK_NB``) and isn't free.
    """
    gate, turn = files
    fcntl.flock(gate, fcntl.LOCK_EX | at_once)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | at_once)
    finally:
        fcntl.flock(gate, fcntl.LOCK_UN)


def _close(files: tuple[int, ...]) -> None:
    for file in files:
        os.close(file)


class _Line:
    """Writers of one process, in the order they came; who asks with ``FIRST`` goes before the others.

    SQLite alone lets a waiting writer look again now and then, and whoever looks at the right moment goes first. So
    does a plain lock: under load some waited for minutes, and LINE gives an acknowledgement two seconds.
    """

    def __init__(self, turnstile: _Turnstile) -> None:
        self._turnstile = turnstile
        self._guard = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def begin(self, connection: Connection) -> None:
        """A unit that reads first and writes later would fail if another one wrote in between, without waiting.

        So every unit that may write takes the write lock at once.
        """
        options = connection.get_execution_options()
        read_only = bool(options.get("postgresql_readonly"))
        if not read_only:
            self._enter(first=FIRST in options)
            connection.info["turn"] = True
            self._turnstile.enter()
        if connection.info.get("read_only", False) is not read_only:
            connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
            connection.info["read_only"] = read_only
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    def leave(self, _connection: Any, record: Any) -> None:
        """The unit ended, whichever way."""
        if not record.info.pop("turn", False):
            return
        self._turnstile.leave()
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def close(self, _engine: Engine) -> None:
        """Whoever begins anew opens the files anew."""
        self._turnstile.close()

    def _enter(self, *, first: bool) -> None:
        turn = threading.Event()
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            (self._waiting.appendleft if first else self._waiting.append)(turn)
        if turn.wait(BUSY_SECONDS):
            return
        with self._guard:
            if turn.is_set():
                return
            self._waiting.remove(turn)
        raise NoTurn(f"another unit of work has been writing for {BUSY_SECONDS} seconds")
