"""「状況」 and help: where things stand, and what can be done next."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handlers import wording
from handlers.case.people import facts
from handlers.case.sealed import load_report
from handlers.case.tally import tally
from handlers.conversation import ask, form_for
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.report.describe import BEFORE_APPROVERS, advance
from handlers.report.open import OPEN_DRAFT, first_step
from policy import access
from policy.states import CLOSED, State
from storage.tables import Account, Case
from storage.unit_of_work import UnitOfWork

MOST_ALERTS: Final = 5
"""Cards that fit a phone's screen; a store has one or two live alerts, the secretariat calls for more one by one."""


def show_status(account: Account, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The open question, else one's own newest case and every live alert that one may stop."""
    conversation = uow.conversations.get(account.id)
    if conversation:
        case = uow.cases.get(conversation.case_id)
        form = form_for(uow, case, conversation.form, now)
        ask(account, case, form, uow.conversations.answers(account.id), uow, ports, now)
        return
    own = uow.cases.latest_of(account.member_id)
    alerts = [case for case in stoppable(account, uow, now) if own is None or case.id != own.id]
    if own is not None and (State(own.state) not in CLOSED or (own.state != State.ERASED and not alerts)):
        show_own(account, own, uow, ports, now)
    elif not alerts:
        show_help(account, uow, ports, now)
    for case in alerts[:MOST_ALERTS]:
        show_case(account, case, uow, ports, now)


def stoppable(account: Account, uow: UnitOfWork, now: datetime) -> list[Case]:
    """R-078, R-125: the live alerts of one's store, or of the network for its secretariat, newest first."""
    member = facts(uow, account.member)
    return [
        case
        for case in uow.cases.live_in(member.network_id)
        if access.may_stop(member, store_id=case.store_id, network_id=case.network_id, now=now)
    ]


def show_own(account: Account, case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """One's own case: the next step while it is being written, else where it stands."""
    has_report = load_report(uow, case) is not None
    if case.state in OPEN_DRAFT and not has_report:
        first_step(account, case, uow, ports, now)
    elif State(case.state) in BEFORE_APPROVERS and case.state != State.MASKING:
        advance(case, uow, ports, now)
    else:
        show_case(account, case, uow, ports, now)


def show_case(account: Account, case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Where a case stands, with the ways to stop it while it is live."""
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.status(desk, case, tally(case, uow)), topic=f"status:{case.id}")


def show_help(account: Account, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """What can be said to Hansho."""
    desk = Desk(account, None, uow, ports, now)
    desk.send(wording.help_card(desk), topic="help")
