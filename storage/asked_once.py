"""A question that one unit of work asks again has the same answer until rows of its tables are written: looked up once.

A verb asks through many small functions, each of which reads what it needs; they don't know of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Executable, UpdateBase, event
from sqlalchemy.orm import Session

from storage.parts import parted
from storage.tables import Table

Answers = dict[Hashable, tuple[tuple[type[Table], ...], list[Any]]]
"""Question → the tables it is about, and what was found."""

P = ParamSpec("P")
Row = TypeVar("Row")


class Asks(Protocol):
    """Queries of one session."""

    _session: Session


A = TypeVar("A", bound=Asks)
Statement = TypeVar("Statement", bound=Executable)


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


def asked_for_each(
    *tables: type[Table],
) -> Callable[
    [Callable[[A, Sequence[str]], Iterable[tuple[str, Row]]]], Callable[[A, Iterable[str]], dict[str, list[Row]]]
]:
    """The same for a query about several ids: who asks about fifty at once has asked about each of them.

    The query gives pairs of an id and what was found for it.
    """

    def remember(
        look: Callable[[A, Sequence[str]], Iterable[tuple[str, Row]]],
    ) -> Callable[[A, Iterable[str]], dict[str, list[Row]]]:
        @wraps(look)
        def answer(queries: A, ids: Iterable[str]) -> dict[str, list[Row]]:
            session, wanted = queries._session, [*dict.fromkeys(ids)]  # noqa: SLF001 - this wraps its methods
            session.flush()
            known: Answers = session.info.setdefault(asked_once, {})
            new = [one for one in wanted if (look.__qualname__, one) not in known]
            for part in parted(new):
                found: dict[str, list[Row]] = {one: [] for one in part}
                for one, row in look(queries, part):
                    found[one].append(row)
                known.update({(look.__qualname__, one): (tables, rows) for one, rows in found.items()})
            return {one: [*known[look.__qualname__, one][1]] for one in wanted}

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


def before_writing(session: Session, statement: Statement) -> Statement:
    """The same statement; unless it only reads, what was found about its rows is forgotten, in doubt everything."""
    if not statement.is_select:
        written = statement.entity_description.get("entity") if isinstance(statement, UpdateBase) else None
        if written is None:
            forget_answers(session)
        else:
            _forget_about(session, {written})
    return statement


event.listen(Session, "after_flush", _flushed)
for moment in ("after_commit", "after_rollback"):
    event.listen(Session, moment, forget_answers)
