"""Several processes on one database: each card, event and piece of work goes to one of them."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from storage.tables import Account
from storage.unit_of_work import Database
from tests.world.as_process import FORKED
from tests.world.rows import Rows, comes_in

PROCESSES, PIECES = 2, 45


def claim_all(opened: dict[str, Any], now: datetime, begin: Barrier, told: Connection) -> None:
    """One of the processes: claim, piece by piece, until nothing is left."""
    database, mine = Database(**opened), list[str]()
    begin.wait(60)
    claims = [
        lambda uow: [event] if (event := uow.inbox.claim(now, 600)) else [],
        lambda uow: uow.outbox.claim(now, 2, 600),
        lambda uow: [work] if (work := uow.due.claim(now, 600)) else [],
    ]
    while claims:
        with database.unit_of_work() as uow:
            rows = claims[0](uow)
            uow.commit()
        mine += [row.id for row in rows]
        if not rows:
            claims.pop(0)
    database.close()
    told.send(mine)


def test_no_two_processes_claim_the_same(
    database: Database, database_url: str, master_keys: str, key_folder: Path, town: Rows, now: datetime
) -> None:
    """Every event, card and piece of work is claimed, and by exactly one process."""
    with database.unit_of_work() as uow:
        for number in range(PIECES):
            account = Account(member_id=town.reporter, platform="slack", external_id=f"S{number}", created_at=now)
            uow.add(account)
            comes_in(uow, f"e{number}", f"sender{number}", now)
            uow.outbox.queue(account_id=account.id, card_json=b"{}", topic="t", now=now)
            uow.due.plan("expire", str(number), now)
        uow.commit()
    opened = {"url": database_url, "master_keys": master_keys, "key_folder": key_folder}
    begin = FORKED.Barrier(PROCESSES)
    ends = [FORKED.Pipe(duplex=False) for _ in range(PROCESSES)]
    workers = [FORKED.Process(target=claim_all, args=(opened, now, begin, told)) for _, told in ends]
    for worker in workers:
        worker.start()
    for _, told in ends:
        told.close()
    shares = [share.recv() for share, _ in ends]
    for worker in workers:
        worker.join()

    claimed = [row for share in shares for row in share]
    assert len(claimed) == len(set(claimed)) == 3 * PIECES
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
