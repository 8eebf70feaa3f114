"""Each month the desk is tried: a request comes in by the public page, and has to be answered in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from audit.event import Event
from handlers.audit.digest import NINE, midnight
from handlers.commands.rights import NoteTrial
from handlers.context import Context
from policy.rights import Channel
from storage.tables import DueKind

WORDS: Final = (
    "これは毎月の確認です。本人はいません。期限までに「ほかの方法をとる」を選び、「確認しました」と答えてください。"
)
"""Japanese alone, as whoever writes at the door writes in a language of their own."""


def plan_trial(ctx: Context) -> None:
    """The next month's, on its first morning; planning twice plans once."""
    first = (midnight(ctx).replace(day=1) + timedelta(days=32)).replace(day=1)
    month = f"{first:%Y-%m}"
    ctx.uow.due.plan(DueKind.SEND_TRIAL, month, first + NINE, arguments={"month": month})


def note_trial(cmd: NoteTrial, ctx: Context) -> None:
    """R-076, L157: what came in is a trial: it has the clock, reminders and red of any other, and counts for nobody.

    Raises:
        LookupError: nothing came in.
    """
    request = ctx.uow.requests.by_form(cmd.form)
    request.channel = Channel.TRIAL
    ctx.note(Event.REQUEST_TRY, None, request=request.id)
    plan_trial(ctx)
