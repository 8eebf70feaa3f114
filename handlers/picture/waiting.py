"""Nobody waits in silence for a picture: a sentence after a minute, an end after five, whatever it is that fails."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from handlers import wording
from handlers.case.involved import tell_reporter
from handlers.commands.picture import RefuseMask, RefusePhoto
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.picture.attempt import awaited, look_again
from policy.verdict import N_
from storage.tables import WHILE_MASKING, DueKind, DueWork

GIVEN_UP: Final = timedelta(minutes=5)
"""Whoever was robbed stands at the till: with another photo, or none, the alert is out in less."""

ARRIVED: Final = {"arrived": "here"}
"""What work that fetches and decodes in one knows of itself once it has fetched."""

NOT_FETCHED = N_("アプリの側で準備が終わらず、5分たっても受け取れませんでした。同じものをもう一度送ってみてください。")
NOT_WORKED = N_(
    "こちらの不具合で、5分たっても画像を処理できませんでした。写真や動画のせいではありません。"
    "急ぐときは写真なしで続けてください。しばらくしてから、同じものを送り直すこともできます。"
)
OVERRUN = N_("画像の処理が時間内に終わりませんでした。小さくした写真か、別の写真を送ってください。")


def picture_waits(cmd: DueCommand, ctx: Context) -> None:
    """R-003: what keeps failing is said once, and given up in time for something else to be sent."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    attempt, said = cmd.arguments["turn"], cmd.arguments.get("said", "")
    if not awaited(case, attempt):
        return
    failing = ctx.uow.due.failing(case.id, WHILE_MASKING)
    if failing and ctx.now - case.state_since >= GIVEN_UP:
        ctx.uow.due.cancel(case.id, WHILE_MASKING)
        ctx.then(_given_up(failing, case.id, attempt))
        return
    if failing and not said:
        said = "once"
        tell_reporter(case, wording.report.picture_waits(fetching=_is_outside(failing)), ctx)
    look_again(case, ctx, said=said)


def _is_outside(failing: DueWork) -> bool:
    """Whether we still wait for the app that it was sent with."""
    return (
        failing.kind in (DueKind.FETCH_PHOTO, DueKind.FETCH_VIDEO) and not ARRIVED.items() <= failing.arguments.items()
    )


def _given_up(failing: DueWork, case_id: str, attempt: str) -> RefuseMask | RefusePhoto:
    """What a picture is to blame for ends at once (``bot.jobs.Jobs``), so what kept failing here is our own fault."""
    if failing.kind is DueKind.MASK:
        return RefuseMask(case_id, attempt, NOT_WORKED)
    reason = NOT_FETCHED if _is_outside(failing) else NOT_WORKED
    return RefusePhoto(case_id, attempt, reason, video=failing.kind is DueKind.FETCH_VIDEO)
