"""Everything that runs beside the web server: inbox, outbox, due work, and what is planned every half hour."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Final

from bot.application import Application
from bot.chat import ChatPlatform
from bot.due_loop import DueLoop
from bot.health import Beat
from bot.inbox_loop import InboxLoop
from bot.jobs import CALLS, OUTSIDE, SLOW, Jobs
from bot.log import log
from bot.loop import QUIET_SECONDS, Loop
from bot.outbox_loop import OutboxLoop
from bot.starting import in_turn
from handlers.approval.quota import plan_quota_question
from handlers.audit.checkpoint import plan_checkpoints
from handlers.audit.digest import plan_weekly
from handlers.network.desk import plan_first_question
from handlers.network.training import plan_training
from handlers.notices.watch import plan_notices
from handlers.retention.people import plan_forgetting
from handlers.rights.trial import plan_trial
from handlers.routing import DUE
from masking import MaskingError, MaskingPool
from masking.process.walls import lacking
from policy.lanes import MEMBERS, Lane
from storage.bells import OUTBOX

STRANGERS: Final = (Lane.STRANGER,)

STRANGER_REST: Final = 0.1
"""At most ten strangers' events a second: newcomers wait some seconds on a bad day, members no longer than ever."""

FETCHERS: Final = 2
"""One photo that trickles in doesn't hold up the next."""

FORGET_SECONDS: Final = 2
"""How long masking may remember a picture that is gone; each look takes a thousandth of a second."""

WARM_SECONDS: Final = 10
"""How soon it is noticed that the child is gone, or that a decoding service is back: one look at a socket."""

BEAT_SECONDS: Final = 5
PLAN_SECONDS: Final = 30 * 60
STOP_SECONDS: Final = 14
"""How long everything together may take to finish what is at hand: a message that LINE leaves hanging is given up after
13 seconds and its attempt recorded. What takes longer, such as a picture, is begun again from its row."""


class Worker:
    """Start and stop of all loops; any number of processes may run one (state lives in rows)."""

    def __init__(self, app: Application, platforms: Mapping[str, ChatPlatform], pool: MaskingPool) -> None:
        self._app = app
        self._pool = pool
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._masks: bool | None = None
        self._outbox = OutboxLoop(app, platforms)
        jobs = Jobs(app, platforms, pool)
        pictures = jobs.by_kind.keys() - SLOW - OUTSIDE - CALLS
        members, strangers = (InboxLoop(app, platforms, lanes) for lanes in (MEMBERS, STRANGERS))
        due = partial(DueLoop, app, jobs)
        self._loops = [
            # One: a second would make each unit twice as long, in which SQLite's one writer holds all others up.
            self._woken("inbox", members.step, MEMBERS),
            self._woken("strangers", strangers.step, STRANGERS, rest=STRANGER_REST),
            *(self._woken(f"fetching-{number}", due(OUTSIDE).step, OUTSIDE) for number in range(FETCHERS)),
            self._woken("pictures", due(pictures).step, pictures),
            self._woken("calls", due(CALLS).step, CALLS),
            self._woken("videos", due(SLOW).step, SLOW),
            self._woken("outbox", self._outbox.step, (OUTBOX,), QUIET_SECONDS),
            self._woken("clock", due(DUE).step, DUE),
        ]
        self._rounds = [
            Loop("looking", self._look, QUIET_SECONDS),
            Loop("beat", self._beat, BEAT_SECONDS),
            Loop("plan", self._plan, PLAN_SECONDS),
            Loop("forgetting", jobs.forget, FORGET_SECONDS),
        ]
        self._warming = Loop("warming", self._warm, WARM_SECONDS)

    def start(self) -> None:
        """Begin all loops; the masking process loads its models meanwhile."""
        in_turn(self._app.database.sign_on)
        for loop in (*self._loops, *self._rounds, self._warming):
            loop.start()
        if missing := lacking():
            log().warning("pictures are decoded without walls", missing=missing)
        log().info("worker started", name=self._name)

    def stop(self) -> None:
        """Finish what is at hand, leave the rest in its rows."""
        end = time.monotonic() + STOP_SECONDS
        everything = (*self._loops, *self._rounds)
        self._warming.halt()  # and is not waited for: it may be loading models, for nobody
        for loop in everything:
            loop.halt()
        for loop in everything:
            loop.join(end - time.monotonic())
        self._outbox.close()
        # A call in progress holds the pool; its process ends with ours anyway.
        closing = threading.Thread(target=self._pool.close, daemon=True)
        closing.start()
        closing.join(max(0.0, end - time.monotonic()))
        self._app.database.sign_off()
        log().info("worker stopped", name=self._name)

    def _woken(
        self, name: str, step: Callable[[], bool], bells: Collection[str], pause: float | None = None, rest: float = 0.0
    ) -> Loop:
        """A loop that looks at once when one of these bells rings: strangers wake nobody who is there for members."""
        loop = Loop(name, step, pause, rest=rest)
        self._app.database.bells.listen(bells, loop.ring)
        return loop

    def _look(self) -> bool:
        """One look for all: at what other processes left, and at what has fallen due meanwhile."""
        now = self._app.now()
        with self._app.database.unit_of_work(read_only=True) as uow:
            waiting = uow.due.waiting(now) | uow.inbox.waiting(now)
        self._app.database.bells.sound(waiting)
        return False

    def _beat(self) -> bool:
        """We are here; and nothing waits because the clock was set back."""
        now = self._app.now()
        with self._app.database.unit_of_work() as uow:
            for beat in (Beat.WORKER, *([Beat.MASKING] if self._masks else [])):
                uow.heartbeats.set(f"{beat}:{self._name}", now)
            uow.catch_up(now)
            uow.commit()
        return False

    def _warm(self) -> bool:
        """A child for pictures is there; if none can be, the log says so once, and ``/readyz`` as long as it lasts."""
        try:
            self._pool.warm()
        except MaskingError as error:
            if self._masks is not False:
                log().error("no picture can be masked", why=str(error))
            self._masks = False
        else:
            if self._masks is False:
                log().info("pictures are masked again")
            self._masks = True
        return False

    def _plan(self) -> bool:
        """Plan the next digest, ask for the month's messages, and sweep out what is finished and of no case (R-043)."""
        with self._app.writing() as ctx:
            if ctx.uow.stores.has_network():
                plan_weekly(ctx)
                plan_checkpoints(ctx)
                plan_training(ctx)
                plan_notices(ctx)
                plan_trial(ctx)
                plan_forgetting(ctx)
                plan_quota_question(ctx.now, ctx)
                plan_first_question(ctx)
            ctx.uow.tidy(ctx.now)
            ctx.uow.commit()
        return False
