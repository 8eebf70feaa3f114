"""What is due: verbs of the handlers, and the jobs that need a network or the masking process first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Final

from bot.application import Application
from bot.chat import ContentNotReady, SendFailed
from bot.jobs import Jobs
from bot.log import log
from bot.loop import fault_id
from handlers.commands.chat import Command
from handlers.commands.worker import DueCommand
from handlers.errors import HanshoError
from storage.leases import LeaseLost
from storage.retry import NOTHING
from storage.tables import DueKind, DueWork
from storage.unit_of_work import UnitOfWork

LEASE_SECONDS: Final = 30
"""A verb takes milliseconds, a broadcast to fifty stores a second or two, a call some seconds, waiting for SQLite's one
writer ten at most; a job's lease is renewed while it lasts. What a killed worker had in hand, such as the end of an
alert or a photo that was being fetched, is late by this much and no more."""

RENEW_SECONDS: Final = 10
"""Two renewals may fail, as while PostgreSQL restarts, before somebody else begins the same."""

ERRAND_SECONDS: Final = 120
"""Longer than any job takes; one that hangs is held no longer, and another worker begins it anew."""


class DueLoop:
    """One piece of work per step, ours for its lease; ``kinds`` keeps slow jobs apart from the clock's own work."""

    def __init__(self, app: Application, jobs: Jobs, kinds: Collection[DueKind]) -> None:
        self._app = app
        self._jobs = jobs
        self._kinds = tuple(kinds)

    def step(self) -> bool:
        """Do the next piece of work; False if nothing is due."""
        with self._app.database.unit_of_work(read_only=True) as uow:
            if not uow.due.waits(self._app.now(), self._kinds):
                return False
        with self._app.database.unit_of_work() as uow:
            work = uow.due.claim(self._app.now(), LEASE_SECONDS, self._kinds)
            uow.commit(lasting=False)
        if work is None:
            return False
        try:
            self._do(work)
        except LeaseLost:
            log().warning("work taken over", work=work.id)
        except Exception as fault:  # noqa: BLE001 - edge loop: the work stays in its row and is tried again
            self._failed(work, fault)
        return True

    def _do(self, work: DueWork) -> None:
        def done(uow: UnitOfWork) -> None:
            uow.due.done(work, self._app.now())

        job = self._jobs.by_kind.get(work.kind)
        command = self._held(work, job) if job else DueCommand(work.kind, work.case_id, work.arguments)
        try:
            if command is not None:
                self._app.run(command, also=done)
                return
        except HanshoError as error:
            log().info("due work refused", work=work.id, kind=work.kind, error=type(error).__name__)
        with self._app.database.unit_of_work() as uow:
            done(uow)
            uow.commit()

    def _held(self, work: DueWork, job: Callable[[DueWork], Command | None]) -> Command | None:
        """What comes of the job, during which the work stays ours."""
        over = threading.Event()
        threading.Thread(target=self._renew, args=(work, over), name=f"holding {work.kind}", daemon=True).start()
        try:
            return job(work)
        finally:
            over.set()

    def _renew(self, work: DueWork, over: threading.Event) -> None:
        for _ in range(int(ERRAND_SECONDS / RENEW_SECONDS)):
            if over.wait(RENEW_SECONDS):
                return
            try:
                with self._app.database.unit_of_work() as uow:
                    uow.due.prolong(work, self._app.now() + timedelta(seconds=LEASE_SECONDS))
                    uow.commit(lasting=False)
            except Exception as fault:  # noqa: BLE001 - edge loop: it is tried again, and the job notices at its end
                log().error("lease not renewed", work=work.id, fault=type(fault).__name__, id=fault_id())

    def _failed(self, work: DueWork, fault: Exception) -> None:
        error_id = fault_id()
        log().error("due work failed", work=work.id, kind=work.kind, fault=type(fault).__name__, id=error_id)
        asked = fault.asked if isinstance(fault, SendFailed | ContentNotReady) else NOTHING
        with self._app.database.unit_of_work() as uow:
            uow.due.retry(work, self._app.now(), error_id, asked)
            uow.commit()
