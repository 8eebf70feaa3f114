"""What neighbours answer: read, seen, or "this is wrong"."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.case.people import secretariat, store_leads, who
from handlers.case.record import note
from handlers.commands.chat import Acknowledge, CaseCommand, DoubtAlert, ReportSighting
from handlers.errors import NotAllowed
from handlers.ports import Ports
from handlers.recipient import Desk
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import Account, Case, Delivery
from storage.unit_of_work import UnitOfWork


def acknowledge(cmd: Acknowledge, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The neighbour has read it; pressing again says so and changes nothing."""
    account, case, delivery = _delivered(cmd, uow)
    if delivery.answer is None:
        delivery.answer, delivery.answered_at = "acknowledged", now
        note(uow, Event.DELIVERY_ACKNOWLEDGE, case, account, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.thanks(desk, case), topic=f"answer:{case.id}")


def report_sighting(cmd: ReportSighting, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """D3: a sighting is a possibility, never a confirmation; reporter and secretariat hear it at once."""
    account, case, delivery = _delivered(cmd, uow)
    delivery.answer, delivery.answered_at = "sighting", now
    note(uow, Event.SIGHTING_REPORT, case, account, now, store=delivery.store_id, where=cmd.where or "unknown")
    desk = Desk(account, case, uow, ports, now)
    if cmd.where:
        desk.send(wording.sighting_passed_on(desk), topic=f"answer:{case.id}")
    else:
        desk.send(wording.where_now(desk), topic=f"answer:{case.id}")
    for reader in _in_charge(case, uow):
        desk = Desk(reader, case, uow, ports, now)
        desk.send(
            wording.sighting(desk, case, wording.full_name(delivery.store), cmd.where), topic=f"sighting:{delivery.id}"
        )


def doubt_alert(cmd: DoubtAlert, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-096: somebody thinks it is wrong; those who can recall it hear it with the button to do so."""
    account, case, delivery = _delivered(cmd, uow)
    if delivery.answer != "doubt":
        delivery.answer, delivery.answered_at = "doubt", now
        note(uow, Event.DELIVERY_DOUBT, case, account, now, store=delivery.store_id)
        for reader in _in_charge(case, uow):
            desk = Desk(reader, case, uow, ports, now)
            desk.send(
                wording.doubted(desk, case, wording.full_name(delivery.store)),
                topic=f"doubt:{delivery.id}",
                urgent=True,
            )
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.doubt_passed_on(desk), topic=f"answer:{case.id}")


def _in_charge(case: Case, uow: UnitOfWork) -> list[Account]:
    people = {account.member_id: account for account in [*secretariat(uow, case), *store_leads(uow, case)]}
    return list(people.values())


def _delivered(cmd: CaseCommand, uow: UnitOfWork) -> tuple[Account, Case, Delivery]:
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    delivery = uow.deliveries.for_account(case.id, account.id)
    if delivery is None or case.state != State.LIVE:
        raise NotAllowed(Deny("R-040", N_("この警戒情報は終了しています。もう警戒の必要はありません。")))
    return account, case, delivery
