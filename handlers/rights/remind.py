"""The desk is told of what waits for it: when it comes, and as the time of each step runs out."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import night, wording
from handlers.case.involved import member_facts, named_for, reachable
from handlers.case.record import require
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.rights.record import numbered, parties, standing_of
from handlers.wording.facts import RequestFacts
from policy.access import present
from policy.clocks import LONGEST_WAIT
from policy.decision import may_judge
from policy.duties import HELD_BY, Task, has_task
from policy.rights import RequestState
from policy.steps import Step, dues
from storage.tables import Account, DueKind, Request

AN_HOUR = timedelta(hours=1)

MOST = 10
"""Rows of the card; whoever has more looks at the desk."""

EVERY = 500
"""Of each list; nobody has so many, and a flood doesn't take the memory."""


def plan_reminders(request: Request, ctx: Context) -> None:
    """R-070, R-099: now, and for each step at each of its moments from here on; nothing if none is left."""
    standing = standing_of(request, ctx)
    if standing.dark_since is not None:
        _plan(ctx.now, ctx)
    elif dues(standing, ctx.now):
        _plan_soon(ctx)
    plan_steps(request, ctx)


def plan_steps(request: Request, ctx: Context) -> None:
    """R-070, R-099: the same but for now, where whoever has to know it does."""
    for due in dues(standing_of(request, ctx), ctx.now):
        for moment in due.rings:
            if moment >= ctx.now:
                _plan(moment, ctx, due.step)


def plan_end_of_wait(ctx: Context) -> None:
    """R-070, L146: the person was asked and says nothing: it is decided by what is known."""
    _plan(ctx.now + LONGEST_WAIT, ctx)


def _plan_soon(ctx: Context) -> None:
    """R-078, L126: at once, but once an hour: whoever asks from a thousand addresses costs no thousand messages."""
    hour = ctx.now.replace(minute=0, second=0, microsecond=0)
    if not _plan(hour, ctx):
        _plan(hour + AN_HOUR, ctx)


def _plan(moment: datetime, ctx: Context, step: Step | None = None) -> bool:
    """Once for all that waits then, or for this step; False if it was planned, or done, before."""
    about = {"for_step": step.value} if step else {}
    subject = ":".join((moment.isoformat(), *about.values()))
    return ctx.uow.due.plan(DueKind.REMIND_REQUEST, subject, moment, arguments=about)


def remind(cmd: DueCommand, ctx: Context) -> None:
    """R-070: a list of all that waits, nothing that anybody wrote; at night if a picture is kept back.

    Not for a step that was done everywhere in time: who has read all hears nothing of reading.
    """
    network = ctx.uow.stores.the_network()
    open_ = waiting(network.id, ctx)
    step = cmd.arguments.get("for_step")
    if not any(step in (None, due.step) for row in open_ for due in row.dues):
        return
    hidden, morning = any(row.suspends for row in open_), night.ends(ctx)
    if morning is not None and not hidden:
        night.put_off(cmd, morning, ctx)
        return
    for account in reachable(named_for(HELD_BY[Task.ANSWER_REQUEST], network.id, ctx), ctx):
        ctx.tell(account, None, wording.rights.waiting(tuple(open_[:MOST]), len(open_)), urgent=hidden)
    for row in open_:
        if row.state is RequestState.PROPOSED and any(step == due.step for due in row.dues):
            ask_second(numbered(row.number, network.id, ctx), ctx)


def ask_second(request: Request, ctx: Context) -> None:
    """R-071, R-099, L150: everybody who may agree to the decision, or give it back, hears that it waits for them."""
    for reader in reachable(named_for(HELD_BY[Task.READ_REQUEST], request.network_id, ctx), ctx):
        if may_judge(reader.member_id, parties(request, ctx), request.decided_by):
            facts = facts_of(request, ctx)
            ctx.tell(reader, None, wording.rights.please_second(facts), urgent=facts.suspends)


def show_requests(account: Account, ctx: Context) -> None:
    """R-070, R-076: 「申出」: where somebody in a picture turns to; and to whoever reads requests, what waits."""
    member = member_facts(account.member, ctx)
    require(present(member, ctx.now))
    ctx.tell(account, None, wording.rights.where_to_ask(ctx.uow.stores.rules(member.network_id)))
    if has_task(Task.READ_REQUEST, member, ctx.uow.people.vacant(member.network_id)):
        open_ = waiting(member.network_id, ctx)
        ctx.tell(account, None, wording.rights.waiting(tuple(open_[:MOST]), len(open_)))


def waiting(network_id: str, ctx: Context) -> list[RequestFacts]:
    """R-070: what somebody of ours still has to do something about, the nearest end first."""
    requests = ctx.uow.requests
    rows = (*requests.listed(network_id, answered=False, most=EVERY), *requests.to_bring(network_id, EVERY))
    each = {row.id: row for row in rows}.values()
    return sorted((facts_of(row, ctx) for row in each), key=lambda row: row.dues[0].by)


def facts_of(request: Request, ctx: Context) -> RequestFacts:
    """A request as cards and the desk's list speak of it: nothing of what anybody wrote."""
    standing = standing_of(request, ctx)
    return RequestFacts(
        request.number,
        request.wish,
        request.state,
        request.store.full_name if request.store else "",
        request.received_at,
        dues(standing, ctx.now),
        suspends=standing.dark_since is not None,
    )
