"""「状況」 and help: where things stand, and what can be done next."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.asking import ask, form_for
from handlers.casefile import load_report
from handlers.describe import BEFORE_APPROVERS, advance
from handlers.desk import Desk
from handlers.ports import Ports
from policy.states import State
from storage.tables import Account
from storage.unit_of_work import UnitOfWork


def show_status(account: Account, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The account's newest case as it stands now, with the open question, preview or ways to stop it."""
    case = uow.cases.latest_of(account.member_id)
    if case is None or case.state == State.ERASED:
        show_help(account, uow, ports, now)
        return
    conversation = uow.conversations.get(account.id)
    if conversation and conversation.case_id == case.id:
        form = form_for(uow, case, conversation.form, now)
        ask(account, case, form, uow.conversations.answers(account.id), uow, ports, now)
        return
    if State(case.state) in BEFORE_APPROVERS and load_report(uow, case) is not None and case.state != State.MASKING:
        advance(case, uow, ports, now)
        return
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.status(desk, case, uow.deliveries.of_case(case.id)), topic=f"status:{case.id}")


def show_help(account: Account, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """What can be said to Hansho."""
    desk = Desk(account, None, uow, ports, now)
    desk.send(wording.help_card(desk), topic="help")
