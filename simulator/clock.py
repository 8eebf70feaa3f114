"""The simulated world's clock: the machine's, plus the seconds by which the demo has been moved ahead."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path


class Clock:
    """Seconds since the epoch. With a file, the bot under demo reads the same offset.

    Args:
        offset_file: Holds the seconds ahead as text; without one the offset stays in memory.
        wall: The machine's clock; tests hand in one of their own.
    """

    def __init__(self, offset_file: Path | None = None, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self._file = offset_file
        self._ahead = 0.0
        self._lock = threading.Lock()

    def now(self) -> float:
        """The world's time: events, reply tokens and retry keys go by it."""
        return self.wall() + self.ahead()

    def ahead(self) -> float:
        """Seconds by which the world is ahead of the machine."""
        if self._file is None:
            return self._ahead
        try:
            return float(self._file.read_text() or 0)
        except FileNotFoundError:
            return 0.0

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        with self._lock:
            self._set(self.ahead() + seconds)

    def reset(self) -> None:
        """Back to the machine's time."""
        with self._lock:
            self._set(0.0)

    def _set(self, ahead: float) -> None:
        """The file is replaced in one step, since the bot may be reading it."""
        self._ahead = ahead
        if self._file is not None:
            fresh = self._file.with_suffix(".new")
            fresh.write_text(str(ahead))
            fresh.replace(self._file)
