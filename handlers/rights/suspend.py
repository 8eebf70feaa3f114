"""A plausible objection to a live alert keeps its picture back until its store and the secretariat have looked."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import answers_for, in_charge
from handlers.case.record import zone_of
from handlers.case.told import told
from handlers.context import Context
from handlers.rights.record import asked_in
from policy.rights import suspends
from policy.states import State
from storage.tables import Account, Case, DueKind, Request


def darken(request: Request, case: Case, ctx: Context) -> None:
    """R-099, L214: if it is a plausible objection to this alert, which is locked; once for each."""
    before = any(link.case_id == case.id and link.suspended_at for link in ctx.uow.requests.links(request))
    if not before and _objects(request, case, ctx):
        _suspend(request, case, ctx)


def darken_at_birth(case: Case, ctx: Context) -> None:
    """R-096, R-099, L206, L214: whoever objected while the shop was still judging is heard before anybody looks.

    The request is taken up once more for it, a moment later: what locks requests locks them before cases.
    """
    for request in ctx.uow.requests.open_at(case.store_id):
        if _objects(request, case, ctx):
            case.paused_at = ctx.now
            subject, about = f"{request.id}:{case.id}", {"request": request.id}
            ctx.uow.due.plan(DueKind.TAKE_UP_REQUEST, subject, ctx.now, arguments=about, at_once=True)
    if case.paused_at is not None:
        ctx.note(Event.ALERT_PAUSE, case)


def _objects(request: Request, case: Case, ctx: Context) -> bool:
    asked, zone = asked_in(request, ctx), zone_of(case, ctx)
    if asked is None or case.state is not State.LIVE or case.event_at is None:
        return False
    return suspends(asked, case.store_id, case.event_at.astimezone(zone))


def _suspend(request: Request, case: Case, ctx: Context) -> None:
    """R-096, R-099, L206, L214: first it is dark, then people look; the case is locked."""
    ctx.uow.requests.link(request, case, ctx.now)
    ctx.note(Event.REQUEST_SUSPEND, case, request=request.id)
    if case.paused_at is None:
        case.paused_at = ctx.now
        ctx.note(Event.ALERT_PAUSE, case)
    for reader in in_charge(case, ctx):
        answers = answers_for(reader, case, ctx)
        card = wording.rights.objected(told(case, ctx), request.number, answers=answers)
        ctx.tell(reader, case, card, urgent=True)


def stand_by(case: Case, account: Account, ctx: Context) -> bool:
    """R-099, L214: the store stands by its alert; whether that waits for the secretariat's decision."""
    found = ctx.uow.requests.suspending(case.id)
    for link, request in found:
        link.stands_at = ctx.now
        ctx.note(Event.REQUEST_STAND, case, account, request=request.id)
    return bool(found)


def release(request: Request, ctx: Context) -> None:
    """R-099, L214: the request is answered; what its store stands by, and nobody else objects to, is shown again."""
    for link in ctx.uow.requests.links(request):
        case = ctx.uow.cases.locked(link.case_id)
        waits = any(other.id != request.id for _, other in ctx.uow.requests.suspending(case.id))
        if case.state is State.LIVE and case.paused_at and link.stands_at and not waits:
            case.paused_at, case.doubts_answered_at = None, ctx.now
            ctx.note(Event.ALERT_RESUME, case)
