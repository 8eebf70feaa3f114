"""Who is called to an incident, turn by turn; the first who takes it ends the calls, and an end wins any race."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.cards import Topic
from handlers.case.involved import member_facts, named_for, once, reachable, who
from handlers.commands.incidents import TakeIncident
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.incidents.record import facts_of, numbered, require_task
from policy.duties import Task
from policy.incidents.calls import PATIENCE, TURNS, is_called
from policy.incidents.permits import may_do
from storage.tables import Account, DueKind, Incident, Member

MOST = 500
"""Open at once; a network that has more has other troubles."""


def call_turn(incident: Incident, turn: int, ctx: Context) -> None:
    """R-135, R-139, L246, L253: everybody of this turn together; a turn that reaches nobody new is passed over."""
    for number, roles in enumerate(TURNS[turn:], start=turn):
        if _call(incident, number, once(reachable(named_for(roles, incident.network_id, ctx), ctx)), ctx):
            _plan_next(incident, number, ctx)
            return


def _call(incident: Incident, turn: int, accounts: list[Account], ctx: Context) -> bool:
    card = wording.incidents.please_take(facts_of(incident, ctx))
    called = False
    for account in accounts:
        if ctx.uow.incidents.call(incident, account.member_id, account.id, turn, ctx.now):
            called = True
            ctx.tell(account, None, card, urgent=True)
            ctx.note(Event.INCIDENT_CALL, None, incident=incident.id, called=account.member_id, turn=turn)
    return called


def _plan_next(incident: Incident, turn: int, ctx: Context) -> None:
    if turn + 1 < len(TURNS):
        about = {"incident": incident.id, "turn": str(turn + 1)}
        ctx.uow.due.plan(DueKind.CALL_FOR_INCIDENT, f"{incident.id}:{turn + 1}", ctx.now + PATIENCE, arguments=about)


def call_next(cmd: DueCommand, ctx: Context) -> None:
    """R-135: nobody took it for five minutes: the next are called."""
    incident = ctx.uow.incidents.get(cmd.arguments["incident"])
    if still_called(incident):
        call_turn(incident, int(cmd.arguments["turn"]), ctx)


def still_called(incident: Incident) -> bool:
    """R-135: whether a call to it may still leave."""
    return is_called(taken=incident.taken_at is not None, closed=incident.closed_at is not None)


def may_still_call(number: str, ctx: Context) -> bool:
    """R-135: the same as it is in the database at this moment, for a card that is about to leave."""
    incident = ctx.uow.incidents.by_number(number)
    return incident is not None and still_called(incident)


def take(cmd: TakeIncident, ctx: Context) -> None:
    """R-135, R-136: the first who answers looks after it; no further call leaves, not even one that was claimed.

    Raises:
        NotAllowed: not their task.
        NotFound: no such incident.
    """
    account = who(cmd.account_id, ctx)
    require_task(Task.TAKE_INCIDENT, account, ctx)
    incident = numbered(cmd.number, account.member.network_id, ctx)
    if incident.closed_at is not None:
        ctx.tell(account, None, wording.incidents.over(facts_of(incident, ctx)))
        return
    if incident.taken_at is not None:
        ctx.tell(account, None, wording.incidents.taken_before(facts_of(incident, ctx)))
        return
    incident.taken_by, incident.taken_at = account.member_id, ctx.now
    ctx.note(Event.INCIDENT_TAKE, None, account, incident=incident.id)
    stop_calls(incident, ctx)
    about = facts_of(incident, ctx)
    ctx.tell(account, None, wording.incidents.yours(about))
    for reader in involved(incident, ctx):
        if reader.member_id != account.member_id:
            ctx.tell(reader, None, wording.incidents.taken(about))


def call_anew(ctx: Context) -> None:
    """R-135, R-136, L246: whoever looked after an incident has left, or may no longer: all are called once more."""
    network = ctx.uow.stores.the_network()
    for one in ctx.uow.incidents.listed(network.id, closed=False, most=MOST):
        if one.taken_by is not None and not _may_take(ctx.uow.people.member(one.taken_by), ctx):
            incident = ctx.uow.incidents.get(one.id)
            incident.taken_by = incident.taken_at = None
            ctx.uow.incidents.forget_calls(incident)
            call_turn(incident, 0, ctx)


def _may_take(member: Member, ctx: Context) -> bool:
    facts, vacant = member_facts(member, ctx), ctx.uow.people.vacant(member.network_id)
    return bool(may_do(Task.TAKE_INCIDENT, facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))


def stop_calls(incident: Incident, ctx: Context) -> None:
    """R-135: calls that have not left never do."""
    ctx.uow.outbox.withhold_topic(f"{Topic.INCIDENT_CALL}:{incident.number}", ctx.now)


def involved(incident: Incident, ctx: Context) -> list[Account]:
    """Its finder, and whoever was called."""
    finder = ctx.uow.people.account_by_id(incident.opened_from)
    asked = [ctx.uow.people.account_by_id(row.account_id) for row in ctx.uow.incidents.calls(incident)]
    return once(one for one in (finder, *asked) if one.revoked_at is None and one.member.left_at is None)
