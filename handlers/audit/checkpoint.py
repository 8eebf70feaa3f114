"""The ledger's head in many hands, so that nobody can rewrite what it says; and the auditor's monthly pack (R-097)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.audit.digest import readers
from handlers.case.people import reachable
from handlers.commands.chat import Ring, TellHead
from handlers.ports import Ports
from handlers.recipient import Desk
from policy.audience import active
from policy.facts import Role
from storage.tables import Account, Member
from storage.unit_of_work import UnitOfWork

NINE: Final = timedelta(hours=9)
"""As the office opens."""


FREE: Final = "slack"
"""Where a message costs nothing. On LINE a head a day for each store would use up the messages that alerts need."""


def plan_heads(uow: UnitOfWork, now: datetime) -> None:
    """Plan tomorrow's head and the next month's reminder; planning twice plans once."""
    midnight = now.astimezone(ZoneInfo(uow.stores.the_network().timezone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    tomorrow = midnight + timedelta(days=1) + NINE
    uow.due.plan("daily_head", f"{tomorrow:%Y-%m-%d}", tomorrow, arguments={"day": f"{tomorrow:%Y-%m-%d}"})
    first = (midnight.replace(day=1) + timedelta(days=32)).replace(day=1) + NINE
    month = f"{midnight:%Y-%m}"
    uow.due.plan("remind_pack", month, first, arguments={"month": month})


def tell_head(cmd: TellHead, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-097, R-121: the signed head to the secretariat, the auditor and one responsible person of each store.

    Whoever keeps one can prove later that an entry was changed or dropped.
    """
    for account in holders(uow, now):
        desk = Desk(account, None, uow, ports, now)
        desk.send(wording.daily_head(desk, cmd.day, cmd.size, cmd.note), topic=f"head:{cmd.day}")
    uow.ledger.append(Event.LEDGER_HEAD, at=now, details={"size": cmd.size})
    plan_heads(uow, now)


def holders(uow: UnitOfWork, now: datetime) -> list[Account]:
    """Who keeps the heads, each once."""
    network = uow.stores.the_network()
    people = readers(network.id, uow, now)
    for store in uow.stores.in_network(network.id):
        if active(uow.stores.facts(store), now):
            responsible = uow.people.at_store(store.id, [Role.RESPONSIBLE])
            people += [member for member in responsible if _free_account(member)][:1]
    accounts = {member.id: _free_account(member) for member in people}
    return [account for account in accounts.values() if account is not None]


def remind_pack(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-121: the month is over: the secretariat is reminded of the auditor's pack."""
    network = uow.stores.the_network()
    for account in reachable(uow, uow.people.in_network(network.id, [Role.SECRETARIAT])):
        desk = Desk(account, None, uow, ports, now)
        desk.send(wording.please_pack(desk, cmd.arguments["month"]), topic=f"pack:{cmd.arguments['month']}")
    plan_heads(uow, now)


def _free_account(member: Member) -> Account | None:
    usable = (a for a in member.accounts if a.platform == FREE and a.revoked_at is None and a.blocked_at is None)
    return next(usable, None)
