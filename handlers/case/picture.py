"""The case's picture: what is known of it, and how nothing of it stays."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers.case.record import move, note
from handlers.case.sealed import salted_hash
from handlers.case.strokes import forget_strokes
from policy.facts import PictureFacts, QualityFacts
from policy.states import State
from storage.tables import Case
from storage.unit_of_work import UnitOfWork
from storage.vault import Erased


def picture_of(case: Case) -> PictureFacts | None:
    """What the rules know of the masked picture; None before masking."""
    if case.masked_sha256 is None:
        return None
    evidence = case.evidence or {}
    return PictureFacts(
        case.masked_sha256,
        verified=bool(evidence.get("verified")),
        confirmed_by_reporter=case.mask_confirmed_at is not None,
        quality=quality_of(case),
        overridden=evidence.get("overridden") == case.masked_sha256,
    )


def quality_of(case: Case) -> QualityFacts | None:
    """R-041: what masking measured of the masked picture; None before masking."""
    measured = (case.evidence or {}).get("masked", {}).get("quality")
    return QualityFacts(**measured) if measured else None


def keep_override(uow: UnitOfWork, case: Case, reason: str, now: datetime) -> str:
    """R-041: seal why this very picture is used in spite of its flaws; returns the reason's hash for the ledger."""
    uow.vault.put(case.id, "text", "override", reason.encode(), now)
    case.evidence = {**(case.evidence or {}), "overridden": case.masked_sha256}
    return salted_hash(uow, case.id, reason)


def override_of(uow: UnitOfWork, case: Case) -> str:
    """Why the picture is used in spite of its flaws; empty if there is no such reason for the picture as it is now."""
    picture = picture_of(case)
    if picture is None or not picture.overridden:
        return ""
    try:
        return uow.vault.get(case.id, "text", "override").decode()
    except Erased:
        return ""


STILLS = tuple(f"still-{number}" for number in range(1, 7))
"""Names in the vault of the frames that a video's reporter chooses from."""


PICTURE_PARTS = (
    *(("original", name) for name in ("received", "upright", *STILLS)),
    ("masked", "picture"),
    ("text", "override"),
)


def drop_picture(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """R-117: less than a picture will do, so none is kept."""
    forget_picture(case, uow)
    note(uow, Event.PHOTO_DROP, case, None, now)
    uow.due.cancel(case.id, ("fetch_photo", "fetch_video", "find_people", "mask"))
    uow.links.revoke_case(case.id, now)
    if case.state in (State.MASKING, State.MASK_REVIEW):
        move(case, State.DRAFT, now)


def forget_picture(case: Case, uow: UnitOfWork) -> None:
    """Nothing of the photo stays, nor what masking found in it; another one may be sent."""
    for kind, name in PICTURE_PARTS:
        uow.vault.remove(case.id, kind, name)
    forget_strokes(uow, case)
    case.photo_reference = case.masked_sha256 = case.mask_confirmed_at = case.evidence = None
