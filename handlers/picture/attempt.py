"""A turn at masking: from a new photo, or a new choice in it, to the result that shows it."""

from __future__ import annotations

from datetime import UTC, datetime

from policy.states import State
from storage.tables import Case
from storage.unit_of_work import UnitOfWork


def turn_of(case: Case) -> str:
    """Which turn the case is in: since when it is being masked. A photo or a choice that follows begins another."""
    return case.state_since.astimezone(UTC).isoformat()


def awaited(case: Case, turn: str) -> bool:
    """R-118: whether this turn's result is still waited for; one of an earlier photo or choice is dropped."""
    return case.state == State.MASKING and turn_of(case) == turn


def plan_job(kind: str, case: Case, uow: UnitOfWork, now: datetime, **arguments: str) -> None:
    """Have the photo fetched, searched or masked in the turn at hand; the job's result names the turn."""
    told = {**arguments, "turn": turn_of(case)}
    uow.due.plan(kind, f"{case.id}:{now.isoformat()}", now, case_id=case.id, arguments=told)
