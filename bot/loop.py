"""A thread that looks for work, and one bell that wakes it early."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from typing import Final

from bot.log import log

QUIET_SECONDS: Final = 0.5
"""How long it takes at worst until somebody looks for what other processes left, and for what has fallen due."""


def fault_id() -> str:
    """What the person is shown and the log carries."""
    return secrets.token_hex(4)


class Loop:
    """Calls ``step`` until there is nothing left to do, then waits for the bell or ``pause`` seconds (None: the bell).

    ``rest``: seconds after each step, for work that may wait when others' may not.

    The pause is by the monotonic clock: setting the machine's clock neither delays nor repeats a round.
    """

    def __init__(self, name: str, step: Callable[[], bool], pause: float | None, *, rest: float = 0.0) -> None:
        self._name = name
        self._rest = rest
        self._pause = pause
        self._step = step
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def ring(self) -> None:
        """There may be work now."""
        self._bell.set()

    def halt(self) -> None:
        """Begin nothing more; what is left stays in its rows."""
        self._stopping.set()
        self._bell.set()

    def join(self, seconds: float) -> None:
        """Wait for the step at hand."""
        self._thread.join(max(0.0, seconds))

    def _run(self) -> None:
        while not self._stopping.is_set():
            if not self._one():
                self._bell.wait(self._pause)
                self._bell.clear()
            elif self._rest:
                self._stopping.wait(self._rest)

    def _one(self) -> bool:
        try:
            return self._step()
        except Exception as fault:  # noqa: BLE001 - edge loop: a fault must not end the thread
            log().error("loop failed", loop=self._name, fault=type(fault).__name__, id=fault_id())
            return False
