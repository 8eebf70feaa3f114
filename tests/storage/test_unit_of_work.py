"""What a unit of work promises: all or nothing, no lost updates, no wrong databases."""

from __future__ import annotations

import fcntl
import itertools
import os
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from audit.event import Event
from storage import engine, writers
from storage.tables import Case, Heartbeat, InboxEvent
from storage.unit_of_work import Database
from tests.world.as_process import FORKED
from tests.world.rows import Rows, comes_in, is_kept
from tests.world.waiting import until


def test_a_unit_that_is_not_committed_leaves_nothing(database: Database, town: Rows, now: datetime) -> None:
    """Nothing half done: rows, cards, due work, secrets and ledger entries go together or not at all."""
    for committed in (False, True):
        with database.unit_of_work() as uow:
            uow.add(Heartbeat(name="loop", at=now))
            uow.outbox.queue(account_id=town.account, card_json=b"{}", topic="t", now=now)
            uow.due.plan("expire", "1", now)
            uow.vault.put(town.case, "text", "report", b"secret", now)
            uow.ledger.append(Event.REPORT_OPEN, at=now, case_id=town.case)
            if committed:
                uow.commit()

        with database.unit_of_work() as uow:
            kept = [
                "loop" in uow.heartbeats.all(),
                bool(uow.outbox.claim(now, 1, 60)),
                uow.due.claim(now, 60) is not None,
                is_kept(uow, town.case, "text", "report"),
                uow.ledger.head()[0] == 1,
            ]

        assert [committed] * 5 == kept


def test_no_row_without_an_end_date(database: Database, town: Rows) -> None:
    """R-043: the database itself refuses a case that would live for ever."""
    with database.unit_of_work() as uow:
        case = uow.cases.get(town.case)
        case.expires_at = None  # type: ignore[assignment]
        with pytest.raises(IntegrityError):
            uow.session.flush()


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    """A naive time would be read as UTC on one machine and as Japanese time on another."""
    naive = datetime(2026, 11, 23, 5, 0)  # noqa: DTZ001 - the mistake under test
    with database.unit_of_work() as uow, pytest.raises(StatementError, match="without a zone"):
        uow.add(Heartbeat(name="loop", at=naive))


def test_times_come_back_in_utc(database: Database) -> None:
    """Whatever zone a time had, it is the same moment, in UTC."""
    tokyo = timezone(timedelta(hours=9))
    with database.unit_of_work() as uow:
        uow.heartbeats.set("loop", datetime(2026, 11, 23, 14, 0, 0, 123456, tokyo))
        uow.commit()

    with database.unit_of_work(read_only=True) as uow:
        at = uow.heartbeats.all()["loop"]

    assert datetime(2026, 11, 23, 5, 0, 0, 123456, UTC) == at
    assert at.tzinfo is UTC


def test_a_read_only_unit_refuses_to_write(database: Database, now: datetime) -> None:
    """A page that only shows something can't change anything, and the next unit can again."""
    with database.unit_of_work(read_only=True) as uow, pytest.raises(DBAPIError):
        uow.add(Heartbeat(name="loop", at=now))

    with database.unit_of_work() as uow:
        uow.add(Heartbeat(name="loop", at=now))
        uow.commit()

    with database.unit_of_work(read_only=True) as uow:
        assert uow.heartbeats.all() == {"loop": now}


def test_a_reader_does_not_wait_for_a_writer(database: Database, town: Rows) -> None:
    """The viewer answers while a handler is writing."""
    with database.unit_of_work() as writer:
        writer.cases.locked(town.case).radius_km = 9
        writer.session.flush()
        with database.unit_of_work(read_only=True) as reader:
            assert reader.cases.get(town.case).radius_km == 3


def test_two_units_that_lock_the_same_case_take_turns(database: Database, town: Rows) -> None:
    """Nothing is lost when two people press at the same moment."""
    ready = threading.Barrier(2)

    def widen() -> None:
        ready.wait()
        for _ in range(20):
            with database.unit_of_work() as uow:
                uow.cases.locked(town.case).radius_km += 1
                uow.commit()

    threads = [threading.Thread(target=widen) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    with database.unit_of_work(read_only=True) as uow:
        assert uow.cases.get(town.case).radius_km == 43


def test_an_unknown_id_is_a_lookup_error(database: Database) -> None:
    """Every ``get`` says so in the same way."""
    with database.unit_of_work() as uow:
        for get in (
            uow.cases.get,
            uow.cases.locked,
            uow.stores.get,
            uow.stores.network,
            uow.deliveries.get,
            uow.people.member,
            uow.people.account_by_id,
            uow.conversations.answers,
        ):
            with pytest.raises(LookupError):
                get("unknown")


@pytest.mark.parametrize("url", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "sqlite+aiosqlite:///x"])
def test_another_kind_of_database_is_refused_with_what_to_write(url: str, master_keys: str) -> None:
    """The message names the setting and both forms."""
    with pytest.raises(ValueError, match="HANSHO_DATABASE_URL: write sqlite:///FILE or postgresql"):
        Database(url, master_keys=master_keys)


