"""Neighbours' 「誤りでは？」 becomes a complaint, answered by somebody who is no party to the alert (R-076, R-096)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from audit.event import Event
from handlers import wording
from handlers.case.record import zone_of
from handlers.commands.rights import NewRequest
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.recipient import read_in
from handlers.rights.intake import begin
from policy.doubt import GATHERED
from policy.rights import Asked, Channel, Told, Wish
from policy.states import Ending
from storage.tables import Case, Delivery, DueKind, Request

WRITTEN: Final = "ja"
"""In which language: the desk's, who alone reads it."""


def plan_complaint(case: Case, ctx: Context) -> None:
    """R-076, R-096: once for each alert, a little after the first doubt."""
    ctx.uow.due.plan(DueKind.TAKE_UP_DOUBTS, case.id, ctx.now + GATHERED, case_id=case.id)


def take_up(cmd: DueCommand, ctx: Context) -> None:
    """R-076, R-096, L157, L206: with the clock, the roles and the record of any complaint; what was called back
    meanwhile needs none, since everybody hears of it.
    """
    case = ctx.uow.cases.get(cmd.case_id or "")
    doubted = _doubted(case, ctx)
    if not doubted or case.event_at is None or case.ending is Ending.RECALL:
        return
    local, first = case.event_at.astimezone(zone_of(case, ctx)), min(at for _, at in doubted)
    said = wording.doubt.complained((row.store.full_name, row.doubt) for row, _ in doubted if row.doubt)
    words = read_in(ctx.ports.sentences(WRITTEN), said)
    asked = Asked(Wish.COMPLAINT, words, case.store_id, local.date(), local.hour)
    form = hashlib.sha256(f"doubt|{case.id}".encode()).hexdigest()
    new = NewRequest(form, f"D-{case.number}", b"", b"", asked, WRITTEN)
    if request := begin(new, Channel.NEIGHBOUR, first, None, ctx):
        ctx.uow.requests.link(request, case)


def tell_neighbours(request: Request, cases: list[Case], ctx: Context) -> None:
    """R-076, R-096: whoever doubted hears that it was looked into, and what came of it; not what was written."""
    if request.channel is not Channel.NEIGHBOUR or request.decided is None:
        return
    for case in cases:
        for row, _ in _doubted(case, ctx):
            ctx.tell(row.account, case, wording.doubt.answered(case.number, request.decided))
    request.told_at, request.told_how = ctx.now, Told.CHAT
    ctx.note(Event.REQUEST_TELL, None, request=request.id, how=Told.CHAT)


def _doubted(case: Case, ctx: Context) -> list[tuple[Delivery, datetime]]:
    """Who doubted, and when last."""
    return [(row, row.doubted_at) for row in ctx.uow.deliveries.of_case(case.id) if row.doubted_at is not None]
