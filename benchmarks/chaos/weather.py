"""Trouble on the way, in both directions, changed every moment by chance; and a clock that jumps."""

from __future__ import annotations

import threading
from collections import Counter
from random import Random
from typing import Any, Final

from simulator.control import Simulator

CHANGES_SECONDS: Final = 0.4

CALM: Final = {"fail_next": 0, "hang_next": 0, "latency_ms": 0}

JUMPS_SECONDS: Final = (-3600.0, -300.0, -60.0, 60.0, 300.0)
"""By which the clock of all is set back or ahead, as when a machine's is set right; never so far that an honest story
runs out of time."""

JUMPS_IN: Final = 1 / 150
"""Of all changes: once a minute."""

LINE_AGAIN: Final = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0]
SLACK_AGAIN: Final = [0.5, 5.0, 60.0]
"""Seconds before each redelivery: LINE's redelivery switched on, Slack's three retries, both in a hurry."""


class Weather:
    """Drops, delays, repeats and reorders what travels between the platforms and the bot."""

    def __init__(self, sim: Simulator, draw: Random) -> None:
        self.seen: Counter[str] = Counter()
        self._sim, self._draw = sim, draw
        self._enough = threading.Event()
        sim.sender.habits.line_pauses = LINE_AGAIN
        sim.sender.habits.slack_pauses = SLACK_AGAIN

    def rage(self) -> None:
        """Until it clears up."""
        while not self._enough.wait(CHANGES_SECONDS):
            self._change()

    def clear_up(self) -> None:
        """Everything travels as it should, what was held back too."""
        self._enough.set()
        for faults in self._sim.faults.values():
            faults.set(**CALM)
        habits = self._sim.sender.habits
        habits.repeat, habits.delay_ms = 1, 0
        self._sim.sender.release()

    def _change(self) -> None:
        outward = self._draw.choice(("nothing",) * 4 + ("delayed", "dropped", "answer lost", "refused"))
        faults = self._sim.faults[self._draw.choice(("line", "slack"))]
        faults.set(**CALM | self._trouble(outward))
        habits = self._sim.sender.habits
        inward = self._draw.choice(("nothing",) * 4 + ("repeated", "delayed", "reordered"))
        habits.repeat = 2 if inward == "repeated" else 1
        habits.delay_ms = self._draw.randrange(50, 400) if inward == "delayed" else 0
        if inward == "reordered":
            habits.hold = True
            self._enough.wait(CHANGES_SECONDS)
            self._sim.sender.release(backwards=True, together=self._draw.random() < 0.5)  # noqa: PLR2004 - a coin
        self.seen.update([f"to the platforms: {outward}", f"to the bot: {inward}"])
        if self._draw.random() < JUMPS_IN:
            self._sim.world.clock.advance(self._draw.choice(JUMPS_SECONDS))
            self.seen["jumps of the clock"] += 1

    def _trouble(self, kind: str) -> dict[str, Any]:
        draw = self._draw
        return {
            "delayed": {"latency_ms": draw.randrange(50, 600)},
            "dropped": {"fail_next": draw.randrange(1, 4), "status": draw.choice((500, 503))},
            "answer lost": {"hang_next": 1, "hang_seconds": draw.choice((1.0, 4.0, 14.0))},
            "refused": {"fail_next": draw.randrange(1, 4), "status": 429, "retry_after": draw.randrange(1, 4)},
        }.get(kind, {})
