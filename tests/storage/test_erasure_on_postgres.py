"""R-064: after an erasure nobody reads a byte of it, whatever of PostgreSQL they hold and whichever keys are left."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.commands.chat import WithdrawCase
from handlers.commands.picture import PickSuspect
from storage.tables import Case, InboxEvent
from storage.unit_of_work import Database
from storage.vault import Erased
from tests.world.in_process import MASKED, TownInProcess
from tests.world.postgres import BIN, NEEDED, folder, run, served
from tests.world.rows import comes_in
from tests.world.thief import copied, opened
from tests.world.town import move_in

SEEN = "とても珍しい緑色の帽子"
WRITTEN = "とても珍しい伝言".encode()

pytestmark = [pytest.mark.postgres, NEEDED]


def on_disk(*folders: Path) -> bytes:
    """Every byte: heap, write-ahead log, copies."""
    return b"".join(path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.fixture
def servers() -> Iterator[Path]:
    """Where the data directories are."""
    with folder() as made:
        yield made


def test_no_byte_of_what_was_erased_can_be_read(servers: Path, tmp_path: Path, master_keys: str, now: datetime) -> None:
    """R-040, R-064: from data directory, log and base backup, with all keys that are left; what lives opens."""
    data, backup = servers / "db", servers / "backup"
    keys = tmp_path / "keys"
    with served(data) as url:
        database = Database(url, master_keys=master_keys, key_folder=keys)
        database.migrate()
        database.open_keys()
        move_in(database, datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
        town = TownInProcess(database, now)
        town.fill_in("P01", photo="photo-1", form="picture", features=SEEN)
        town.work()
        erased = town.case().id
        town.run(PickSuspect(town.account("P01"), erased, 40, 40))
        town.work()
        with database.unit_of_work() as uow:
            comes_in(uow, "e1", "anna", town.now, WRITTEN)
            before = copied(uow, erased)
            uow.commit()
        run(BIN / "pg_basebackup", "-d", url.replace("+psycopg", ""), "-D", backup, "-c", "fast", "--no-sync")
        assert {place.rpartition("|")[2] for place in before.wrapped} == {"original", "masked", "text"}
        assert opened(before, database) >= {*before.wrapped, *before.objects}
        town.run(WithdrawCase(town.account("P01"), erased))
        with database.unit_of_work() as uow:
            uow.inbox.done(uow.session.scalars(select(InboxEvent)).one(), town.now)
            uow.commit()
        living = town.hand_in(features="別の人").id
        for path in keys.iterdir():
            os.utime(path, (0, 0))
        town.wait(hours=3)
        with database.unit_of_work() as uow:
            uow.tidy(town.now)
            uow.commit()

        kept = on_disk(data, backup)
        assert not [words for words in (SEEN.encode(), WRITTEN, MASKED) if words in kept]
        assert any(wrapped in kept for _, wrapped in before.wrapped.values()), "we look where it is"
        assert opened(before, database) == set()
        with database.unit_of_work(read_only=True) as uow:
            assert f"{living}|text|report" in opened(copied(uow, living), database)
        town.close()
        database.close()
    with served(backup) as url:
        thief = Database(url, master_keys=master_keys, key_folder=keys)
        with thief.unit_of_work() as uow:
            assert uow.session.get(Case, erased) is not None
            assert uow.vault.has_key(erased, "text")
            for place in before.wrapped:
                with pytest.raises(Erased):
                    uow.vault._existing_key(*place.split("|"))
            with pytest.raises(Erased):
                uow.inbox.body(uow.session.scalars(select(InboxEvent)).one())
        thief.close()
