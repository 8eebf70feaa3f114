"""R-040: what chats still show of a case that ended is redrawn, message by message, where the platform can do that."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers import wording
from handlers.cards import Topic
from handlers.case.told import told
from handlers.commands.worker import DueCommand
from handlers.context import Context
from storage.tables import Case, DueKind

A_MINUTE: Final = 30
"""Slack changes about 50 messages a minute for a workspace (``chat.update``, tier 3); other cards need some of them."""


def plan_closing(case: Case, ctx: Context) -> None:
    """Whatever is there of the case, or on its way, says soon that it ended; stops keep their button (R-078)."""
    redrawable = [name for name, traits in ctx.ports.platforms.items() if traits.can_redraw]
    ctx.uow.outbox.overtake(case.id, redrawable, staying=Topic.STOP)
    _plan(case, ctx, timedelta())


def close_cards(cmd: DueCommand, ctx: Context) -> None:
    """Redraw as many as may be, oldest first; the others, and those still on their way, in a minute."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    # First: a card that arrives between the two questions must be in one of the answers.
    leaving = ctx.uow.outbox.is_leaving(case.id)
    shown, card = ctx.uow.outbox.overtaken(case.id), wording.stop.over(told(case, ctx))
    for message in shown[:A_MINUTE]:
        ctx.redraw(message, case, card)
        ctx.uow.outbox.redrawn(message)
    if len(shown) > A_MINUTE or leaving:
        _plan(case, ctx, timedelta(minutes=1))


def _plan(case: Case, ctx: Context, wait: timedelta) -> None:
    when = ctx.now + wait
    subject = f"{case.id}:{when.isoformat()}"
    ctx.uow.due.plan(DueKind.CLOSE_CARDS, subject, when, case_id=case.id, at_once=not wait)
