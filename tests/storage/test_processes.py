"""Several processes on one database: each card, event and piece of work goes to one of them."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from storage.tables import Account
from storage.unit_of_work import Database
from tests.world.rows import Rows, comes_in

PROCESSES, PIECES = 2, 45

WORKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from storage.unit_of_work import Database
database = Database({url!r}, master_keys={keys!r}, key_folder=Path({folder!r}))
now = datetime(2026, 11, 23, 6, tzinfo=UTC)
claims = [
    lambda uow: [event] if (event := uow.inbox.claim(now, 600)) else [],
    lambda uow: uow.outbox.claim(now, 2, 600),
    lambda uow: [work] if (work := uow.due.claim(now, 600)) else [],
]
print("ready", flush=True)
sys.stdin.readline()
while claims:
    with database.unit_of_work() as uow:
        rows = claims[0](uow)
        uow.commit()
    for row in rows:
        print(row.id, flush=True)
    if not rows:
        claims.pop(0)
database.close()
"""


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
    code = WORKER.format(url=database_url, keys=master_keys, folder=str(key_folder))

    workers = [
        subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    ready = [worker.stdout.readline() for worker in workers if worker.stdout]
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    shares = [worker.communicate(timeout=60)[0].split() for worker in workers]

    claimed = [row for share in shares for row in share]
    assert ready == ["ready\n"] * PROCESSES
    assert len(claimed) == len(set(claimed)) == 3 * PIECES
    assert [worker.returncode for worker in workers] == [0] * PROCESSES
