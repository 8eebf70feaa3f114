"""PostgreSQL is stopped under a running bot and started again, while people go on writing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

import pytest
import structlog

from bot.starting import in_turn
from storage.tables import InboxEvent, InboxState
from storage.unit_of_work import Database
from tests.world.as_process import TownAsProcess
from tests.world.over_http import wait_until
from tests.world.postgres import NEEDED, Cluster, folder
from tests.world.wire import line_once, of_line, on_line, on_slack, slack_once

pytestmark = [pytest.mark.postgres, NEEDED]

A_MOMENT, AWAY = 0.5, 3.0
"""Seconds: shorter than LINE waits, as a restart is; and longer."""

THEY_WAIT, A_BUSY_MACHINE = 3.0, 5.0
"""Seconds; together still shorter than the ten that the database itself would be waited for."""

EVERY = 0.25

TAKEN_OVER = 30
"""Seconds after which what was in hand goes on at the latest."""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A server that nobody else uses."""
    with folder() as made:
        cluster = Cluster(made / "db")
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture
def town(tmp_path: Path, cluster: Cluster, master_keys: str) -> Iterator[TownAsProcess]:
    """A town on it, and its ``hansho serve``."""
    empty = Database(cluster.url, master_keys=master_keys, key_folder=tmp_path / "keys")
    empty.migrate()
    empty.close()
    with TownAsProcess(tmp_path, cluster.url, master_keys, pictures=False) as made:
        yield made


class Platforms:
    """LINE and Slack: a message every quarter of a second, from one person after the other, and what was answered."""

    def __init__(self, town: TownAsProcess) -> None:
        self._url = town.bot_url
        self._phones = [phone for phone in town.people.phones() if phone.code][:12]
        self._sent = 0
        self.answers: dict[str, tuple[int, float]] = {}
        """Event id → status, and seconds until it came."""

    def say(self) -> None:
        self._sent += 1
        number, sender = f"e{self._sent}", self._phones[self._sent % len(self._phones)]
        began = time.monotonic()
        if sender.platform == "line":
            status = line_once(self._url, of_line(on_line(sender.user_id, "状況", number)))
        else:
            status = slack_once(self._url, on_slack(sender.user_id, "状況", number))
        self.answers[number] = (status, time.monotonic() - began)


def test_while_postgres_restarts_they_wait_hear_503_and_lose_nothing(town: TownAsProcess, cluster: Cluster) -> None:
    """R-064: a short absence is waited out, a long one is 503 in time, never 500; what was acknowledged is done."""
    channel = Platforms(town)
    with ExitStack() as stack:
        senders = stack.enter_context(ThreadPoolExecutor(40))

        def go_on(seconds: float) -> None:
            for _ in range(int(seconds / EVERY)):
                senders.submit(channel.say)
                time.sleep(EVERY)

        for away in (A_MOMENT, AWAY):
            go_on(0.5)
            cluster.stop()
            go_on(away)
            cluster.start()
        go_on(0.5)

    assert {status for status, _ in channel.answers.values()} == {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    assert max(seconds for _, seconds in channel.answers.values()) < THEY_WAIT + A_BUSY_MACHINE
    kept = {number for number, (status, _) in channel.answers.items() if status == HTTPStatus.OK}

    def done() -> bool:
        with town.reading() as uow:
            return kept <= {e.event_id for e in uow.session.query(InboxEvent).filter_by(state=InboxState.DONE)}

    assert town.let_leases_end() <= TAKEN_OVER
    wait_until(done, "what was acknowledged to be done")


def test_who_starts_while_postgres_is_away_waits_for_it(tmp_path: Path, cluster: Cluster, master_keys: str) -> None:
    """R-064: a machine starts everything at once; the bot doesn't end since its database takes longer."""
    starting = Database(cluster.url, master_keys=master_keys, key_folder=tmp_path / "keys")
    cluster.stop()
    with structlog.testing.capture_logs() as said, ThreadPoolExecutor(1) as beside:
        start = beside.submit(in_turn, starting.migrate)
        wait_until(lambda: said, "it to say that it waits")
        cluster.start()
        start.result(60)
    starting.close()
