"""A question that one unit of work asks again, with nothing written between, has the same answer: it is looked up once.

A verb asks through many small functions, each of which reads what it needs; they don't know of each other.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

P = ParamSpec("P")
Row = TypeVar("Row")


class Asks(Protocol):
    """Queries of one session."""

    _session: Session


A = TypeVar("A", bound=Asks)


def asked_once(look: Callable[Concatenate[A, P], list[Row]]) -> Callable[Concatenate[A, P], list[Row]]:
    """A query with hashable words; who gets the list may change it."""

    @wraps(look)
    def answer(queries: A, /, *args: P.args, **kwargs: P.kwargs) -> list[Row]:
        session = queries._session  # noqa: SLF001 - this wraps its methods
        session.flush()  # what waits to be written could change the answer; nothing waits: costs nothing
        known: dict[Hashable, list[Any]] = session.info.setdefault(asked_once, {})
        question = (look.__qualname__, args, *kwargs.items())
        if question not in known:
            known[question] = look(queries, *args, **kwargs)
        return [*known[question]]

    return answer


def forget_answers(session: Session, *_: object) -> None:
    """Something was written, or somebody else may have written while this unit waited for a row."""
    session.info.pop(asked_once, None)


def _executing(statement: ORMExecuteState) -> None:
    if not statement.is_select:
        forget_answers(statement.session)


event.listen(Session, "do_orm_execute", _executing)
for moment in ("after_flush", "after_commit", "after_rollback"):
    event.listen(Session, moment, forget_answers)
