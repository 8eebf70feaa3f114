"""The town's clock, which jumps, and what the machine's said meanwhile."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

from simulator.clock import Clock

READ_SECONDS: Final = 1.0
"""A process that has just read the clock may write down what it said a moment after it jumped."""


class TracedClock(Clock):
    """Remembers its jumps."""

    def __init__(self, offset_file: Path) -> None:
        super().__init__(offset_file)
        self._jumps = [(-math.inf, 0.0)]

    def advance(self, seconds: float) -> None:
        """Jump."""
        super().advance(seconds)
        self._jumps.append((self.wall(), self.ahead()))

    def behind(self) -> float:
        """Seconds by which it is behind the latest that it ever said."""
        return max(ahead for _, ahead in self._jumps) - self.ahead()

    def machine(self, at: float) -> list[float]:
        """When it may have been so late, by the machine's clock: more than once, where it was set back in between."""
        ends = [*(began for began, _ in self._jumps[1:]), math.inf]
        return [
            at - ahead
            for (began, ahead), end in zip(self._jumps, ends, strict=True)
            if began - READ_SECONDS <= at - ahead <= end + READ_SECONDS
        ]
