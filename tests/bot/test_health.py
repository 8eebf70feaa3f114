"""``/readyz`` and what it stands on: heartbeats that come late rather than not at all, and work a dead worker held."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from fastapi import APIRouter
from pydantic import SecretStr
from sqlalchemy import select

from bot.application import Application
from bot.chat import Allowance, SendFailed
from bot.due_loop import LEASE_SECONDS, DueLoop
from bot.health import MISSING, STALE, Beat, health
from bot.jobs import Jobs
from bot.refusals import Refusal, refused
from bot.settings import Settings
from bot.worker import Worker
from masking import MaskingPool
from masking.process.messages import send
from policy.lanes import Lane
from storage.tables import DueKind, DueWork, Failure
from storage.unit_of_work import Database
from tests.bot.stages import Stage
from tests.world.databases import ON_SQLITE
from tests.world.over_http import wait_until
from tests.world.ports import SECRETS, ports
from tests.world.rows import comes_in
from tests.world.wire import HTTP


@dataclass
class Line:
    """LINE at the other end of the wire, asked for its quota; ``killed``: we die in the middle of the call."""

    killed: bool = False
    trouble: SendFailed | None = None
    meanwhile: Callable[[], None] = lambda: None

    def allowance(self) -> Allowance:
        """No limit."""
        self.meanwhile()
        if self.killed:
            raise KeyboardInterrupt
        if self.trouble:
            raise self.trouble
        return Allowance(None, 0)


class Watch:
    """An operator looking at ``/readyz``, with a clock of their own."""

    def __init__(self, database: Database, now: datetime, url: str) -> None:
        self.now = now
        self.database = database
        self.url = url
        settings = Settings(_env_file=None, public_url=url, demo=True, **SECRETS)
        self.app = Application(settings, database, ports(), lambda: self.now)

    def ready(self) -> tuple[int, str]:
        """The status code and the sentence."""
        answer = HTTP.get(f"{self.url}/readyz")
        return answer.status_code, answer.json()["status"]

    def asks(self, address: str, authorization: str) -> int:
        """The status code alone."""
        return HTTP.get(f"{self.url}{address}", headers={"authorization": authorization}).status_code

    def figures(self) -> str:
        """What ``/metrics`` tells."""
        return HTTP.get(f"{self.url}/metrics").text

    def beat(self, *of: Beat) -> None:
        """A worker is heard of."""
        with self.database.unit_of_work() as uow:
            for beat in of or Beat:
                uow.heartbeats.set(f"{beat}:here:1", self.now)
            uow.commit()

    def worker(self, line: Line | None) -> DueLoop:
        """The clock's loop of a worker that was just started; None: LINE is not set up."""
        jobs = Jobs(self.app, {"line": line} if line else {}, None)  # type: ignore[arg-type, dict-item]
        return DueLoop(self.app, jobs, ("ask_quota", "ask_access"))


@pytest.fixture
def watch(database: Database, now: datetime, bot_stage: Stage, listen: Callable[[APIRouter], None]) -> Watch:
    """An empty database behind a real socket."""
    made = Watch(database, now, bot_stage.url)
    listen(health(made.app))
    return made


def test_it_is_ready_while_a_worker_is_heard_of(watch: Watch) -> None:
    """No worker, one that can mask no picture, a worker, a silent worker; each with what to do."""
    assert watch.ready()[0] == 503
    watch.beat(Beat.WORKER)
    assert watch.ready() == (503, "no picture can be masked: `hansho doctor`, where a worker runs, says why")
    watch.beat()
    assert watch.ready() == (200, "ok")
    watch.now += STALE + timedelta(seconds=1)
    assert "start `hansho worker`" in watch.ready()[1]
    assert HTTP.get(f"{watch.url}/healthz").json() == {"status": "ok"}


def test_a_worker_is_ready_once_somebody_decodes_for_it(watch: Watch, tmp_path: Path) -> None:
    """R-064: while the decoding service is away all else goes on, and whoever looks reads why pictures wait."""
    pool = MaskingPool(tmp_path, memory_mb=0, seconds=5, decoder=tmp_path / "socket")
    worker = Worker(watch.app, {}, pool)
    worker._warm()
    worker._beat()
    assert watch.ready() == (503, MISSING[Beat.MASKING])
    with socket.socket(socket.AF_UNIX) as service, ThreadPoolExecutor(1) as threads, pool:
        service.bind(str(tmp_path / "socket"))
        service.listen()
        warming = threads.submit(worker._warm)
        line = Connection(service.accept()[0].detach())
        send(line, {"kind": "ready"})
        warming.result()
        worker._beat()
        assert watch.ready() == (200, "ok")
        line.close()
    worker._outbox.close()


def test_one_look_wakes_whoever_has_work(watch: Watch, tmp_path: Path) -> None:
    """R-040, R-123: what another process left and what has come due; not what lies ahead or is in somebody's hand."""
    woken: list[str] = []
    for bell in (*DueKind, *Lane):
        watch.database.bells.listen([bell], partial(woken.append, bell))
    worker = Worker(watch.app, {}, MaskingPool(tmp_path, memory_mb=0, seconds=5))
    with watch.database.unit_of_work() as uow:
        comes_in(uow, "e1", "anna", watch.now)
        uow.due.plan(DueKind.REMIND_APPROVERS, "soon", watch.now + timedelta(minutes=1))
        uow.due.plan(DueKind.ASK_QUOTA, "in hand", watch.now)
        uow.due.claim(watch.now, LEASE_SECONDS)
        uow.commit()
    for minutes, wakes in ((0, {Lane.PROMPT}), (1, {Lane.PROMPT, DueKind.REMIND_APPROVERS, DueKind.ASK_QUOTA})):
        woken.clear()
        watch.now += timedelta(minutes=minutes)
        worker._look()
        assert set(woken) == wakes
    worker._outbox.close()


