"""The keys outside the database: what they alone can open, and that they are gone before anybody says so."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage.key_directory import IDLE_SECONDS, KeyDirectory
from storage.keyring import Damaged, encrypt
from storage.tables import CaseKey, InboxEvent, OutboxMessage, VaultObject
from storage.unit_of_work import Database
from storage.vault import OF_MASTER, Erased, place_of
from tests.world.rows import Rows, comes_in

WORDS = b"a person in a green coat"


def keep(database: Database, town: Rows, now: datetime, kind: str = "text") -> None:
    """Some words under the case's key."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, kind, "report", WORDS, now)
        uow.commit()


def names(database: Database) -> set[str]:
    """The keys that are in the folder."""
    return {path.name for path in database.keys.folder.iterdir()}


def age(database: Database) -> None:
    """An hour passes for the disk's clock."""
    for path in database.keys.folder.iterdir():
        os.utime(path, (0, path.stat().st_mtime - IDLE_SECONDS - 1))


def test_keys_are_their_owner_s_alone(tmp_path: Path) -> None:
    """R-064: the folder 0700, each file 0600, whatever was there before."""
    (tmp_path / "keys").mkdir(mode=0o755)
    keys = KeyDirectory(tmp_path / "keys")
    assert keys.begin() == keys.begin() == keys.mark()
    name = keys.new()
    modes = {path.stat().st_mode & 0o777 for path in (keys.folder, keys.folder / name)}
    assert modes == {0o700, 0o600}
    assert len(keys.get(name) or b"") == 32


def test_a_destroyed_key_is_overwritten_before_it_is_unlinked(tmp_path: Path) -> None:
    """R-064: whoever still holds the file open, or finds its block, finds something else."""
    keys = KeyDirectory(tmp_path)
    name = keys.new()
    before = keys.get(name)
    with (tmp_path / name).open("rb") as held:
        keys.destroy([name, "never there"])
        assert held.read() != before
    assert keys.get(name) is None


def test_whoever_comes_first_makes_the_key_that_all_find(tmp_path: Path) -> None:
    """R-064: two processes in the same second seal under one key."""
    here, there = KeyDirectory(tmp_path), KeyDirectory(tmp_path)
    assert here.shared("2026-11-23T05") == there.shared("2026-11-23T05")
    assert here.new() != there.new()


def test_a_copy_of_the_database_opens_nothing_that_was_erased(database: Database, town: Rows, now: datetime) -> None:
    """R-040, R-064: its rows as they were, today's master key, and the folder as it is now."""
    keep(database, town, now)
    keep(database, town, now, "masked")
    with database.unit_of_work(read_only=True) as uow:
        row = uow.session.get_one(CaseKey, (town.case, "text"))
        sealed = uow.session.get_one(VaultObject, (town.case, "text", "report")).sealed
        copied = {"wrapped": row.wrapped, "key_id": row.key_id, "destroyed_at": None}
    with database.unit_of_work() as uow:
        uow.vault.destroy(town.case, "text", now)
        uow.commit()
    with database.unit_of_work() as uow:
        uow.session.execute(update(CaseKey).where(CaseKey.kind == "text").values(copied))
        uow.add(VaultObject(case_id=town.case, kind="text", name="report", sealed=sealed, created_at=now))
        with pytest.raises(Erased):
            uow.vault.get(town.case, "text", "report")
        assert uow.vault.get(town.case, "masked", "report") == WORDS
        assert uow.vault.missing() == 1


def test_the_last_of_a_kind_that_is_dropped_takes_its_key_along(database: Database, town: Rows, now: datetime) -> None:
    """R-117: a photo that is replaced is in no copy any more, and the next one lies under another key."""
    keep(database, town, now, "original")
    keep(database, town, now)
    before = names(database)
    with database.unit_of_work() as uow:
        uow.vault.remove(town.case, "original", "report")
        uow.vault.put(town.case, "original", "report", b"another", now)
        uow.commit()
    assert len(names(database) & before) == 1
    assert len(names(database)) == 2
    with database.unit_of_work() as uow:
        assert uow.vault.get(town.case, "original", "report") == b"another"
        assert uow.vault.get(town.case, "text", "report") == WORDS


def test_a_key_dies_before_its_erasure_is_committed_and_not_without_it(
    database: Database, town: Rows, now: datetime
) -> None:
    """R-064: what is given up halfway has erased nothing; what can't be destroyed is not said to be."""
    keep(database, town, now)
    before = names(database)
    with database.unit_of_work() as uow:
        uow.vault.destroy(town.case, "text", now)
    assert names(database) == before
    folder = database.keys.folder
    with database.unit_of_work() as uow:
        uow.vault.destroy(town.case, "text", now)
        (name,) = before
        (folder / name).rename(folder.parent / "aside")
        (folder / name).mkdir()
        with pytest.raises(OSError, match="directory"):
            uow.commit()
    (folder / name).rmdir()
    (folder.parent / "aside").rename(folder / name)
    with database.unit_of_work() as uow:
        assert uow.vault.get(town.case, "text", "report") == WORDS


