"""The desk is told of what waits for an answer: when it comes, at half its time, four fifths, and its last day."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import night, wording
from handlers.case.involved import member_facts, named_for, reachable
from handlers.case.record import require
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.rights.record import clock_of, keeps_back
from handlers.wording.facts import RequestFacts
from policy.access import present
from policy.clocks import LONGEST_WAIT, REBUTTAL, answer_by, level, receipt_by, reminders
from policy.duties import HELD_BY, Task, has_task
from storage.tables import Account, DueKind, Request

AN_HOUR = timedelta(hours=1)

MOST = 10
"""Rows of the card; whoever has more looks at the desk."""


def plan_reminders(request: Request, ctx: Context) -> None:
    """R-070: now, and at each moment from here on; in hours if an alert's picture waits for it."""
    clock = clock_of(request, ctx)
    moments = [receipt_by(clock) - timedelta(hours=9), *reminders(clock, ctx.now)]
    if keeps_back(request, ctx):
        moments += [ctx.now, request.received_at + REBUTTAL / 2, request.received_at + REBUTTAL]
    else:
        _plan_soon(ctx)
    for moment in moments:
        if moment >= ctx.now:
            _plan(moment, ctx)


def plan_end_of_wait(ctx: Context) -> None:
    """R-070, L146: the person was asked and says nothing: it is decided by what is known."""
    _plan(ctx.now + LONGEST_WAIT, ctx)


def _plan_soon(ctx: Context) -> None:
    """R-078, L126: at once, but once an hour: whoever asks from a thousand addresses costs no thousand messages."""
    hour = ctx.now.replace(minute=0, second=0, microsecond=0)
    if not _plan(hour, ctx):
        _plan(hour + AN_HOUR, ctx)


def _plan(moment: datetime, ctx: Context) -> bool:
    """Once for all that waits then; False if it was planned, or done, before."""
    return ctx.uow.due.plan(DueKind.REMIND_REQUEST, moment.isoformat(), moment)


def remind(cmd: DueCommand, ctx: Context) -> None:
    """R-070: a list of all that waits, nothing that anybody wrote; at night if a picture is kept back."""
    network = ctx.uow.stores.the_network()
    open_ = waiting(network.id, ctx)
    if not open_:
        return
    hidden, morning = any(row.suspends for row in open_), night.ends(ctx)
    if morning is not None and not hidden:
        night.put_off(cmd, morning, ctx)
        return
    for account in reachable(named_for(HELD_BY[Task.ANSWER_REQUEST], network.id, ctx), ctx):
        ctx.tell(account, None, wording.rights.waiting(tuple(open_[:MOST]), len(open_)), urgent=hidden)


def show_requests(account: Account, ctx: Context) -> None:
    """R-070, R-076: 「申出」: where somebody in a picture turns to; and to whoever reads requests, what waits."""
    member = member_facts(account.member, ctx)
    require(present(member, ctx.now))
    ctx.tell(account, None, wording.rights.where_to_ask(ctx.uow.stores.rules(member.network_id)))
    if has_task(Task.READ_REQUEST, member, ctx.uow.people.vacant(member.network_id)):
        open_ = waiting(member.network_id, ctx)
        ctx.tell(account, None, wording.rights.waiting(tuple(open_[:MOST]), len(open_)))


def waiting(network_id: str, ctx: Context) -> list[RequestFacts]:
    """What has no answer yet, by when it has to have one."""
    rows = [facts_of(request, ctx) for request in ctx.uow.requests.listed(network_id, answered=False, most=500)]
    return sorted(rows, key=lambda row: row.answer_by)


def facts_of(request: Request, ctx: Context) -> RequestFacts:
    """A request as cards and the desk's list speak of it: nothing of what anybody wrote."""
    clock = clock_of(request, ctx)
    return RequestFacts(
        request.number,
        request.wish,
        request.state,
        request.store.full_name if request.store else "",
        request.received_at,
        answer_by(clock, ctx.now),
        level(clock, ctx.now),
        suspends=keeps_back(request, ctx),
    )
