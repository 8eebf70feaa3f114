"""Silence: reminder, stand-in, lapse; and drafts that nobody finishes."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.approval.ask import call_stand_ins as ask_stand_ins
from handlers.approval.ask import may_assess
from handlers.approval.give_back import tell_asked
from handlers.case.people import reachable, reporter_of
from handlers.case.record import left_out, note
from handlers.case.sealed import load_report
from handlers.commands.chat import Ring
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.retention.close import close
from policy.states import BEFORE_SENDING, State
from storage.tables import Case
from storage.unit_of_work import UnitOfWork


def remind_approvers(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Ask those again who have not answered."""
    case = _waiting(cmd, uow)
    if case is None:
        return
    report = load_report(uow, case)
    answered = {a.member_id for a in uow.cases.assessments(case.id) if a.withdrawn_at is None}
    for request in uow.cases.requests(case.id):
        member = uow.people.member(request.member_id)
        if member.id in answered or report is None or not may_assess(member, case, uow, now):
            continue
        request.reminded_at = now
        for account in reachable(uow, [member]):
            note(uow, Event.ASSESSMENT_REMIND, case, account, now)
            desk = Desk(account, case, uow, ports, now)
            card = wording.please_assess(desk, case, report, left_out(uow, case), again=True)
            desk.send(card, topic=f"assess:{case.id}")


def call_stand_ins(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-113: the deputies are asked as well."""
    case = _waiting(cmd, uow)
    if case is not None:
        ask_stand_ins(case, uow, ports, now)


def lapse(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-115: no answer in time means that the danger has passed; nothing is sent."""
    case = _waiting(cmd, uow)
    if case is not None:
        _lapse(case, uow, ports, now)
        tell_asked(case, None, uow, ports, now)


def abandon(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-065: a draft that nobody finished is closed, and its photo dies with it."""
    case = uow.cases.locked(cmd.case_id or "")
    if State(case.state) in BEFORE_SENDING:
        asked = case.state == State.ASSESSING
        _lapse(case, uow, ports, now)
        if asked:
            tell_asked(case, None, uow, ports, now)


def _lapse(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    close(case, State.LAPSED, uow, now)
    note(uow, Event.CASE_LAPSE, case, None, now)
    reporter = reporter_of(uow, case)
    if reporter:
        desk = Desk(reporter, case, uow, ports, now)
        desk.send(wording.lapsed(desk), topic=f"preview:{case.id}")


def _waiting(cmd: Ring, uow: UnitOfWork) -> Case | None:
    case = uow.cases.locked(cmd.case_id or "")
    return case if case.state == State.ASSESSING else None
