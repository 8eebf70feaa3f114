"""The demo town with its bot in a process of its own, which can be killed at any moment and started again."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Self, TypeVar

import httpx
import psutil
from sqlalchemy import func, select

from bot.cli import main
from masking import MaskingPool
from simulator.screen import words
from simulator.webhook_delivery import LOOPBACK
from storage.tables import OPEN, CaseKey, DueWork, InboxEvent, InboxState, OutboxMessage, VaultObject
from storage.unit_of_work import UnitOfWork
from tests.world.over_http import PATIENCE, TownOverHttp

START_SECONDS = 120
"""On a busy machine; three to four when idle."""

LOOK_EVERY, LOOK_CLOSELY = 0.05, 0.002
"""Seconds between two looks; some windows to kill in are a few milliseconds long."""

SENDERS = 2
"""Few, so that there is a middle of the sending to be killed in."""

LEASES = (InboxEvent.lease_until, OutboxMessage.lease_until, DueWork.lease_until)

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload([__name__, "bot.cli.run", "bot.line.platform", "bot.slack.platform"])
"""A bot is forked off a process that has loaded all of it: that takes longer than the rest, and there are many."""

Seen = TypeVar("Seen")


def run_hansho(words: tuple[str, ...], environment: dict[str, str], log: Path, *, pictures: bool = True) -> None:
    """As ``hansho`` typed with these words; everything it prints goes to the log."""
    with log.open("ab") as printed:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(printed.fileno(), stream.fileno())
    os.setsid()  # what befalls it befalls its worker too
    os.environ.clear()
    os.environ.update(environment)
    if not pictures:
        MaskingPool.warm = lambda _: None  # type: ignore[method-assign]
    main(words)


class TownAsProcess(TownOverHttp):
    """As ``TownOverHttp``; the bot is ``hansho serve`` in a process of its own. We only look into its database.

    ``pictures``: whether the story has one. If not, no start of the bot spends its seconds on loading the models.
    """

    def __init__(
        self, folder: Path, database_url: str, master_keys: str, *, pictures: bool = True, **changed: str
    ) -> None:
        pool = MaskingPool(Path(".models"), memory_mb=2000, seconds=60)
        super().__init__(folder, database_url, master_keys, pool, **changed)
        self._pictures = pictures
        self._process: BaseProcess | None = None
        self.log = folder / "bot.log"
        self.database_files = [folder / "hansho.sqlite3", folder / "hansho.sqlite3-wal"]

    def __enter__(self) -> Self:
        with ExitStack() as entering:
            entering.callback(self._stack.close)
            self._open_world()
            self._bot_socket.close()
            self._stack.callback(self._end)
            self.start()
            entering.pop_all()
        return self

    # --- the process ---

    def start(self, *options: str) -> None:
        """``hansho serve`` with these options, until it listens; its worker runs by then."""
        self._process = self._forked("serve", *options)
        self.until(self._answers, "the bot to listen", START_SECONDS)

    def kill(self) -> None:
        """SIGKILL: no warning, no clean-up."""
        self._signal(signal.SIGKILL)
        self._running.join(PATIENCE)
        assert self._running.exitcode == -signal.SIGKILL

    def terminate(self) -> float:
        """SIGTERM; the seconds until it is gone."""
        began = time.monotonic()
        self._signal(signal.SIGTERM)
        self._running.join(60)
        return time.monotonic() - began

    def lose_its_worker(self) -> None:
        """SIGKILL to the process that answers; the one that listens lives on."""
        [worker] = psutil.Process(self._running.pid).children()
        worker.kill()

    def cost(self) -> tuple[float, int]:
        """Seconds of processor, and bytes of memory now, of all its processes."""
        bot = psutil.Process(self._running.pid)
        ours = [bot, *bot.children(recursive=True)]
        return sum(sum(one.cpu_times()[:2]) for one in ours), sum(one.memory_info().rss for one in ours)

    def exit_code(self) -> int | None:
        """With what status it ended by itself."""
        self._running.join(PATIENCE)
        return self._running.exitcode

    def let_leases_end(self) -> float:
        """Time passes until what a dead process had in hand is free again; returns how many seconds that takes."""
        found = [self.read(lambda uow, of=of: uow.session.scalar(select(func.max(of)))) for of in LEASES]
        ahead = max((lease - self.app.now() for lease in found if lease), default=timedelta())
        if ahead > timedelta():
            self.people.wait(seconds=ahead.total_seconds() + 0.1)
        return ahead.total_seconds()

    def come_back(self) -> None:
        """Started again, as a supervisor would."""
        self.start()
        self.let_leases_end()

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Frozen between two commits; a ``hansho worker`` beside it takes over what it had in hand. Then it wakes."""
        self._signal(signal.SIGSTOP)
        while self._is_writing():
            self._signal(signal.SIGCONT)
            time.sleep(LOOK_CLOSELY)
            self._signal(signal.SIGSTOP)
        other = self._forked("worker")
        try:
            self.let_leases_end()
            yield
        finally:
            other.kill()
            other.join(PATIENCE)
            self.let_leases_end()
            self._signal(signal.SIGCONT)

    # --- looking ---

    def until(self, look: Callable[[], Seen], what: str, seconds: float = PATIENCE, *, closely: bool = False) -> Seen:
        """What ``look`` finds, as soon as it finds something."""
        end = time.monotonic() + seconds
        while not (found := look()):
            assert time.monotonic() < end, f"waited {seconds} s for {what}\n{self.log.read_text()[-2000:]}"
            time.sleep(LOOK_CLOSELY if closely else LOOK_EVERY)
        return found

    def read(self, look: Callable[[UnitOfWork], Seen]) -> Seen:
        """Something from the bot's database."""
        with self.reading() as uow:
            return look(uow)

    def quiet(self) -> bool:
        """Whether nothing is waiting in the inbox or outbox."""
        return not self._count(InboxEvent, InboxEvent.state == InboxState.NEW) and not self.waiting()

    def waiting(self) -> int:
        """Cards that have not left."""
        return self._count(OutboxMessage, OutboxMessage.state.in_(OPEN))

    def at_work_on(self, kind: str) -> bool:
        """Whether a worker has this due work in hand."""
        return bool(self._count(DueWork, DueWork.kind == kind, DueWork.done_at.is_(None), DueWork.attempts > 0))

    def handling(self, platform: str) -> bool:
        """Whether a worker is handling an event of that platform."""
        return bool(self._count(InboxEvent, InboxEvent.platform == platform, InboxEvent.state == InboxState.NEW))

    def kept(self, *kinds: str) -> tuple[int, int]:
        """Objects in the vault, and keys that could still open something; of these kinds or of all."""
        kinds = kinds or ("original", "masked", "text")
        objects = self._count(VaultObject, VaultObject.kind.in_(kinds))
        return objects, self._count(CaseKey, CaseKey.kind.in_(kinds), CaseKey.wrapped.is_not(None))

    def secrets(self) -> list[bytes]:
        """Everything sealed and every wrapped key, as the bytes lie in the database."""
        sealed = self.read(lambda uow: [*uow.session.scalars(select(VaultObject.sealed))])
        keys = self.read(lambda uow: [*uow.session.scalars(select(CaseKey.wrapped))])
        return [*sealed, *(key for key in keys if key)]

    def on_disk(self, data: bytes) -> bool:
        """Whether these bytes lie in the database's files.

        Read by another process: closing a file ends all locks of ours on it, and the bot would take us for gone.
        """
        return any(
            data in subprocess.run(["cat", file], capture_output=True, check=False).stdout
            for file in self.database_files
        )

    def inboxes(self) -> dict[str, list[str]]:
        """What the bot's messages on each phone say; read in this process, since the windows to kill in are short."""
        return {
            owner: [words(bubble.raw) for bubble in list(bubbles) if not bubble.mine and not bubble.removed]
            for owner, bubbles in self.sent.items()
        }

    def who_got(self, *phrases: str) -> list[str]:
        """User ids, one for each message that contains one of these phrases."""
        inboxes = self.inboxes().items()
        return [owner for owner, texts in inboxes for text in texts if any(phrase in text for phrase in phrases)]

    def nobody_got_anything_twice(self) -> None:
        """No two messages on anybody's phone say the same, but for those that were redrawn at the end."""
        for owner, texts in self.inboxes().items():
            told = Counter(text for text in texts if "この事案は終了しました" not in text)
            text, times = max(told.items(), key=lambda said: said[1], default=("", 1))
            assert times == 1, f"{owner} got {times} times: {text}"

    # --- how ---

    @property
    def _running(self) -> BaseProcess:
        assert self._process is not None
        return self._process

    def _signal(self, number: int) -> None:
        assert self._running.is_alive(), self.log.read_text()[-2000:]
        os.killpg(self._running.pid or 0, number)

    def _answers(self) -> bool:
        assert self._running.is_alive(), self.log.read_text()[-2000:]
        try:
            return httpx.get(f"{self.bot_url}/healthz", trust_env=False, verify=LOOPBACK, timeout=5).is_success
        except httpx.TransportError:
            return False

    def _forked(self, *words: str) -> BaseProcess:
        arguments = (words, {**self.environment(), "HANSHO_SENDERS": str(SENDERS)}, self.log)
        forked = FORKED.Process(target=run_hansho, args=arguments, kwargs={"pictures": self._pictures}, daemon=True)
        forked.start()
        return forked

    def _is_writing(self) -> bool:
        """Whether SQLite's one lock for writing is taken; with PostgreSQL nobody waits for it."""
        if not self.database_files[0].exists():
            return False
        with closing(sqlite3.connect(self.database_files[0], timeout=0.1)) as asking:
            try:
                asking.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
            return False

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid or 0, signal.SIGKILL)
        self._running.join(PATIENCE)

    def _count(self, table: type, *conditions: object) -> int:
        counting = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
        return int(self.read(lambda uow: uow.session.scalars(counting).one()))
