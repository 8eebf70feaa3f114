"""The reporter narrows the audience, or adds a far store of their own chain."""

from __future__ import annotations

from audit.event import Event
from handlers.case.audience import proposed, without
from handlers.case.record import to_rewrite
from handlers.case.sealed import keep_reason_for_store
from handlers.commands.steps import FilledForm
from handlers.context import Context
from handlers.report.describe import advance
from policy.forms.names import FieldName
from policy.forms.table import reach_m
from storage.tables import FarStore


def narrow_audience(cmd: FilledForm, ctx: Context) -> None:
    """R-117, R-124: fewer stores than the rules reach, by distance or one by one; the hash binds what is left."""
    account, case = to_rewrite(cmd, ctx)
    reach, left_out = reach_m(cmd.answers[FieldName.REACH]), without(case, cmd.answers[FieldName.LEAVE_OUT])
    case.reach_m, case.left_out = reach, left_out
    ctx.note(Event.AUDIENCE_NARROW, case, account, metres=reach or case.radius_km * 1000, left_out=len(left_out))
    advance(case, ctx)


def add_far_store(cmd: FilledForm, ctx: Context) -> None:
    """R-030: one far store of the own chain, with a reason of its own."""
    account, case = to_rewrite(cmd, ctx)
    store = ctx.uow.stores.get(cmd.answers[FieldName.STORE])
    if store.id not in proposed(case, ctx):
        ctx.uow.add(FarStore(case_id=case.id, store_id=store.id))
        keep_reason_for_store(case, store.id, cmd.answers[FieldName.REASON], ctx)
        ctx.note(Event.STORE_ADD, case, account, store=store.id)
    advance(case, ctx)
