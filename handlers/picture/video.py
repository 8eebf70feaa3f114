"""A video becomes stills, and one of them the photo: from then on nothing differs from a photo."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.case.people import reporter_of, who
from handlers.case.picture import STILLS
from handlers.case.record import move, note, require, require_own, rules_of
from handlers.commands.picture import RefusePhoto
from handlers.commands.video import KeepStills, NoteProgress, PickStill
from handlers.picture.attempt import awaited, plan_job
from handlers.picture.photo import refuse_photo
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.wording.video import CELLS
from policy.picture import may_take
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import Case
from storage.unit_of_work import UnitOfWork
from storage.vault import Erased


def note_progress(cmd: NoteProgress, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Redraw the bar where a sent card can be redrawn; elsewhere each step would cost a message, so none is sent."""
    case = uow.cases.get(cmd.case_id)
    reporter = reporter_of(uow, case)
    if reporter is None or not awaited(case, cmd.turn):
        return
    desk = Desk(reporter, case, uow, ports, now)
    if desk.can_redraw:
        cells = min(CELLS, CELLS * cmd.done // max(1, cmd.of))
        desk.send(wording.video_progress(desk, cells), topic=f"video:{case.id}")


def keep_stills(cmd: KeepStills, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-065: the stills under the case's own key, the video nowhere; the page shows them to choose from."""
    case = uow.cases.locked(cmd.case_id)
    if not awaited(case, cmd.turn):
        return
    taken = may_take(rules_of(uow, case))
    if isinstance(taken, Deny):
        refuse_photo(RefusePhoto(case.id, cmd.turn, taken.reason, video=True), uow, ports, now)
        return
    for name, picture in zip(STILLS, cmd.pictures, strict=False):
        uow.vault.put(case.id, "original", name, picture, now)
    case.evidence = {"stills": list(cmd.stills[: len(STILLS)])}
    move(case, State.MASK_REVIEW, now)
    note(uow, Event.STILLS_KEEP, case, None, now, stills=len(cmd.stills))
    reporter = reporter_of(uow, case)
    if reporter is None:
        return
    desk = Desk(reporter, case, uow, ports, now)
    if desk.can_redraw:
        desk.send(wording.video_ready(desk, len(cmd.stills)), topic=f"video:{case.id}")


def pick_still(cmd: PickStill, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-118: one still becomes the photo, the others are gone at once; its people are looked for."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require_own(uow, account, case, now)
    picture = _still(case, cmd.number, uow)
    if case.state != State.MASK_REVIEW or picture is None:
        require(Deny("R-118", N_("いまは選べません。画面を開き直してください。")))
        return
    for name in STILLS:
        uow.vault.remove(case.id, "original", name)
    uow.vault.put(case.id, "original", "received", picture, now)
    case.evidence = None
    move(case, State.MASKING, now)
    plan_job("find_people", case, uow, now)
    note(uow, Event.STILL_PICK, case, account, now)


def _still(case: Case, number: int, uow: UnitOfWork) -> bytes | None:
    """The picture, if the case is waiting for one of its stills to be chosen."""
    offered = len((case.evidence or {}).get("stills", ()))
    if not 1 <= number <= offered:
        return None
    try:
        return uow.vault.get(case.id, "original", STILLS[number - 1])
    except Erased:
        return None
