"""An attempt at masking: from a new photo, or a new choice in it, to the result that shows it."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Final

from handlers.context import Context
from policy.states import State
from storage.tables import Case, DueKind

ONE_MINUTE: Final = timedelta(minutes=1)
"""How often is looked whether somebody waits in vain for a picture."""


def attempt_of(case: Case) -> str:
    """Which attempt the case is at: since when it is being masked. A photo or a choice that follows begins another."""
    return case.state_since.astimezone(UTC).isoformat()


def awaited(case: Case, attempt: str) -> bool:
    """R-118: whether this attempt's result is still waited for; one of an earlier photo or choice is dropped."""
    return case.state == State.MASKING and attempt_of(case) == attempt


def plan_job(kind: DueKind, case: Case, ctx: Context, **arguments: str) -> None:
    """Have the photo fetched, searched or masked in the attempt at hand; the job's result names the attempt."""
    told = {**arguments, "turn": attempt_of(case)}  # the word that rows in use bear
    subject = f"{case.id}:{ctx.now.isoformat()}"
    ctx.uow.due.plan(kind, subject, ctx.now, case_id=case.id, arguments=told, at_once=True)
    if case.state_since == ctx.now:  # the attempt begins; whoever looks at it looks at its later jobs too
        look_again(case, ctx)


def look_again(case: Case, ctx: Context, **arguments: str) -> None:
    """See in a minute whether this attempt has come to something (``handlers.picture.waiting``)."""
    when = ctx.now + ONE_MINUTE
    told = {**arguments, "turn": attempt_of(case)}
    ctx.uow.due.plan(DueKind.PICTURE_WAITS, f"{case.id}:{when.isoformat()}", when, case_id=case.id, arguments=told)
