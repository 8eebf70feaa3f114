"""Back from the approvers to the reporter, and telling everybody who was asked."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.case.people import reachable, reporter_of
from handlers.case.picture import drop_picture
from handlers.case.record import move, note, rules_of
from handlers.ports import Ports
from handlers.recipient import Desk
from policy.picture import may_take
from policy.states import State
from policy.verdict import Deny
from storage.tables import Account, Case
from storage.unit_of_work import UnitOfWork

WHILE_ASSESSING = ("remind_approvers", "call_stand_ins", "lapse", "retry_broadcast")
"""Due work that belongs to one round of assessments."""


def give_back(case: Case, by: Account | None, why: str | Deny, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-111: earlier answers fall, even if nothing is changed; ``by`` None: a rule asked for it, not a person."""
    move(case, State.RETURNED, now)
    case.binding = None
    for row in uow.cases.assessments(case.id):
        row.withdrawn_at = row.withdrawn_at or now
    uow.due.cancel(case.id, WHILE_ASSESSING)
    uow.conversations.end_case(case.id)
    uow.links.revoke_case(case.id, now, purposes=("preview",))
    if isinstance(why, Deny):
        note(uow, Event.ASSESSMENT_VOID, case, by, now, clause=why.clause)
    else:
        note(uow, Event.ALERT_RETURN, case, by, now)
    pictures = bool(may_take(rules_of(uow, case)))
    if case.photo_reference is not None and not pictures:
        drop_picture(case, uow, now)
    reporter = reporter_of(uow, case)
    if reporter:
        desk = Desk(reporter, case, uow, ports, now)
        reason = desk.t(why.reason, **why.values) if isinstance(why, Deny) else why
        desk.send(wording.returned(desk, case, reason, pictures=pictures), topic=f"preview:{case.id}")
    tell_asked(case, by, uow, ports, now)


def tell_asked(case: Case, by: Account | None, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Tell everybody who was asked that there is nothing left to assess; whoever ended it hears it anyway."""
    members = [uow.people.member(request.member_id) for request in uow.cases.requests(case.id)]
    for account in reachable(uow, members):
        desk = Desk(account, case, uow, ports, now)
        own = by is not None and account.member_id == by.member_id
        desk.send(wording.assessment_over(desk, case, own=own), topic=f"assess:{case.id}")
