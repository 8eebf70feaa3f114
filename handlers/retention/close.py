"""The end of a case's open life, whichever way it ends: links die, nothing pending leaves, erasure begins."""

from __future__ import annotations

from datetime import datetime

from handlers.case.record import move, rules_of
from handlers.retention.erase import erase
from policy.retention import Kind, due_at
from policy.states import State
from storage.tables import Case
from storage.unit_of_work import UnitOfWork

WHILE_OPEN = (
    "abandon",
    "fetch_photo",
    "fetch_video",
    "find_people",
    "mask",
    "remind_approvers",
    "call_stand_ins",
    "lapse",
    "retry_broadcast",
    "ask_before_end",
    "expire",
    "call_second_contacts",
)
"""Due work that makes no sense once a case is closed."""


def close(case: Case, state: State, uow: UnitOfWork, now: datetime, ending: str = "") -> None:
    """Close the case: no link opens any more, no pending alert leaves, both pictures go at once.

    Free text and the record stay for their periods (R-040, R-043); ``ending`` says how a live alert ended.
    """
    move(case, state, now)
    case.ended_at = now
    case.ending = ending or state.value
    uow.due.cancel(case.id, WHILE_OPEN)
    uow.links.revoke_case(case.id, now)
    uow.outbox.withhold(case.id, now)
    for delivery in uow.deliveries.of_case(case.id):
        if delivery.state == "queued":
            delivery.state = "withheld"
    uow.conversations.end_case(case.id)
    erase(case, Kind.ORIGINAL, uow, now)
    erase(case, Kind.MASKED, uow, now)
    rules = rules_of(uow, case)
    for kind in (Kind.TEXT, Kind.RECORD):
        when = due_at(kind, created_at=case.created_at, sent_at=case.sent_at, ended_at=now, rules=rules)
        uow.due.plan(f"erase_{kind.value}", case.id, when, case_id=case.id)
        case.expires_at = when
