"""A report is taken back before it is sent."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.approval.give_back import tell_asked
from handlers.case.people import who
from handlers.case.record import note, require_own
from handlers.commands.chat import WithdrawCase
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.retention.close import close
from policy.states import State
from storage.tables import Case
from storage.unit_of_work import UnitOfWork


def withdraw_case(cmd: WithdrawCase, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The reporter or a responsible person of the store takes the report back before it is sent."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require_own(uow, account, case, now)
    _withdraw(case, uow, ports, now)
    note(uow, Event.CASE_WITHDRAW, case, account, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.withdrawn(desk), topic=f"case:{case.id}")


def _withdraw(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    asked = case.state == State.ASSESSING
    close(case, State.WITHDRAWN, uow, now)
    if asked:
        tell_asked(case, None, uow, ports, now)
