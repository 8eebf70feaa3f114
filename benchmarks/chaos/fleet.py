"""The bot's processes and their database: killed, frozen, and started again as a supervisor would."""

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

import psutil

from benchmarks.stage import free_address, port
from tests.world.as_process import FORKED, run_hansho
from tests.world.postgres import Cluster

APART: Final = {"web": ("serve", "--no-worker"), "worker 1": ("worker",), "worker 2": ("worker",)}
TWINS: Final = {"server 1": ("serve",), "server 2": ("serve",)}
"""Each forks its own worker, and all four write to one file; the platforms knock at the first."""

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

DATABASE_FALLS: Final = 0.05
"""Of all blows."""

AWAY_SECONDS: Final = 4.0
"""At most, besides its own recovery: longer than LINE waits."""

NINE_IN_TEN: Final = 0.9


class Fleet:
    """Keeps the processes running, and strikes them at random until told to stop.

    Args:
        words: What each process is started with, by its name.
        environment: Of all of them; each but the first listens at a port of its own, where nobody knocks.
        folder: For their logs.
        draw: Chance.
        database: What they all work on, if it is a process too: it falls and is picked up like them.
    """

    def __init__(
        self,
        words: Mapping[str, tuple[str, ...]],
        environment: Mapping[str, str],
        folder: Path,
        draw: Random,
        database: Cluster | None = None,
    ) -> None:
        self.blows: Counter[str] = Counter()
        self.fell = 0
        """Processes that ended by themselves."""
        ports = (environment["HANSHO_PORT"], *(port(free_address()) for _ in words))
        self._starts = {
            name: (what, {**os.environ, **environment, "HANSHO_PORT": own})
            for (name, what), own in zip(words.items(), ports, strict=False)
        }
        self._folder, self._draw, self._database = folder, draw, database
        self._running: dict[str, BaseProcess] = {}
        self._struck: set[str] = set()
        """One of theirs was killed: that they end too is no fault of theirs."""
        self._thawing: dict[int, float] = {}
        self._started: dict[str, float] = {}
        self._enough = threading.Event()

    def start(self) -> None:
        """All of them."""
        for name in self._starts:
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
        for pid in list(self._thawing):
            self._thaw(pid)
        self._tend()

    def stop(self) -> None:
        """End all."""
        self.over()
        self.calm()
        for process in self._running.values():
            process.kill()
            process.join(30)

    def _blow(self) -> None:
        if self._database and self._draw.random() < DATABASE_FALLS:
            self._fell(self._database)
            return
        name = self._draw.choice(list(self._starts))
        if time.monotonic() - self._started[name] < SPARED_SECONDS and self._draw.random() < NINE_IN_TEN:
            return
        pid = self._draw.choice(self._pids(name))
        if pid in self._thawing:
            return
        if self._draw.random() * 10 < KILLS_IN_TEN:
            self._struck.add(name)
            _signal(pid, signal.SIGKILL)
            self.blows[f"{name}{KILLED}"] += 1
        elif len(self._thawing) < len(self._starts) - 1:
            _signal(pid, signal.SIGSTOP)
            (seconds,) = self._draw.choices(FREEZES, FREEZE_WEIGHTS)
            self._thawing[pid] = time.monotonic() + seconds
            self.blows[f"{name} frozen"] += 1

    def _fell(self, database: Cluster) -> None:
        database.crash()
        time.sleep(self._draw.uniform(0, AWAY_SECONDS))
        database.start()
        self.blows[f"database{KILLED}"] += 1

    def _tend(self) -> None:
        for pid, until in list(self._thawing.items()):
            if time.monotonic() > until:
                self._thaw(pid)
        for name, process in self._running.items():
            if not process.is_alive():
                self.fell += name not in self._struck
                self._start(name)

    def _thaw(self, pid: int) -> None:
        del self._thawing[pid]
        _signal(pid, signal.SIGCONT)

    def _pids(self, name: str) -> list[int]:
        """The process, and what it forked."""
        pid = self._running[name].pid or 0
        try:
            return [pid, *(child.pid for child in psutil.Process(pid).children())]
        except psutil.NoSuchProcess:
            return [pid]

    def _start(self, name: str) -> None:
        self._struck.discard(name)
        words, environment = self._starts[name]
        log = self._folder / f"{name.replace(' ', '-')}.log"
        process = FORKED.Process(
            target=run_hansho, args=(words, environment, log), kwargs={"pictures": False}, daemon=True
        )
        process.start()
        self._running[name], self._started[name] = process, time.monotonic()


def _signal(pid: int, what: signal.Signals) -> None:
    """It may have just fallen, and be picked up in a moment."""
    with suppress(ProcessLookupError):
        os.kill(pid, what)
