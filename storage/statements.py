"""Statements that tell whether they changed anything, alike on both databases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, Insert, event, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.asked_once import forget_answers
from storage.holding_session import is_alone
from storage.parts import parted
from storage.tables import Case, Network, Table

Row = TypeVar("Row", bound=Table)


def one(session: Session, table: type[Row], row_id: str, *, lock: bool = False) -> Row:
    """The row with this id; ``lock`` it, as it is now, until the unit ends.

    Raises:
        LookupError: no such row.
    """
    row = session.get(table, row_id, with_for_update=lock or None, populate_existing=lock)
    if lock and not is_alone(session):
        forget_answers(session)
    if row is None:
        raise LookupError(f"no row of {table.__tablename__} has this id")
    return row


def hold(session: Session, case_id: str | None) -> None:
    """The case is ours until the unit ends: the first of its locks (docs/decisions/0038), without reading it."""
    if case_id is not None and case_id not in held_by(session) and not is_alone(session):
        session.execute(select(Case.id).where(Case.id == case_id).with_for_update(of=Case, key_share=True))
        held_by(session).add(case_id)


def in_turn(session: Session) -> None:
    """Whoever asks for the network's turn as well waits until this unit ends; what is looked at after is as it is."""
    if not is_alone(session):
        session.execute(select(Network.id).with_for_update(key_share=True))
        forget_answers(session)


def held_by(session: Session) -> set[str]:
    """The cases that are ours until the unit ends."""
    ours: set[str] = session.info.setdefault(hold, set())
    return ours


def _ended(session: Session, *_: object) -> None:
    session.info.pop(hold, None)


for moment in ("after_commit", "after_rollback"):
    event.listen(Session, moment, _ended)


def affected(session: Session, statement: Executable, values: dict[str, object] | None = None) -> int:
    """Run an UPDATE or DELETE with the ``values`` it was built to take; how many rows it met."""
    result = session.execute(statement, values)
    return result.rowcount if isinstance(result, CursorResult) else 0


def changed(session: Session, statement: Executable, values: dict[str, object] | None = None) -> bool:
    """Run an UPDATE or DELETE, as ``affected`` does; whether it met any row."""
    return affected(session, statement, values) > 0


def insert_many(session: Session, table: type[Table], rows: Iterable[Mapping[str, object]]) -> None:
    """Insert rows of which none is there, part by part and without an object for each: thousands cost little."""
    session.flush()
    for part in parted(rows):
        session.execute(insert(table.metadata.tables[table.__tablename__]), part)


def insert_once(session: Session, table: type[Table], **values: Any) -> bool:
    """Insert unless a row with the same key is there; of two processes at once, one is told True."""
    return insert_new(session, table, [values]) > 0


def insert_new(session: Session, table: type[Table], rows: Sequence[dict[str, Any]]) -> int:
    """Insert those whose key isn't there, all by one statement or few; how many there were of them."""
    return len(session.execute(_inserting(session.get_bind().dialect.name, table), rows).all()) if rows else 0


@cache
def _inserting(dialect: str, table: type[Table]) -> Insert:
    """Made once, since making it takes longer than the database needs to run it."""
    mapped = inspect(table)
    into = (sqlite if dialect == "sqlite" else postgresql).insert(mapped.local_table)
    made: Insert = into.on_conflict_do_nothing().returning(*mapped.primary_key)
    return made
