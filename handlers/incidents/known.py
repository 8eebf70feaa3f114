"""What the records say of an incident, for its report, the person and the press (R-130, R-131, R-136, R-137)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.context import Context
from handlers.incidents.record import unpacked, written, zone_of
from handlers.incidents.scope import scope_of
from handlers.wording.nine import AlertScope, Known
from policy.incidents.kinds import Part
from policy.incidents.playbooks import TELLS_BODY, Outcome, Step
from storage.tables import Incident, IncidentCase


def known_of(incident: Incident, ctx: Context) -> Known:
    """R-130, R-136: deliveries, looks, recalls, steps, and the newest words of each part."""
    zone = zone_of(incident, ctx)
    steps, words = ctx.uow.incidents.steps(incident), newest_words(incident, ctx)
    done = {step: row.closed_at for step, row in steps.items() if row.outcome is Outcome.DONE}
    return Known(
        ctx.uow.stores.network(incident.network_id).name,
        incident.what,
        unpacked(incident.answers) if incident.answers else None,
        incident.known_at.astimezone(zone),
        _in(incident.taken_at, zone),
        tuple(_alert(row, zone, ctx) for row in ctx.uow.incidents.cases(incident)),
        words.get(Part.CAUSE, ""),
        words.get(Part.DAMAGE, ""),
        words.get(Part.MEASURE, ""),
        words.get(Part.PERSON, ""),
        _in(notice_since(incident, ctx), zone),
        _in(next((done[one] for one in TELLS_BODY if one in done), None), zone),
        _in(done.get(Step.POLICE), zone),
        _in(incident.first_report_at, zone),
        incident.drill,
    )


def newest_words(incident: Incident, ctx: Context) -> dict[Part, str]:
    """What was written last in each part."""
    return {part: words for part, _, _, words in written(incident, ctx)}


def notice_since(incident: Incident, ctx: Context) -> datetime | None:
    """R-131: since when the notice that stands in public stands there; None: none does."""
    since = None
    for part, at, _, words in written(incident, ctx):
        if part is Part.NOTICE:
            since = (since or at) if words else None
    return since


def _alert(row: IncidentCase, zone: ZoneInfo, ctx: Context) -> AlertScope:
    case = ctx.uow.cases.get(row.case_id)
    scope = scope_of(case, ctx)
    return AlertScope(
        case.number,
        case.store.full_name,
        case.form,
        _in(case.sent_at, zone),
        scope.stores,
        scope.sent,
        scope.looked,
        _in(row.recalled_at, zone),
    )


def _in(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment else None