def test_events_and_cards_of_no_case_die_with_their_hour(database: Database, town: Rows, now: datetime) -> None:
    """R-064: a message somebody wrote is no longer in any copy once its hour is over and it was handled."""
    with database.unit_of_work() as uow:
        comes_in(uow, "e1", "anna", now, WORDS)
        uow.outbox.queue(account_id=town.account, card_json=WORDS, topic="t", now=now + timedelta(hours=1))
        uow.commit()
    assert names(database) == {"2026-11-23T05", "2026-11-23T06"}
    age(database)
    with database.unit_of_work() as uow:
        assert uow.vault.sweep() == 0
        event, card = uow.session.scalars(select(InboxEvent)).one(), uow.session.scalars(select(OutboxMessage)).one()
        assert (uow.inbox.body(event), uow.outbox.body(card)) == (WORDS, WORDS)
        uow.inbox.dead(event, "over")
        copied = uow.outbox.body(card)
        uow.tidy(now)
    assert names(database) == {"2026-11-23T06"}
    assert copied == WORDS


def test_a_key_that_no_commit_followed_is_swept_away(database: Database, town: Rows, now: datetime) -> None:
    """R-064: of a process that was killed; but not while its unit of work may still be at it."""
    keep(database, town, now)
    orphan = database.keys.new()
    with database.unit_of_work() as uow:
        assert uow.vault.sweep() == 0
        assert orphan in names(database)
        age(database)
        assert uow.vault.sweep() == 1
        assert uow.vault.get(town.case, "text", "report") == WORDS
    assert orphan not in names(database)


def test_a_folder_that_is_gone_stops_the_start(database: Database, town: Rows, now: datetime) -> None:
    """R-064: a volume that isn't mounted, or another installation's, is said at once; meanwhile nothing is "erased"."""
    for _ in range(2):
        database.open_keys()
    keep(database, town, now)
    folder = database.keys.folder
    folder.rename(folder.parent / "elsewhere")
    with database.unit_of_work() as uow, pytest.raises(Damaged):
        uow.vault.get(town.case, "text", "report")
    for begin_another in (False, True):
        if begin_another:
            KeyDirectory(folder).begin()
        with pytest.raises(ValueError, match=r"HANSHO_KEY_DIRECTORY, .*not the folder that belongs to this database"):
            database.open_keys()
    shutil.rmtree(folder)
    (folder.parent / "elsewhere").rename(folder)
    database.open_keys()


def test_what_only_a_master_key_wrapped_is_read_and_moved_at_the_next_rotation(
    database: Database, town: Rows, now: datetime
) -> None:
    """R-064: contents from before there was a folder stay readable; a rotation gives them keys in it."""
    keep(database, town, now)
    with database.unit_of_work() as uow:
        data_key = uow.vault._existing_key(town.case, "text")
        comes_in(uow, "e1", "anna", now, WORDS)
        event = uow.session.scalars(select(InboxEvent)).one()
        event.body = OF_MASTER + as_before(database, WORDS, "seal", place_of(InboxEvent, event.id), prefixed=True)
        row = uow.session.get_one(CaseKey, (town.case, "text"))
        row.wrapped, row.key_id = as_before(database, data_key, "wrap", f"{town.case}|text"), None
        uow.commit()
    with database.unit_of_work() as uow:
        event = uow.session.scalars(select(InboxEvent)).one()
        assert (uow.vault.get(town.case, "text", "report"), uow.inbox.body(event)) == (WORDS, WORDS)
        assert uow.vault.rotate(now) == 2
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.session.get_one(CaseKey, (town.case, "text")).key_id in names(database)
        event = uow.session.scalars(select(InboxEvent)).one()
        assert (uow.vault.get(town.case, "text", "report"), uow.inbox.body(event)) == (WORDS, WORDS)
        assert uow.vault.rotate(now) == 0


def as_before(database: Database, plain: bytes, purpose: str, context: str, *, prefixed: bool = False) -> bytes:
    """Sealed or wrapped by the first master key itself, as everything was."""
    ring = database.keyring
    sealed = encrypt(ring._keys[ring.current], plain, f"{purpose}|{context}|{ring.current}".encode())
    return ring.current.encode() + b":" + sealed if prefixed else sealed
