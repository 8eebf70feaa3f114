"""Something went wrong: one tap puts it on record, calls people and stops what can be stopped (R-078, R-135, R-139)."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from audit.event import Event
from handlers import wording
from handlers.case.involved import who
from handlers.commands.incidents import OpenIncident, SayGoingOn
from handlers.context import Context
from handlers.incidents.call import call_turn
from handlers.incidents.clocks import plan_reminders
from handlers.incidents.contain import contain
from handlers.incidents.record import facts_of, numbered, require_task
from handlers.report.open import new_number
from policy.duties import Task
from policy.incidents.playbooks import Outcome, Step
from storage.tables import Account


def show_questions(account: Account, ctx: Context) -> None:
    """R-135: 「事故・漏えい」: anybody who is enrolled; no training is asked, since it waits for nobody."""
    ctx.tell(account, None, wording.incidents.what_happened(ctx.ports.random_id()[:ONCE], drill=False))


def show_drill(account: Account, ctx: Context) -> None:
    """R-135: 「事故訓練」: the same questions, for whoever would have to answer.

    Raises:
        NotAllowed: not theirs to call people for.
    """
    require_task(Task.DRILL, account, ctx)
    ctx.tell(account, None, wording.incidents.what_happened(ctx.ports.random_id()[:ONCE], drill=True))


ONCE = 64
"""As long as the column is."""


def open_incident(cmd: OpenIncident, ctx: Context) -> None:
    """R-130, R-135, R-139: from this moment it is known: day 1; the responsible are called in the same commit."""
    account = who(cmd.account_id, ctx)
    if cmd.drill:
        require_task(Task.DRILL, account, ctx)
    before = ctx.uow.incidents.opened_by_press(cmd.once)
    if before is not None:
        ctx.tell(account, None, wording.incidents.opened(facts_of(before, ctx)))
        return
    network = ctx.uow.stores.network(account.member.network_id)
    incident = ctx.uow.incidents.begin(
        number=f"J-{new_number(ctx.now.astimezone(ZoneInfo(network.timezone)), ctx)}",
        once=cmd.once,
        network_id=network.id,
        what=cmd.what,
        drill=cmd.drill,
        known_at=ctx.now,
        opened_by=account.member_id,
        opened_from=account.id,
    )
    ctx.note(Event.INCIDENT_OPEN, None, account, incident=incident.id, what=incident.what, drill=cmd.drill)
    ctx.uow.incidents.close_step(incident, Step.TOLD, Outcome.DONE, account.member_id, ctx.now)
    call_turn(incident, 0, ctx)
    ctx.tell(account, None, wording.incidents.opened(facts_of(incident, ctx)))
    plan_reminders(incident, ctx)
    contain(incident, account, ctx)


def say_going_on(cmd: SayGoingOn, ctx: Context) -> None:
    """R-136: the second question, as often as it changes, from whoever opened it or whoever may look after it.

    Raises:
        NotFound: no such incident.
        NotAllowed: somebody else's.
    """
    account = who(cmd.account_id, ctx)
    incident = numbered(cmd.number, account.member.network_id, ctx)
    if incident.opened_by != account.member_id:
        require_task(Task.TAKE_INCIDENT, account, ctx)
    if incident.closed_at is not None:
        ctx.tell(account, None, wording.incidents.over(facts_of(incident, ctx)))
        return
    incident.going_on = cmd.going_on
    ctx.note(Event.INCIDENT_GO_ON, None, account, incident=incident.id, going_on=cmd.going_on)
    ctx.tell(account, None, wording.incidents.thanks(facts_of(incident, ctx)))
