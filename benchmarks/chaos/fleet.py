"""The bot's processes: one web, two workers; killed, frozen, and started again as a supervisor would."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Final

from tests.world.as_process import FORKED, run_hansho

WORDS: Final = {"web": ("serve", "--no-worker"), "worker 1": ("worker",), "worker 2": ("worker",)}

KILLED: Final = " killed"
"""How a blow ends that was one, in the figures."""

BETWEEN_SECONDS: Final = 2.0
"""Mean time between two blows; on an idle machine a process is up again in one or two."""

SPARED_SECONDS: Final = 8.0
"""Nine in ten are struck no sooner after their start, lest on a busy machine nobody ever comes to work."""

FREEZES: Final = (1.0, 3.0, 8.0, 50.0)
"""Seconds a process stands still: the longest outlasts the lease of what it had in hand."""
FREEZE_WEIGHTS: Final = (50, 30, 15, 5)
KILLS_IN_TEN: Final = 7
NINE_IN_TEN: Final = 0.9


class Fleet:
    """Keeps the processes running, and strikes them at random until told to stop."""

    def __init__(self, environment: Mapping[str, str], folder: Path, draw: Random) -> None:
        self.blows: Counter[str] = Counter()
        self.fell = 0
        """Processes that ended by themselves."""
        self._environment = {**os.environ, **environment}
        self._folder = folder
        self._draw = draw
        self._running: dict[str, BaseProcess] = {}
        self._thawing: dict[str, float] = {}
        self._started: dict[str, float] = {}
        self._enough = threading.Event()

    def start(self) -> None:
        """All of them."""
        for name in WORDS:
            self._start(name)

    def strike(self, kills: int) -> None:
        """So many kills, at moments that chance chooses; whoever fell is picked up, whoever froze thaws, until calm."""
        at = time.monotonic()
        while not self._enough.wait(0.05):
            self._tend()
            if time.monotonic() > at and self.kills() < kills:
                self._blow()
                at = time.monotonic() + self._draw.expovariate(1 / BETWEEN_SECONDS)

    def kills(self) -> int:
        """How many blows have killed; the others froze somebody for a while."""
        return sum(count for blow, count in self.blows.items() if blow.endswith(KILLED))

    def over(self) -> None:
        """Let ``strike`` return."""
        self._enough.set()

    def calm(self) -> None:
        """Everybody up and moving again; no more blows, once ``strike`` has returned."""
        for name in list(self._thawing):
            self._thaw(name)
        self._tend()

    def stop(self) -> None:
        """End all."""
        self.over()
        self.calm()
        for process in self._running.values():
            process.kill()
            process.join(30)

    def _blow(self) -> None:
        name = self._draw.choice([name for name in WORDS if name not in self._thawing])
        if time.monotonic() - self._started[name] < SPARED_SECONDS and self._draw.random() < NINE_IN_TEN:
            return
        if self._draw.random() * 10 < KILLS_IN_TEN:
            self._signal(name, signal.SIGKILL)
            self.blows[f"{name}{KILLED}"] += 1
        elif len(self._thawing) < len(WORDS) - 1:
            self._signal(name, signal.SIGSTOP)
            (seconds,) = self._draw.choices(FREEZES, FREEZE_WEIGHTS)
            self._thawing[name] = time.monotonic() + seconds
            self.blows[f"{name} frozen"] += 1

    def _tend(self) -> None:
        for name, until in list(self._thawing.items()):
            if time.monotonic() > until:
                self._thaw(name)
        for name, process in self._running.items():
            if not process.is_alive():
                self.fell += process.exitcode != -signal.SIGKILL
                self._start(name)

    def _thaw(self, name: str) -> None:
        del self._thawing[name]
        self._signal(name, signal.SIGCONT)

    def _signal(self, name: str, what: signal.Signals) -> None:
        """It may have just fallen, and be picked up in a moment."""
        with suppress(ProcessLookupError):
            os.kill(self._running[name].pid or 0, what)

    def _start(self, name: str) -> None:
        log = self._folder / f"{name.replace(' ', '-')}.log"
        arguments, own = (WORDS[name], self._environment, log), {"pictures": False}
        process = FORKED.Process(target=run_hansho, args=arguments, kwargs=own, daemon=True)
        process.start()
        self._running[name], self._started[name] = process, time.monotonic()
