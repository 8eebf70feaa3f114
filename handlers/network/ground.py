"""Alerts end with what they stood on: store, agreement, the network's pictures (R-003, R-005, R-144)."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.alert.stop import call_back
from handlers.approval.withdraw import withdraw
from handlers.case.involved import tell_reporter
from handlers.case.record import rules_of
from handlers.case.told import told
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.notices.watch import watch
from policy.audience import lost_ground
from policy.forms.names import RecallReason
from policy.states import State
from storage.tables import DueKind


def look_at(moment: datetime, ctx: Context) -> None:
    """R-005, R-029: who takes part changes then: in this commit, or once more when the moment comes."""
    if moment > ctx.now:
        ctx.uow.due.plan(DueKind.PARTICIPATION, moment.isoformat(), moment)
    end_without_ground(ctx)
    watch(ctx)


def at_its_moment(cmd: DueCommand, ctx: Context) -> None:
    """R-005: a date has come; what it means stands in the rows, as they are now."""
    look_at(ctx.now, ctx)


def end_without_ground(ctx: Context) -> None:
    """R-003, R-005, R-009, R-144: live alerts are called back with the reason, what was not sent yet is closed."""
    ctx.uow.session.flush()
    network = ctx.uow.stores.the_network()
    for case in ctx.uow.cases.open_in(network.id):
        reason = lost_ground(ctx.uow.stores.store_facts(case.store), case.form, rules_of(case, ctx), ctx.now)
        if reason is None:
            continue
        if case.state == State.LIVE:
            call_back(case, None, reason, ctx)
        elif reason is not RecallReason.TEXT_ONLY:  # its approvers are asked anew, under the new rules, without one
            withdraw(case, ctx)
            ctx.note(Event.CASE_WITHDRAW, case, reason=reason)
            tell_reporter(case, wording.report.withdrawn(told(case, ctx)), ctx)
