"""A question that one unit of work asks again has the same answer until rows of its tables are written: looked up once.

A verb asks through many small functions, each of which reads what it needs; they don't know of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from collections.abc import Set as AbstractSet
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from storage.tables import Table

Answers = dict[Hashable, tuple[tuple[type[Table], ...], list[Any]]]
"""Question → the tables it is about, and what was found."""

P = ParamSpec("P")
Row = TypeVar("Row")


class Asks(Protocol):
    """Queries of one session."""

    _session: Session


A = TypeVar("A", bound=Asks)


def asked_once(
    *tables: type[Table],
) -> Callable[[Callable[Concatenate[A, P], list[Row]]], Callable[Concatenate[A, P], list[Row]]]:
    """A query with hashable words about the rows of these tables; who gets the list may change it."""

    def remember(look: Callable[Concatenate[A, P], list[Row]]) -> Callable[Concatenate[A, P], list[Row]]:
        @wraps(look)
        def answer(queries: A, /, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
            session = queries._session  # noqa: SLF001 - this wraps its methods
            session.flush()  # what waits to be written could change the answer; nothing waits: costs nothing
            known: Answers = session.info.setdefault(asked_once, {})
            question = (look.__qualname__, args, *kwargs.items())
            if question not in known:
                known[question] = (tables, look(queries, *args, **kwargs))
            return [*known[question][1]]

        return answer

    return remember


def forget_answers(session: Session, *_: object) -> None:
    """Somebody else may have written: this unit waited for a row, or ended."""
    session.info.pop(asked_once, None)


def _forget_about(session: Session, written: AbstractSet[type]) -> None:
    known: Answers = session.info.get(asked_once, {})
    for question in [question for question, (tables, _) in known.items() if not written.isdisjoint(tables)]:
        del known[question]


def _flushed(session: Session, _: object) -> None:
    if session.info.get(asked_once):
        _forget_about(session, {type(row) for rows in (session.new, session.dirty, session.deleted) for row in rows})


def _executing(statement: ORMExecuteState) -> None:
    if statement.is_select:
        return
    if statement.bind_mapper is None:
        forget_answers(statement.session)
    else:
        _forget_about(statement.session, {statement.bind_mapper.class_})


event.listen(Session, "do_orm_execute", _executing)
event.listen(Session, "after_flush", _flushed)
for moment in ("after_commit", "after_rollback"):
    event.listen(Session, moment, forget_answers)
