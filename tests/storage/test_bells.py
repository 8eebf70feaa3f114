"""A commit wakes whoever is to do what it left, at once, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from policy.lanes import Lane
from storage.bells import OUTBOX
from storage.tables import DueKind
from storage.unit_of_work import Database
from tests.world.databases import ON_SQLITE
from tests.world.rows import comes_in

pytestmark = ON_SQLITE

ALL = (*Lane, *DueKind, OUTBOX)


@pytest.fixture
def woken(database: Database) -> list[str]:
    """Who was woken so far."""
    heard: list[str] = []
    for bell in ALL:
        database.bells.listen([bell], lambda bell=bell: heard.append(bell))  # type: ignore[misc]
    return heard


def test_due_work_wakes_its_own_loop_once_it_is_kept(database: Database, woken: list[str], now: datetime) -> None:
    """However much of it there is; not before the commit, since a look would find nothing."""
    with database.unit_of_work() as uow:
        for subject in ("a", "b"):
            uow.due.plan(DueKind.MASK, subject, now)
        assert woken == []
        uow.commit()
    assert woken == [DueKind.MASK]


def test_what_is_not_kept_wakes_nobody(database: Database, woken: list[str], now: datetime) -> None:
    """A unit of work that fails leaves nothing to do."""
    with database.unit_of_work() as uow:
        uow.due.plan(DueKind.MASK, "a", now)
    assert woken == []


def test_work_brought_forward_wakes_its_loop(database: Database, woken: list[str], now: datetime) -> None:
    """What paused after a failure is tried now."""
    with database.unit_of_work() as uow:
        uow.due.plan(DueKind.ASK_QUOTA, "a", now + timedelta(hours=1))
        uow.commit()
    woken.clear()
    with database.unit_of_work() as uow:
        uow.due.hasten(DueKind.ASK_QUOTA, now)
        uow.commit()
    assert woken == [DueKind.ASK_QUOTA]


@pytest.mark.parametrize("lane", [*Lane])
def test_an_event_wakes_those_who_look_after_its_lane(
    database: Database, woken: list[str], now: datetime, lane: Lane
) -> None:
    """A stranger's flood is no member's delay."""
    with database.unit_of_work() as uow:
        comes_in(uow, "e1", "U1", now, b"{}", lane)
        uow.commit()
    assert woken == [lane]
