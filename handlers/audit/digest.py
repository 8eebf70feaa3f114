"""The weekly digest to the secretariat: what was decided, how fast, what was erased, and what is overdue."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.case.involved import member_facts, reachable
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.incidents.clocks import is_idle, lying, overdue
from handlers.rights.remind import waiting
from handlers.wording.digest import Waits
from policy import access
from policy.clocks import Level
from policy.digest import WEEK, Digest, weekly
from policy.facts import Role
from policy.signs import HABIT
from storage.tables import DueKind, Member

NINE: Final = timedelta(hours=9)
"""As the office opens."""


def midnight(ctx: Context) -> datetime:
    """When this day began in the network's time zone."""
    local = ctx.now.astimezone(ZoneInfo(ctx.uow.stores.the_network().timezone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def plan_weekly(ctx: Context) -> None:
    """Plan the next Monday's digest; planning twice plans once."""
    today = midnight(ctx)
    monday = today + timedelta(days=7 - today.weekday()) + NINE
    ctx.uow.due.plan(DueKind.WEEKLY_DIGEST, f"{monday:%G-W%V}", monday, arguments={"until": monday.isoformat()})


def weekly_digest(cmd: DueCommand, ctx: Context) -> None:
    """R-097, R-121: figures, warnings and the ledger's head, without a name of a person or a picture."""
    network = ctx.uow.stores.the_network()
    until = datetime.fromisoformat(cmd.arguments["until"])
    size, root = ctx.uow.ledger.head()
    figures = figures_of(until - WEEK, until, ctx)
    rules = ctx.uow.stores.rules(network.id)
    ctx.uow.weeks.keep(network.id, until, figures, timedelta(days=rules.record_days))
    late = sum(row.level is Level.OVER for row in waiting(network.id, ctx))
    waits = Waits(late, overdue(network.id, ctx), lying(network.id, ctx), idle=is_idle(network.id, ctx))
    card = wording.digest.weekly(f"{until:%G-W%V}", figures, size, root, waits)
    for account in reachable(readers(network.id, ctx), ctx):
        ctx.tell(account, None, card)
    ctx.note(Event.DIGEST_WEEKLY, None, size=size)
    plan_weekly(ctx)


def figures_of(since: datetime, until: datetime, ctx: Context) -> Digest:
    """R-121: a period in numbers; what is overdue is what was due by its end and is not done by now."""
    rules = ctx.uow.stores.rules(ctx.uow.stores.the_network().id)
    period = until - since
    ctx.uow.take_time()
    figures = ctx.uow.figures
    cases = figures.cases(until - max(period, timedelta(days=rules.repeat_days), HABIT))
    return weekly(
        [case for case in cases if case.created_at <= until],
        [answer for answer in figures.answers(until - max(period, HABIT)) if answer.answered_at <= until],
        [row for row in figures.erasures(since, until) if row.done_at is None or row.done_at <= until],
        rules=rules,
        now=until,
        period=period,
    )


def readers(network_id: str, ctx: Context) -> list[Member]:
    """R-097, R-121: the secretariat and the outside auditor, as far as they may read it at this moment."""
    members = ctx.uow.people.for_network(network_id, [Role.SECRETARIAT, Role.AUDITOR])
    return [m for m in members if access.may_read_digest(member_facts(m, ctx), network_id=network_id, now=ctx.now)]
