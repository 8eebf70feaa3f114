"""Quiet hours: what isn't urgent is told in the morning, once (R-127)."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from handlers.commands.worker import DueCommand
from handlers.context import Context
from policy.quiet import quiet_until
from storage.tables import DueKind

CAN_WAIT: Final = frozenset(
    {
        DueKind.TELL_TALLY,
        DueKind.REMIND_TRAINING,
        DueKind.REMIND_HOLD,
        DueKind.REMIND_PACK,
        DueKind.WEEKLY_DIGEST,
        DueKind.LOOK_AT_NOTICES,
    }
)
"""Nobody is in danger, and nothing is missed, for hearing of it some hours later."""


def ends(ctx: Context) -> datetime | None:
    """R-127: when this night ends for the network; None by day."""
    network = ctx.uow.stores.the_network()
    return quiet_until(ctx.now.astimezone(ZoneInfo(network.timezone)), ctx.uow.stores.rules(network.id))


def put_off(cmd: DueCommand, morning: datetime, ctx: Context) -> None:
    """The same in the morning; put off several times in one night, it is done once."""
    subject = f"{cmd.case_id or cmd.kind}:{morning.isoformat()}"
    ctx.uow.due.plan(cmd.kind, subject, morning, case_id=cmd.case_id, arguments=cmd.arguments)
