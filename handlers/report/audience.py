"""The reporter narrows the audience, or adds a far store of their own chain."""

from __future__ import annotations

from audit.event import Event
from handlers.case.audience import within
from handlers.case.people import who
from handlers.case.record import may_rewrite, require, rules_of
from handlers.case.sealed import keep_reason_for_store
from handlers.commands.steps import FilledForm
from handlers.context import Context
from handlers.forms.definitions import LEAVE_NONE, TAKE_BACK, WHOLE_REACH
from handlers.report.describe import advance
from policy.audience import may_add_far, may_narrow
from policy.verdict import N_, Deny
from storage.tables import Case, FarStore


def narrow_audience(cmd: FilledForm, ctx: Context) -> None:
    """R-117, R-124: fewer stores than the rules reach, by distance or one by one; the hash binds what is left."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_rewrite(account, case, ctx))
    reach = None if cmd.answers["reach"] == WHOLE_REACH.value else int(cmd.answers["reach"])
    require(may_narrow(reach, rules_of(case, ctx)))
    without = _without(case, cmd.answers["leave_out"])
    if not within(case, reach, without, ctx):
        require(Deny("R-124", N_("知らせる店舗がなくなります。範囲を広げるか、外す店舗を減らしてください。")))
    case.reach_m, case.left_out = reach, without
    ctx.note(Event.AUDIENCE_NARROW, case, account, metres=reach or case.radius_km * 1000, left_out=len(without))
    advance(case, ctx)


def _without(case: Case, answer: str) -> list[str]:
    if answer == TAKE_BACK.value:
        return []
    return [*case.left_out, *([] if answer == LEAVE_NONE.value else [answer])]


def add_far_store(cmd: FilledForm, ctx: Context) -> None:
    """R-030: one far store of the own chain, with a reason of its own."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_rewrite(account, case, ctx))
    store = ctx.uow.stores.get(cmd.answers["store"])
    here, there = ctx.uow.stores.facts(case.store), ctx.uow.stores.facts(store)
    require(may_add_far(here, there, radius_km=case.radius_km, now=ctx.now))
    if store.id not in ctx.uow.cases.far_stores(case.id):
        ctx.uow.add(FarStore(case_id=case.id, store_id=store.id))
        keep_reason_for_store(case, store.id, cmd.answers["reason"], ctx)
        ctx.note(Event.STORE_ADD, case, account, store=store.id)
    advance(case, ctx)
