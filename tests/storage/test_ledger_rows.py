"""The ledger's rows: one order, one tree, whoever writes."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta

import pytest

from audit import merkle
from audit.event import Event
from storage.unit_of_work import Database
from tests.world.rows import Rows


def append(database: Database, now: datetime, *events: Event, **more: object) -> None:
    """Append in a unit of its own."""
    with database.unit_of_work() as uow:
        for event in events:
            uow.ledger.append(event, at=now, **more)  # type: ignore[arg-type]
        uow.commit()


def test_an_empty_ledger_has_the_empty_root(database: Database) -> None:
    """RFC 6962: the hash of nothing."""
    with database.unit_of_work(read_only=True) as uow:
        assert uow.ledger.head() == (0, merkle.EMPTY.hex())


def test_entries_are_chained_and_exported(database: Database, town: Rows, now: datetime) -> None:
    """R-097: what is exported hashes to the head."""
    append(database, now, Event.REPORT_OPEN, Event.PHOTO_KEEP, case_id=town.case, actor=town.reporter)
    append(database, now, Event.ALERT_SEND, case_id=town.case, details={"stores": 12})

    lines: list[str] = []
    with database.unit_of_work(read_only=True) as uow:
        size, root = uow.ledger.head()
        uow.ledger.export(lines.append, size)

    leaves = [bytes.fromhex(json.loads(line)["leaf"]) for line in lines]
    assert (size, root) == (3, merkle.root_of(leaves).hex())
    assert [json.loads(line)["entry"]["sequence"] for line in lines] == [0, 1, 2]


def test_personal_words_are_refused_when_they_are_written(database: Database, town: Rows, now: datetime) -> None:
    """R-097: the fault shows where it was made, and nothing of the unit is kept."""
    with database.unit_of_work() as uow, pytest.raises(ValueError, match="details"):
        uow.ledger.append(Event.REPORT_OPEN, at=now, case_id=town.case, details={"name": "火見 守"})


def test_a_case_s_entries_are_found(database: Database, town: Rows, now: datetime) -> None:
    """R-097: for whoever asks about one case."""
    append(database, now, Event.REPORT_OPEN, case_id=town.case)
    append(database, now + timedelta(days=1), Event.MEMBER_JOIN)

    with database.unit_of_work(read_only=True) as uow:
        assert [entry["event"] for entry in uow.ledger.of_case(town.case)] == ["case:report:open"]


def test_writers_at_the_same_time_make_one_chain(database: Database, now: datetime) -> None:
    """No place is given twice, none is left out, and the head fits the rows."""

    def write() -> None:
        for _ in range(10):
            append(database, now, Event.HOLD_SET, Event.HOLD_END)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    lines: list[str] = []
    with database.unit_of_work(read_only=True) as uow:
        size, root = uow.ledger.head()
        uow.ledger.export(lines.append, size)
    entries = [json.loads(line)["entry"] for line in lines]
    assert [entry["sequence"] for entry in entries] == list(range(80))
    assert [entry["event"] for entry in entries[::2]] == ["case:hold:set"] * 40
    assert root == merkle.root_of([bytes.fromhex(json.loads(line)["leaf"]) for line in lines]).hex()
    assert size == 80
