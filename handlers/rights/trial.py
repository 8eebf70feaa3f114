"""Each month the desk is tried: a request comes in by the same verb as a stranger's, and has to be answered in time."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Final

from handlers.audit.digest import NINE, midnight
from handlers.cards import t
from handlers.commands.rights import NewRequest
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.recipient import read_in
from handlers.rights.intake import begin
from policy.rights import Asked, Channel, Wish
from storage.tables import DueKind

WORDS: Final = t(
    "これは毎月の確認です。本人はいません。期限までに「ほかの方法をとる」を選び、「確認しました」と答えてください。"
)


def plan_trial(ctx: Context) -> None:
    """The next month's, on its first morning; planning twice plans once."""
    first = (midnight(ctx).replace(day=1) + timedelta(days=32)).replace(day=1)
    month = f"{first:%Y-%m}"
    ctx.uow.due.plan(DueKind.SEND_TRIAL, month, first + NINE, arguments={"month": month})


def send_trial(cmd: DueCommand, ctx: Context) -> None:
    """R-076, L157: with the clocks, reminders and red of any other; its number says what it is, and nobody opens it."""
    month = cmd.arguments["month"]
    mark = hashlib.sha256(f"trial {month}".encode()).hexdigest()
    words = read_in(ctx.ports.sentences("ja"), WORDS)
    asked = Asked(Wish.QUESTION, words)
    begin(NewRequest(mark, f"T-{month}", b"", b"", asked, "ja"), Channel.TRIAL, ctx.now, None, ctx)
    plan_trial(ctx)
