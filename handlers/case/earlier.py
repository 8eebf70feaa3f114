"""What was answered before about the same event, by whoever of the store reported it (R-112)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handlers.case.sealed import reasons_left
from handlers.context import Context
from handlers.wording.facts import EarlierAnswer
from policy.assessment import TESTS
from policy.facts import EarlierNo, Role
from policy.repeats import OVERLAP, is_same_event
from policy.retention import ANSWER_STANDS
from policy.states import Ending, VersionState
from storage.tables import Assessment, Case, Version

RANKS = (Role.RESPONSIBLE, Role.DEPUTY, Role.APPROVER)
"""As what somebody of the store answered: the first of these that they hold there."""


ANSWERED = {VersionState.REFUSED: Ending.REFUSED, VersionState.LAPSED: Ending.LAPSED}
"""What became of a later version while it lay with its approvers; taken back it may be to be written anew."""


@dataclass(frozen=True)
class Earlier:
    """What got its answer and was not sent: a report, or a version of an alert that is or was out.

    Attributes:
        case: Whose report it was.
        ended_at: When its approvers' answer stood.
        ending: Which it was.
        binding: Of that version; "" for the report itself.
    """

    case: Case
    ended_at: datetime
    ending: Ending
    binding: str = ""


def earlier_answers(case: Case, version: Version | None, ctx: Context) -> list[Earlier]:
    """R-112: what of the store about this event got its answer before this report, or this later version; oldest first.

    For what went out: as it was then, so that the answer to something later doesn't stop it. For what didn't, all that
    stands has happened before, whatever the clock says since.
    """
    event_at = case.event_at or case.created_at
    reported_at, sent_at = (version.submitted_at, version.settled_at) if version else (case.created_at, case.sent_at)
    since = min(event_at - OVERLAP, case.created_at) - ANSWER_STANDS
    found = [
        Earlier(one, one.ended_at or one.state_since, one.ending or Ending.REFUSED)
        for one in ctx.uow.cases.denied(case.store_id, since)
    ]
    found += [
        Earlier(ctx.uow.cases.get(one.case_id), one.settled_at or since, ANSWERED[one.state], one.binding)
        for one in ctx.uow.cases.versions_in(tuple(ANSWERED), case.store_id, since)
    ]
    return [
        one
        for one in sorted(found, key=lambda one: one.ended_at)
        if is_same_event(_no(one, None), event_at=event_at, reported_at=reported_at, now=sent_at or one.ended_at)
    ]


def facts_of(answers: Iterable[Earlier], ctx: Context) -> tuple[EarlierNo, ...]:
    """The same as the rules see it."""
    return tuple(_no(one, row.member_id if (row := _refusal(one, ctx)) else None) for one in answers)


def answers_told(answers: Iterable[Earlier], ctx: Context) -> tuple[EarlierAnswer, ...]:
    """The same as people read it: who answered by their role, never by name."""
    return tuple(_told(one, ctx) for one in answers)


def _no(one: Earlier, refuser_id: str | None) -> EarlierNo:
    return EarlierNo(one.case.id, one.case.event_at or one.case.created_at, one.ended_at, refuser_id)


def _refusal(one: Earlier, ctx: Context) -> Assessment | None:
    return refusal_of(one.case, ctx, one.binding)


def refusal_of(case: Case, ctx: Context, binding: str = "") -> Assessment | None:
    """The answer that stopped the case, or the version of that binding, if one did."""
    given = (
        row for row in ctx.uow.cases.assessments(case.id) if row.withdrawn_at is None and binding in ("", row.binding)
    )
    return next((row for row in given if not all(getattr(row, test.name) for test in TESTS)), None)


def _told(one: Earlier, ctx: Context) -> EarlierAnswer:
    row = _refusal(one, ctx)
    if row is None:
        return EarlierAnswer(one.case.number, one.ending, one.ended_at)
    test = next(test.name for test in TESTS if not getattr(row, test.name))
    held = {role.role for role in row.member.roles if role.store_id == one.case.store_id}
    role = next((rank for rank in RANKS if rank in held), Role.SECRETARIAT)
    return EarlierAnswer(one.case.number, one.ending, one.ended_at, test, role, reasons_left(row, ctx).get(test, ""))
