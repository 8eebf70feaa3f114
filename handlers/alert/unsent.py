"""R-078: who hasn't got an alert, or its end, is told to those who can telephone, by name of the store."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers import wording
from handlers.cards import Topic
from handlers.case.involved import in_charge, readers
from handlers.case.tally import tally
from handlers.case.told import told
from handlers.commands.worker import DueCommand, NoteStop
from handlers.context import Context
from policy.states import MAY_BE_THERE, State
from storage.tables import Case, DueKind

TOGETHER: Final = 5
"""Seconds in which what fails, or gets through, is told as one card: a broadcast fails in one go."""


def plan_telling(case: Case, ctx: Context, *, worse: bool) -> None:
    """Soon those in charge hear which stores have nothing (``worse``: there are more of them), or no longer."""
    when, slot = ctx.now + timedelta(seconds=TOGETHER), int(ctx.now.timestamp()) // TOGETHER
    ctx.uow.due.plan(
        DueKind.TELL_UNSENT,
        f"{case.id}:{slot}:{int(worse)}",
        when,
        case_id=case.id,
        arguments={"worse": "1"} if worse else {},
    )


def tell_unsent(cmd: DueCommand, ctx: Context) -> None:
    """The stores to telephone now; what gets better is shown in place, where that is possible."""
    case, worse = ctx.uow.cases.locked(cmd.case_id or ""), "worse" in cmd.arguments
    stores = tally(case, ctx)
    left = [store for store in stores if (store.to_telephone if case.state == State.LIVE else store.stop_unsent)]
    if worse and not left:
        return  # it got through meanwhile, or somebody else at the store has it
    have_heard = ctx.uow.outbox.newest(case.id, [Topic.UNSENT])
    card = wording.unsent.unsent(told(case, ctx), left, anew=worse)
    for account in in_charge(case, ctx):
        if worse or (account.id in have_heard and ctx.traits(account).can_redraw):
            ctx.tell(account, case, card, urgent=worse)


def note_stop(cmd: NoteStop, ctx: Context) -> None:
    """A recall or correction can't leave for somebody, or has left after all.

    If it was given up, whoever else reads for the store is asked to confirm it.
    """
    case = ctx.uow.cases.locked(cmd.case_id)
    plan_telling(case, ctx, worse=not cmd.arrived)
    if not cmd.given_up:
        return
    rows = [row for row in ctx.uow.deliveries.of_case(case.id) if row.account_id == cmd.account_id]
    silent = [row for row in rows if row.state in MAY_BE_THERE and row.stop_confirmed_at is None]
    for reader in readers(silent, ctx):
        if reader.id != cmd.account_id:
            ctx.tell(reader, case, wording.stop.please_confirm_stop(told(case, ctx)), urgent=True)
