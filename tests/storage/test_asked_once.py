"""A question of one unit of work is looked up once, until something is written."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, event, update

from storage.tables import Case, FarStore, MemberRole
from storage.unit_of_work import Database, UnitOfWork
from tests.world.rows import Rows


def _looks(uow: UnitOfWork) -> list[str]:
    seen: list[str] = []
    event.listen(uow.session.get_bind(), "before_cursor_execute", lambda *said: seen.append(said[2]))
    return seen


def test_the_same_question_is_looked_up_once_and_its_list_is_ones_own(database: Database, town: Rows) -> None:
    """Who asks may change what they got."""
    with database.unit_of_work() as uow:
        looks = _looks(uow)
        uow.cases.versions(town.case).append("not a version")  # type: ignore[arg-type]
        first = len(looks)
        assert uow.cases.versions(town.case) == []
        assert len(looks) == first
        uow.cases.versions("another case")
        assert len(looks) == first + 1


def test_what_was_written_meanwhile_is_seen(database: Database, town: Rows, now: datetime) -> None:
    """By a new row, a changed one not written yet, and a statement over many."""
    with database.unit_of_work() as uow:
        assert uow.cases.far_stores(town.case) == []
        uow.session.add(FarStore(case_id=town.case, store_id=town.other_store))
        assert len(uow.cases.far_stores(town.case)) == 1
        case = uow.cases.get(town.case)
        business = case.store.business_id
        for sent_at, found in ((None, []), (now, [case])):
            case.sent_at = sent_at
            assert uow.cases.sent_by(business, now, now + timedelta(days=1)) == found
        uow.session.execute(update(Case).values(sent_at=None))
        assert uow.cases.sent_by(business, now, now + timedelta(days=1)) == []


def test_whoever_waits_for_a_row_asks_anew(database: Database, town: Rows) -> None:
    """Another process may have written until then; on SQLite nobody can, as long as this unit may write."""
    with database.unit_of_work() as uow:
        looks = _looks(uow)
        uow.cases.versions(town.case)
        uow.cases.locked(town.case)
        first = len(looks)
        uow.cases.versions(town.case)
        assert len(looks) == first + (database._engine.dialect.name == "postgresql")


def test_who_asked_about_many_has_asked_about_each(database: Database, town: Rows) -> None:
    """Of fifty stores, none is looked up again by itself; until somebody's role there is written."""
    with database.unit_of_work() as uow:
        both = uow.stores.several([town.store, town.other_store])
        uow.stores.all_facts(both)
        looks = _looks(uow)
        assert [uow.stores.store_facts(store).has_responsible for store in both] == [True, True]
        assert looks == []
        uow.session.execute(delete(MemberRole).where(MemberRole.store_id == town.store))
        assert [uow.stores.store_facts(store).has_responsible for store in both] == [
            store.id != town.store for store in both
        ]
