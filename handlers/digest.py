"""The weekly digest to the secretariat: what was decided, how fast, what was erased, and what is overdue."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.casefile import reachable
from handlers.commands import Ring
from handlers.desk import Desk
from handlers.ports import Ports
from policy.facts import Role
from storage.unit_of_work import UnitOfWork

MONDAY_NINE = timedelta(hours=9)
"""When the week's digest goes out: Monday, as the office opens."""

OVERDUE_AFTER = timedelta(minutes=15)
"""An erasure later than this is a miss to be reported (R-040)."""


def plan_weekly(uow: UnitOfWork, now: datetime) -> None:
    """Plan the next Monday's digest; planning twice plans once."""
    zone = ZoneInfo(uow.stores.the_network().timezone)
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight + timedelta(days=7 - local.weekday()) + MONDAY_NINE
    uow.due.plan("weekly_digest", f"{monday:%G-W%V}", monday)


def weekly_digest(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:  # noqa: ARG001 - one shape
    """R-097, R-121: figures and the ledger's head, without a name or a picture."""
    network = uow.stores.the_network()
    size, root = uow.ledger.head()
    entries = uow.ledger.since(now - timedelta(days=7))
    overdue = [work for work in uow.due.overdue(now, OVERDUE_AFTER) if work.kind.startswith("erase_")]
    for account in reachable(uow, uow.people.in_network(network.id, [Role.SECRETARIAT])):
        desk = Desk(account, None, uow, ports, now)
        desk.send(wording.weekly(desk, entries, len(overdue), size, root), topic=f"digest:{now:%G-W%V}")
    uow.ledger.append(Event.DIGEST_WEEKLY, at=now, details={"size": size})
    plan_weekly(uow, now)
