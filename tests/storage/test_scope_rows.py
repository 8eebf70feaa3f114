"""Looks at alerts, as the leak finder reads them."""

from __future__ import annotations

from datetime import datetime, timedelta

from policy.access import Purpose
from policy.incidents.kinds import Part, What
from storage.tables import View
from storage.unit_of_work import Database, UnitOfWork
from tests.world.rows import Rows, new_case

DAY = timedelta(days=1)


def look(uow: UnitOfWork, town: Rows, case_id: str, at: datetime) -> str:
    row = View(
        case_id=case_id,
        member_id=town.reporter,
        account_id=town.account,
        purpose=Purpose.MASK,
        picture=True,
        at=at,
    )
    uow.add(row)
    return row.id


def test_looks_come_case_by_case_the_newest_first(database: Database, town: Rows, now: datetime) -> None:
    """R-095, R-136: of the cases reported since a day, however late somebody looked; one case alone by time."""
    with database.unit_of_work() as uow:
        later = new_case(town, "20261124-001", now + DAY)
        uow.add(later)
        old, again = (look(uow, town, town.case, at) for at in (now, now + 3 * DAY))
        new = look(uow, town, later.id, now + 2 * DAY)
        assert [one.view_id for one in uow.scope.looks(town.network, now)] == [new, again, old]
        assert [one.view_id for one in uow.scope.looks(town.network, now + DAY / 2)] == [new]
        assert [*uow.scope.looks("another", now)] == []
        assert [one.view_id for one in uow.scope.looks_at(town.case)] == [old, again]


def test_incidents_are_found_by_what_was_written_in_them(database: Database, town: Rows, now: datetime) -> None:
    """R-131: each once, however often something was written in that part since then."""
    with database.unit_of_work() as uow:
        begun = {"network_id": town.network, "what": What.OTHER, "drill": False, "known_at": now}
        by = {"opened_by": town.reporter, "opened_from": town.account, "answers": {"kind": "kind_leak"}}
        said, silent = (uow.incidents.begin(number=f"J-{one}", once=one, **begun, **by) for one in ("1", "2"))
        for at in (now, now + DAY):
            uow.incidents.write(said, Part.NOTICE, b"words", at, by=town.reporter)
        uow.incidents.write(silent, Part.NOTE, b"words", now, by=town.reporter)
        assert [one.id for one in uow.incidents.with_part(town.network, Part.NOTICE, now)] == [said.id]
        assert uow.incidents.with_part(town.network, Part.NOTICE, now + 2 * DAY) == []
        assert uow.incidents.with_part("another", Part.NOTICE, now) == []
