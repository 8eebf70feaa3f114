"""What was answered before about the same event, by whoever of the store reported it (R-112)."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.case.sealed import reasons_left
from handlers.context import Context
from handlers.wording.facts import EarlierAnswer
from policy.assessment import TESTS
from policy.facts import EarlierNo, Role
from policy.repeats import OVERLAP, is_same_event
from policy.retention import ANSWER_STANDS
from policy.states import Ending, VersionState
from storage.tables import Assessment, Case

RANKS = (Role.RESPONSIBLE, Role.DEPUTY, Role.APPROVER)
"""As what somebody of the store answered: the first of these that they hold there."""


def earlier_cases(case: Case, ctx: Context) -> list[Case]:
    """R-112: the store's other reports of this event that got their answer and were not sent, oldest first.

    For an alert that went out: as it was then, so that the answer to a later report doesn't stop it.
    """
    event_at, now = case.event_at or case.created_at, case.sent_at or ctx.now
    since = min(event_at - OVERLAP, case.created_at) - ANSWER_STANDS
    return [
        other
        for other in ctx.uow.cases.denied(case.store_id, since)
        if other.id != case.id
        and is_same_event(_no(other, None), event_at=event_at, reported_at=case.created_at, now=now)
    ]


def facts_of(cases: Iterable[Case], ctx: Context) -> tuple[EarlierNo, ...]:
    """The same as the rules see it."""
    return tuple(_no(case, row.member_id if (row := refusal_of(case, ctx)) else None) for case in cases)


def answers_told(cases: Iterable[Case], ctx: Context) -> tuple[EarlierAnswer, ...]:
    """The same as people read it: who answered by their role, never by name."""
    return tuple(_told(case, ctx) for case in cases)


def _no(case: Case, refuser_id: str | None) -> EarlierNo:
    ended_at = case.ended_at or case.state_since
    return EarlierNo(case.id, case.event_at or case.created_at, ended_at, refuser_id)


def refused_versions(case: Case, before: int, ctx: Context) -> tuple[EarlierNo, ...]:
    """R-112: the "no" to an earlier version of the same alert is an earlier answer about the same event."""
    refused = [v for v in ctx.uow.cases.versions(case.id) if v.state is VersionState.REFUSED and v.number < before]
    found = [(version, refusal_of(case, ctx, version.binding)) for version in refused]
    return tuple(
        EarlierNo(case.id, case.event_at or case.created_at, version.settled_at or version.submitted_at, no.member_id)
        for version, no in found
        if no is not None
    )


def refusal_of(case: Case, ctx: Context, binding: str = "") -> Assessment | None:
    """The answer that stopped the case, or the version of that binding, if one did."""
    given = (
        row for row in ctx.uow.cases.assessments(case.id) if row.withdrawn_at is None and binding in ("", row.binding)
    )
    return next((row for row in given if not all(getattr(row, test.name) for test in TESTS)), None)


def _told(case: Case, ctx: Context) -> EarlierAnswer:
    ended_at, ending = _no(case, None).ended_at, case.ending or Ending.REFUSED
    row = refusal_of(case, ctx)
    if row is None:
        return EarlierAnswer(case.number, ending, ended_at)
    test = next(test.name for test in TESTS if not getattr(row, test.name))
    held = {role.role for role in row.member.roles if role.store_id == case.store_id}
    role = next((rank for rank in RANKS if rank in held), Role.SECRETARIAT)
    return EarlierAnswer(case.number, ending, ended_at, test, role, reasons_left(row, ctx).get(test, ""))
