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
        DueKind.DAILY_CHECKPOINT,
        DueKind.REVIEW_INCIDENT,
        DueKind.LOOK_AT_NOTICES,
    }
)
"""Nobody is in danger, and nothing is missed, for hearing of it some hours later."""

RINGS: Final = frozenset(
    {
        DueKind.ABANDON,
        DueKind.PICTURE_WAITS,
        DueKind.HAND_BACK,
        DueKind.REMIND_APPROVERS,
        DueKind.CALL_STAND_INS,
        DueKind.LAPSE,
        DueKind.RETRY_BROADCAST,
        DueKind.CALL_SECOND_CONTACTS,
        DueKind.ASK_BEFORE_END,
        DueKind.EXPIRE,
        DueKind.REMIND_STOP,
        DueKind.TELL_UNSENT,
        DueKind.PARTICIPATION,
        DueKind.MEMBER_LEAVES,
        DueKind.START_RULES,
        DueKind.TAKE_UP_REQUEST,
        DueKind.REMIND_REQUEST,
        DueKind.CALL_FOR_INCIDENT,
        DueKind.REMIND_INCIDENT,
        DueKind.LEDGER_ALARM,
    }
)
"""An alert, or somebody's picture, can't wait; a date that has come holds from that moment on; an incident's clock is
the law's. Of these ``handlers.alert.stop`` and ``handlers.rights.remind`` put off by themselves what can wait.
"""


def ends(ctx: Context) -> datetime | None:
    """R-127: when this night ends for the network; None by day."""
    network = ctx.uow.stores.the_network()
    return quiet_until(ctx.now.astimezone(ZoneInfo(network.timezone)), ctx.uow.stores.rules(network.id))


def put_off(cmd: DueCommand, morning: datetime, ctx: Context) -> None:
    """The same in the morning; put off several times in one night, it is done once."""
    about = cmd.case_id or ":".join((cmd.kind, *sorted(cmd.arguments.values())))
    subject = f"{about}:{morning.isoformat()}"
    ctx.uow.due.plan(cmd.kind, subject, morning, case_id=cmd.case_id, arguments=cmd.arguments)
