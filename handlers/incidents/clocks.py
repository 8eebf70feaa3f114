"""When an incident's reports and its review are due, people hear of it (R-130, R-145)."""

from __future__ import annotations

from datetime import date, datetime

from audit.event import Event
from handlers import wording
from handlers.case.involved import named_for, reachable
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.incidents.call import MOST
from handlers.incidents.record import dues, facts_of, known_on, zone_of
from policy.clocks import OPENS
from policy.duties import HELD_BY, Task
from policy.incidents.clocks import Light
from policy.incidents.kinds import QUIET, REVIEW
from storage.tables import DueKind, Incident


def plan_reminders(incident: Incident, ctx: Context) -> None:
    """R-130: on the mornings on which a clock turns amber or red."""
    for due, made in dues(incident, ctx):
        for day in (due.amber_on, due.red_on) if made is None else ():
            moment = _morning(day, incident, ctx)
            ctx.uow.due.plan(
                DueKind.REMIND_INCIDENT,
                f"{incident.id}:{due.report}:{day}",
                max(moment, ctx.now),
                arguments={"incident": incident.id, "day": str(day)},
            )


def remind(cmd: DueCommand, ctx: Context) -> None:
    """R-130: what is still to be reported, to whoever reports it; a term that has moved since says nothing."""
    incident, day = ctx.uow.incidents.get(cmd.arguments["incident"]), date.fromisoformat(cmd.arguments["day"])
    if incident.closed_at is not None:
        return
    since = (day - known_on(incident, ctx)).days + 1
    for due, made in dues(incident, ctx):
        light = due.light(day, made=made is not None)
        if day not in (due.amber_on, due.red_on) or light in (Light.DONE, Light.CALM):
            continue
        card = wording.incidents.reports_due(facts_of(incident, ctx), due, light, since)
        ctx.note(Event.INCIDENT_REMIND, None, incident=incident.id, report=due.report, light=light)
        asked = HELD_BY[Task.REPORT_INCIDENT] | HELD_BY[Task.CLASSIFY_INCIDENT]
        for account in reachable(named_for(asked, incident.network_id, ctx), ctx):
            ctx.tell(account, None, card, urgent=light is Light.RED)


def plan_review(incident: Incident, ctx: Context) -> None:
    """R-145: a month after its end."""
    day = (ctx.now + REVIEW).astimezone(zone_of(incident, ctx)).date()
    about = {"incident": incident.id}
    ctx.uow.due.plan(DueKind.REVIEW_INCIDENT, incident.id, _morning(day, incident, ctx), arguments=about)


def ask_review(cmd: DueCommand, ctx: Context) -> None:
    """R-145: whether what was promised at its end was done."""
    incident = ctx.uow.incidents.get(cmd.arguments["incident"])
    if incident.reviewed_at is None:
        for account in reachable(named_for(HELD_BY[Task.END_INCIDENT], incident.network_id, ctx), ctx):
            ctx.tell(account, None, wording.incidents.please_review(facts_of(incident, ctx)))


def is_idle(network_id: str, ctx: Context) -> bool:
    """R-135: for sixty days nobody has had to answer, nor tried: the digest has a line about it; nobody is called."""
    since = ctx.uow.incidents.newest_at(network_id) or ctx.uow.stores.network(network_id).created_at
    return ctx.now - since >= QUIET


def overdue(network_id: str, ctx: Context) -> int:
    """R-130: how many incidents have a report that should have been made; for the digest."""
    found = 0
    for incident in ctx.uow.incidents.listed(network_id, closed=False, most=MOST):
        today = ctx.now.astimezone(zone_of(incident, ctx)).date()
        found += any(due.light(today, made=made is not None) is Light.RED for due, made in dues(incident, ctx))
    return found


def lying(network_id: str, ctx: Context) -> int:
    """R-136, R-145: how many have been open for a month, or over for two and not looked at again; for the digest."""
    open_, over = (ctx.uow.incidents.listed(network_id, closed=closed, most=MOST) for closed in (False, True))
    since = [
        *(one.known_at for one in open_ if not one.drill),
        *(one.closed_at + REVIEW for one in over if one.closed_at and not (one.drill or one.reviewed_at)),
    ]
    return sum(ctx.now - moment >= REVIEW for moment in since)


def _morning(day: date, incident: Incident, ctx: Context) -> datetime:
    return datetime.combine(day, OPENS, zone_of(incident, ctx))
