"""The weekly digest to the secretariat: what was decided, how fast, what was erased, and what is overdue."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.case.people import facts, reachable
from handlers.commands.chat import Ring
from handlers.ports import Ports
from handlers.recipient import Desk
from policy import access
from policy.digest import WEEK, Digest, weekly
from policy.facts import Role
from storage.tables import Member
from storage.unit_of_work import UnitOfWork

MONDAY_NINE = timedelta(hours=9)
"""When the week's digest goes out: Monday, as the office opens."""


def plan_weekly(uow: UnitOfWork, now: datetime) -> None:
    """Plan the next Monday's digest; planning twice plans once."""
    zone = ZoneInfo(uow.stores.the_network().timezone)
    local = now.astimezone(zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight + timedelta(days=7 - local.weekday()) + MONDAY_NINE
    uow.due.plan("weekly_digest", f"{monday:%G-W%V}", monday, arguments={"until": monday.isoformat()})


def weekly_digest(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-097, R-121: figures, warnings and the ledger's head, without a name of a person or a picture."""
    network = uow.stores.the_network()
    until = datetime.fromisoformat(cmd.arguments["until"])
    figures = figures_of(until - WEEK, until, uow)
    size, root = uow.ledger.head()
    for account in reachable(uow, readers(network.id, uow, now)):
        desk = Desk(account, None, uow, ports, now)
        desk.send(wording.weekly(desk, figures, size, root), topic=f"digest:{until:%G-W%V}")
    uow.ledger.append(Event.DIGEST_WEEKLY, at=now, details={"size": size})
    plan_weekly(uow, now)


def figures_of(since: datetime, until: datetime, uow: UnitOfWork) -> Digest:
    """R-121: a period in numbers; what is overdue is what was due by its end and is not done by now."""
    rules = uow.stores.rules(uow.stores.the_network().id)
    period = until - since
    return weekly(
        [
            case
            for case in uow.figures.cases(until - max(period, timedelta(days=rules.repeat_days)))
            if case.created_at <= until
        ],
        [answer for answer in uow.figures.answers(since) if answer.answered_at <= until],
        [row for row in uow.figures.erasures(since, until) if row.done_at is None or row.done_at <= until],
        rules=rules,
        now=until,
        period=period,
    )


def readers(network_id: str, uow: UnitOfWork, now: datetime) -> list[Member]:
    """R-097, R-121: the secretariat and the outside auditor, as far as they may read it at this moment."""
    members = uow.people.in_network(network_id, [Role.SECRETARIAT, Role.AUDITOR])
    return [m for m in members if access.may_read_digest(facts(uow, m), network_id=network_id, now=now)]