def test_rows_can_be_read_after_the_unit_ended(database: Database, town: Rows) -> None:
    """A claim is made in one unit and worked on in another."""
    with database.unit_of_work() as uow:
        case: Case = uow.cases.get(town.case)
        uow.commit()

    assert case.store.business.code == "HANDO"
    assert case.reporter.code == "P01"


def write_for_ever(opened: dict[str, Any], now: datetime, told: Connection) -> None:
    """Acknowledge event after event, each once it is committed."""
    database = Database(**opened)
    for number in itertools.count():
        with database.unit_of_work() as uow:
            comes_in(uow, str(number), "anna", now, b"body")
            uow.commit()
        told.send(number)


def test_a_killed_process_loses_nothing_it_has_committed(
    database_url: str, master_keys: str, key_folder: Path, now: datetime
) -> None:
    """SIGKILL in the middle of writing: every event that was acknowledged is there, and the database is whole."""
    opened = {"url": database_url, "master_keys": master_keys, "key_folder": key_folder}
    heard, told = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=write_for_ever, args=(opened, now, told))
    process.start()
    told.close()
    acknowledged = [heard.recv() for _ in range(20)]
    process.kill()
    with suppress(EOFError, OSError):  # it may have been killed in the middle of a word
        while True:
            acknowledged.append(heard.recv())
    process.join()

    database = Database(database_url, master_keys=master_keys, key_folder=key_folder)
    with database.unit_of_work() as uow:
        kept = {int(event.event_id) for event in uow.session.query(InboxEvent)}
    database.close()
    assert kept >= set(acknowledged)
    assert len(kept) - len(acknowledged) <= 1


def test_a_writer_that_waited_in_vain_does_not_block_the_next(
    sqlite_url: str, master_keys: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process holds the file, or another thread its turn, for too long: an error, and then all goes on."""
    monkeypatch.setattr(writers, "BUSY_SECONDS", 0.1)
    here, elsewhere = (Database(sqlite_url, master_keys=master_keys) for _ in range(2))

    for holder in (elsewhere, here):
        with holder.unit_of_work() as slow:
            slow.heartbeats.set("slow", now)
            slow.session.flush()
            with here.unit_of_work() as uow, pytest.raises(writers.NoTurn):
                uow.add(Heartbeat(name="loop", at=now))
    monkeypatch.undo()
    with here.unit_of_work() as uow:
        uow.heartbeats.set("loop", now)
        uow.commit()

    with elsewhere.unit_of_work(read_only=True) as uow:
        assert uow.heartbeats.all() == {"loop": now}
    here.close()
    elsewhere.close()


def test_a_busy_process_passes_nobody_who_waits_for_their_turn(sqlite_url: str, master_keys: str) -> None:
    """R-123: a webhook of one process waits for the unit at work in the other, and not for the next hundred too."""
    busy, server = (Database(sqlite_url, master_keys=master_keys) for _ in range(2))
    order: list[str] = []

    def write(database: Database, name: str) -> None:
        with database.unit_of_work() as uow:
            uow.take_turn()
            order.append(name)

    with busy.unit_of_work() as at_work:
        at_work.take_turn()
        waiting = [threading.Thread(target=write, args=(server, "webhook"))]
        waiting[0].start()
        gate = os.open(f"{make_url(sqlite_url).database}-gate", os.O_RDWR)
        until(lambda: not is_free(gate))
        waiting += [threading.Thread(target=write, args=(busy, f"unit {n}")) for n in range(10)]
        for thread in waiting[1:]:
            thread.start()
        assert not order
    for thread in waiting:
        thread.join()
    os.close(gate)
    assert order[0] == "webhook"
    assert len(order) == len(waiting)
    busy.close()
    server.close()


def is_free(file: int) -> bool:
    """Whether nobody has a lock on this file."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return True


@pytest.mark.postgres
def test_who_freezes_in_a_transaction_holds_nobody_up_and_keeps_nothing(
    database: Database, database_url: str, master_keys: str, key_folder: Path
) -> None:
    """R-097: with the ledger's lock in hand; the next entry is kept after a moment, and the thawed one never is."""
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite's lock dies with its process, and who waits in vain hears so")
    frozen = Database(database_url, master_keys=master_keys, key_folder=key_folder)
    at = datetime(2026, 11, 23, 6, tzinfo=UTC)

    with frozen.unit_of_work() as asleep:
        limit = "idle_in_transaction_session_timeout"
        assert asleep.session.scalar(text(f"SHOW {limit}")) == f"{engine.IDLE_SECONDS}s"
        asleep.ledger.append(Event.CASE_LAPSE, at=at)
        asleep.ledger.settle()
        asleep.session.flush()
        asleep.session.execute(text(f"SET LOCAL {limit} = 200"))  # of the ten seconds nothing but these is left
        with database.unit_of_work() as uow:
            uow.ledger.append(Event.CASE_LAPSE, at=at)
            uow.commit()
        with pytest.raises(DBAPIError):
            asleep.commit()

    for again in (frozen, database):
        with again.unit_of_work() as uow:
            assert uow.ledger.head()[0] == 1
    frozen.close()