def test_a_clock_set_back_hides_no_missing_worker(watch: Watch) -> None:
    """A beat from the future is no sign of life; the worker's next one, by the clock as it is now, is."""
    watch.beat()
    watch.now -= timedelta(hours=1)
    assert watch.ready()[0] == 503
    watch.beat()
    assert watch.ready() == (200, "ok")


def test_what_a_killed_worker_had_in_hand_is_late_for_half_a_minute(watch: Watch) -> None:
    """R-043: "not ready" is the truth meanwhile; then the next worker takes it over, and all is well again."""
    with watch.database.unit_of_work() as uow:
        uow.due.plan("ask_quota", "line", watch.now - timedelta(minutes=6), arguments={"platform": "line"})
        uow.commit()
    with pytest.raises(KeyboardInterrupt):
        watch.worker(Line(killed=True)).step()
    watch.beat()
    assert watch.ready() == (503, "due work is more than 5 min late")

    next_worker = watch.worker(Line())
    watch.now += timedelta(seconds=LEASE_SECONDS - 1)
    assert not next_worker.step()
    watch.now += timedelta(seconds=1)
    assert next_worker.step()
    watch.beat()
    assert watch.ready() == (200, "ok")


def test_a_chat_that_is_not_set_up_is_asked_nothing_and_leaves_nothing_late(watch: Watch) -> None:
    """R-043, R-078: a town may have LINE alone, or Slack; all chats that there are were planned to be asked."""
    with watch.database.unit_of_work() as uow:
        for kind in ("ask_quota", "ask_access"):
            uow.due.plan(kind, "line", watch.now, arguments={"platform": "line"})
        uow.commit()
    while watch.worker(None).step():
        pass
    watch.now += timedelta(minutes=6)
    watch.beat()
    assert watch.ready() == (200, "ok")


def test_a_job_that_takes_longer_than_its_lease_is_begun_once(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live worker's lease is renewed, so that it can be as short as that of a dead one should be."""
    monkeypatch.setattr("bot.due_loop.RENEW_SECONDS", 0.02)
    with watch.database.unit_of_work() as uow:
        uow.due.plan("ask_quota", "line", watch.now, arguments={"platform": "line"})
        uow.commit()
    next_worker = watch.worker(Line())

    def takes_a_minute() -> None:
        for _ in range(3):
            watch.now += timedelta(seconds=LEASE_SECONDS - 10)
            wait_until(lambda: lease(watch) >= watch.now + timedelta(seconds=LEASE_SECONDS), "the lease to be renewed")
            assert not next_worker.step()

    assert watch.worker(Line(meanwhile=takes_a_minute)).step()
    watch.now += timedelta(hours=1)
    assert not next_worker.step()


def lease(watch: Watch) -> datetime:
    """Until when the one piece of work is somebody's."""
    with watch.database.unit_of_work(read_only=True) as uow:
        return uow.session.scalars(select(DueWork.lease_until)).one() or watch.now


def test_due_work_waits_as_long_as_the_platform_asks(watch: Watch) -> None:
    """Retry-After is kept by whatever asks the platform, not by cards alone."""
    with watch.database.unit_of_work() as uow:
        uow.due.plan("ask_quota", "line", watch.now, arguments={"platform": "line"})
        uow.commit()
    worker = watch.worker(Line(trouble=SendFailed(Failure.RATE, timedelta(seconds=40))))
    assert worker.step()
    watch.now += timedelta(seconds=39)
    assert not worker.step()
    watch.now += timedelta(seconds=1)
    assert worker.step()


def test_the_messages_that_are_left_are_told_for_each_platform_that_counts_them(watch: Watch) -> None:
    """R-078: an operator buys more before a recall could fail; where nothing is counted nothing is told."""
    with watch.database.unit_of_work() as uow:
        uow.quota.set("line", 5000, 4800, watch.now)
        uow.quota.set("slack", None, 10, watch.now)
        uow.commit()
    assert "hansho_line_messages_left 200.0" in watch.figures()
    assert "hansho_slack_messages_left" not in watch.figures()


def test_only_whoever_has_the_token_sees_how_we_are(watch: Watch, listen: Callable[[APIRouter], None]) -> None:
    """R-064: to others there is no such address, with a token set or without; ``/healthz`` is open."""
    token = "of an operator, long enough to be one"
    for ours in ("", token):
        hidden = {"demo": False, "metrics_token": SecretStr(ours)}
        listen(health(replace(watch.app, settings=watch.app.settings.model_copy(update=hidden))))
        for given in ("", "Bearer", f"Bearer {token[:-1]}", token):
            assert [watch.asks(address, given) for address in ("/readyz", "/metrics")] == [404, 404]
        seen = [watch.asks(address, f"Bearer {token}") for address in ("/readyz", "/metrics")]
        assert seen == ([503, 200] if ours else [404, 404])
        assert watch.asks("/healthz", "") == 200


@ON_SQLITE
@pytest.mark.parametrize("refusal", Refusal)
def test_what_was_turned_away_is_counted(watch: Watch, refusal: Refusal) -> None:
    """R-064: an operator sees an attack begin; each series is there from the start."""
    named = f'hansho_refused_total{{what="{refusal}"}} '
    before = float(watch.figures().split(named)[1].split()[0])
    refused(refusal)
    assert f"{named}{before + 1}" in watch.figures()
