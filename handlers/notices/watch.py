"""Each morning, and whenever rules, stores or desk change: what is said and isn't so, and whose poster is missing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers import wording
from handlers.audit.digest import NINE, midnight
from handlers.case.involved import reachable
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.notices.facts import found, since
from handlers.notices.renew import renew
from policy.facts import Role
from policy.forms.names import Choice
from policy.notices.posting import due_at, moments, reminder
from storage.tables import DueKind, Network, Poster

LEADS: Final = (Role.RESPONSIBLE, Role.DEPUTY)

MORNING: Final = "morning"
"""What the look of every day is told by from one that a change asked for."""

MONDAY: Final = 0
"""What stands is told once more on it."""


def watch(ctx: Context) -> None:
    """R-029, L101: something changed that the public was told of; by day at once, at night in the morning."""
    if ctx.uow.notices.in_force(ctx.uow.stores.the_network().id) is not None:
        ctx.uow.due.plan(DueKind.LOOK_AT_NOTICES, f"now:{ctx.now.isoformat()}", ctx.now)


def plan_notices(ctx: Context) -> None:
    """Plan tomorrow's look; planning twice plans once."""
    tomorrow = midnight(ctx) + timedelta(days=1) + NINE
    ctx.uow.due.plan(DueKind.LOOK_AT_NOTICES, f"{tomorrow:%Y-%m-%d}", tomorrow, arguments={MORNING: Choice.YES})


def look(cmd: DueCommand, ctx: Context) -> None:
    """R-023, R-029, L85, L101: the secretariat hears of contradictions, each store of a poster that is missing."""
    network = ctx.uow.stores.the_network()
    renew(network, ctx)
    _tell_office(network, ctx, again=MORNING in cmd.arguments and midnight(ctx).weekday() == MONDAY)
    by_store = defaultdict[str, list[Poster]](list)
    for poster in ctx.uow.notices.missing(network.id):
        by_store[poster.store_id].append(poster)
    for posters in by_store.values():
        _remind(posters, ctx)
    plan_notices(ctx)


def _tell_office(network: Network, ctx: Context, *, again: bool) -> None:
    """What is new; or ``again`` what stands."""
    standing = found(network, ctx)
    unsaid = ctx.uow.notices.in_force(network.id) is None
    stage = reminder(due_at(since(network)), ctx.now) if unsaid else ""
    said = "\n".join([stage, *(f"{one.says}{sorted(one.values.items())}" for one in standing)])
    mark = hashlib.sha256(said.encode()).hexdigest()
    if network.notices_told == mark and not again:
        return
    network.notices_told = mark
    if not standing:
        return
    until = due_at(since(network)) if unsaid else None
    for account in reachable(ctx.uow.people.for_network(network.id, [Role.SECRETARIAT]), ctx):
        ctx.tell(account, None, wording.notices.contradicted(standing, until))


def _remind(posters: Sequence[Poster], ctx: Context) -> None:
    """R-023, R-031, L85, L107: at once, a week and a day before, and when it is over; to who is responsible there."""
    due = min(due_at(poster.wanted_at) for poster in posters)
    stage, store = reminder(due, ctx.now), posters[0].store
    for moment in moments(due):
        if moment > ctx.now:
            ctx.uow.due.plan(DueKind.LOOK_AT_NOTICES, f"at:{moment.isoformat()}", moment)
    if all(poster.told is stage for poster in posters) or store.joined_at > ctx.now:
        return
    for poster in posters:
        poster.told = stage
    card = wording.notices.put_it_up(stage, [poster.kind for poster in posters], store.full_name, due, store.id)
    for account in reachable(ctx.uow.people.at_store(store.id, LEADS), ctx):
        ctx.tell(account, None, card)
