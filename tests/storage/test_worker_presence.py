"""Work that a killed worker had in hand, on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from storage.unit_of_work import Database, UnitOfWork
from tests.world.rows import Rows, comes_in

LEASE_SECONDS = 120
EVERYTHING = 3


@pytest.fixture
def database(sqlite_url: str, master_keys: str) -> Iterator[Database]:
    """As a worker process opens it."""
    opened = Database(sqlite_url, master_keys=master_keys)
    yield opened
    opened.sign_off()
    opened.close()


@pytest.fixture
def another(sqlite_url: str, master_keys: str) -> Iterator[Database]:
    """As a second worker process opens it."""
    opened = Database(sqlite_url, master_keys=master_keys)
    yield opened
    opened.sign_off()
    opened.close()


@pytest.fixture(autouse=True)
def _claimed(database: Database, town: Rows, now: datetime) -> None:
    """Somebody has an event, a card and a job in hand."""
    with database.unit_of_work() as uow:
        comes_in(uow, "event", "sender", now)
        uow.outbox.queue(account_id=town.account, card_json=b"{}", topic="t", now=now)
        uow.due.plan("expire", town.case, now)
        uow.session.flush()
        assert taken(uow, now) == EVERYTHING
        uow.commit()


def taken(uow: UnitOfWork, now: datetime) -> int:
    """How much of it somebody who looks now gets."""
    cards = uow.outbox.claim(now, 9, LEASE_SECONDS)
    event, work = uow.inbox.claim(now, LEASE_SECONDS), uow.due.claim(now, LEASE_SECONDS)
    return len(cards) + (event is not None) + (work is not None)


def test_is_done_at_once_by_the_next_one(database: Database, now: datetime) -> None:
    """A shop that starts the bot again after a power cut does not wait two minutes for its alert."""
    with database.unit_of_work() as uow:
        assert taken(uow, now) == 0
    database.sign_on()
    with database.unit_of_work() as uow:
        assert taken(uow, now) == EVERYTHING


def test_stays_with_whoever_is_alive(database: Database, another: Database, now: datetime) -> None:
    """A second worker takes nothing out of the first one's hands, until that one has stopped."""
    database.sign_on()
    with database.unit_of_work() as uow:
        assert taken(uow, now) == EVERYTHING
        uow.commit()
    another.sign_on()
    with another.unit_of_work() as uow:
        assert taken(uow, now) == 0
    database.sign_off()
    another.sign_on()
    with another.unit_of_work() as uow:
        assert taken(uow, now) == EVERYTHING
