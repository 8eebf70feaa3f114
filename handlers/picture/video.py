"""A video becomes stills, and one of them the photo: from then on nothing differs from a photo."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import reporter_of, who
from handlers.case.picture import bytes_of, forget_bytes, keep_bytes
from handlers.case.record import may_handle, move, require
from handlers.case.told import told
from handlers.commands.video import KeepStills, NoteProgress, PickStill
from handlers.context import Context
from handlers.picture.attempt import awaited, plan_job
from handlers.picture.photo import refused_by_network
from handlers.wording.video import CELLS
from policy.states import State
from policy.verdict import N_, Deny
from storage.places import RECEIVED, STILLS
from storage.tables import Case, DueKind, PictureState


def note_progress(cmd: NoteProgress, ctx: Context) -> None:
    """Redraw the bar where a sent card can be redrawn; elsewhere each step would cost a message, so none is sent."""
    case = ctx.uow.cases.get(cmd.case_id)
    reporter = reporter_of(case, ctx)
    if reporter and awaited(case, cmd.attempt) and ctx.traits(reporter).can_redraw:
        cells = min(CELLS, CELLS * cmd.done // max(1, cmd.of))
        ctx.tell(reporter, case, wording.video.video_progress(cells))


def keep_stills(cmd: KeepStills, ctx: Context) -> None:
    """R-065: the stills under the case's own key, the video nowhere; the page shows them to choose from."""
    case = ctx.uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.attempt) or refused_by_network(case, cmd.attempt, ctx, video=True):
        return
    for place, picture in zip(STILLS, cmd.pictures, strict=False):
        keep_bytes(case, place, picture, ctx)
    case.picture = PictureState(scenes=cmd.scenes[: len(STILLS)])
    move(case, State.MASK_REVIEW, ctx)
    ctx.note(Event.STILLS_KEEP, case, stills=len(cmd.scenes))
    reporter = reporter_of(case, ctx)
    if reporter and ctx.traits(reporter).can_redraw:
        ctx.tell(reporter, case, wording.video.video_ready(told(case, ctx), len(cmd.scenes)))


def pick_still(cmd: PickStill, ctx: Context) -> None:
    """R-118: one still becomes the photo, the others are gone at once; its people are looked for."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_handle(account, case, ctx))
    picture = _still(case, cmd.number, ctx)
    if case.state != State.MASK_REVIEW or picture is None:
        require(Deny("R-118", N_("いまは選べません。画面を開き直してください。")))
        return
    forget_bytes(case, STILLS, ctx)
    keep_bytes(case, RECEIVED, picture, ctx)
    case.picture = PictureState()
    move(case, State.MASKING, ctx)
    plan_job(DueKind.FIND_PEOPLE, case, ctx)
    ctx.note(Event.STILL_PICK, case, account)


def _still(case: Case, number: int, ctx: Context) -> bytes | None:
    """The picture, if the case is waiting for one of its stills to be chosen."""
    if not 1 <= number <= len(case.picture.scenes):
        return None
    return bytes_of(case.id, STILLS[number - 1], ctx)
