"""The case's picture: what is known of it, what lies in the vault, and how nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from audit.event import Event
from handlers.case.record import move
from handlers.context import Context
from policy.facts import PictureFacts, QualityFacts
from policy.forms.names import Wrong
from policy.states import State
from storage import places
from storage.places import Place
from storage.tables import WHILE_MASKING, Case, DueKind, PictureState, new_id
from storage.vault import Erased


def bytes_of(case_id: str, place: Place, ctx: Context) -> bytes | None:
    """A picture of the case; None if it is not there, or not any more."""
    try:
        return ctx.uow.vault.get(case_id, *place)
    except Erased:
        return None


def keep_bytes(case: Case, place: Place, content: bytes, ctx: Context) -> None:
    """R-065: under the case's own key."""
    ctx.uow.vault.put(case.id, *place, content, ctx.now)


def forget_bytes(case: Case, which: Iterable[Place], ctx: Context) -> None:
    """These are not kept any longer; harmless for what is not there."""
    for place in which:
        ctx.uow.vault.remove(case.id, *place)


def picture_of(case: Case, ctx: Context) -> PictureFacts | None:
    """What the rules know of the masked picture; None before masking.

    R-063: a tick from an account that is its member's no longer counts for nothing.
    """
    if case.masked_sha256 is None:
        return None
    ticked = map(ctx.uow.people.account_by_id, case.picture.ticked)
    return PictureFacts(
        case.masked_sha256,
        verified=case.picture.verified,
        confirmed_by_reporter=case.mask_confirmed_at is not None,
        quality=quality_of(case),
        overridden=case.picture.overridden == case.masked_sha256,
        by_hand=round(100 * (case.evidence or {}).get("by_hand", {}).get("share", 0)),
        ticked_by=frozenset(account.member_id for account in ticked if account.revoked_at is None),
    )


def is_shown(case: Case) -> bool:
    """R-049, R-096: whether neighbours may look at the picture: it is not wrong, and no doubt of it is open."""
    return Wrong.PICTURE not in case.narrowed and case.paused_at is None


def quality_of(case: Case) -> QualityFacts | None:
    """R-041: what masking measured of the masked picture; None before masking."""
    measured = (case.evidence or {}).get("quality")
    return QualityFacts(**measured) if measured else None


def drop_picture(case: Case, ctx: Context) -> None:
    """R-117: less than a picture will do, so none is kept, none is made, and no page shows one."""
    forget_picture(case, ctx)
    ctx.note(Event.PHOTO_DROP, case)
    ctx.uow.due.cancel(case.id, WHILE_MASKING)
    ctx.uow.links.revoke_case(case.id, ctx.now)
    if case.state in (State.MASKING, State.MASK_REVIEW):
        move(case, State.DRAFT, ctx)


def forget_picture(case: Case, ctx: Context) -> None:
    """Nothing of the photo stays, nor what masking found in it; another one may be sent."""
    forget_bytes(case, places.OF_PICTURE, ctx)
    forget_original(case, ctx)
    forget_masked(case)


def forget_original(case: Case, ctx: Context) -> None:
    """Where the photo lies, whom masking found in it and where somebody tapped go with the photo.

    R-065: the sender's own file in the chat goes too, where the platform has a way.
    """
    sender = ctx.uow.people.account_by_id(case.photo_account_id) if case.photo_account_id else None
    if case.photo_reference is not None and sender is not None and ctx.traits(sender).deletes_files:
        file = {"reference": case.photo_reference, "account": sender.id, "platform": sender.platform}
        ctx.uow.due.plan(DueKind.DELETE_FILE, new_id(), ctx.now, case_id=case.id, arguments=file, at_once=True)
    case.photo_reference = case.photo_account_id = None
    case.picture = PictureState(
        verified=case.picture.verified, overridden=case.picture.overridden, ticked=case.picture.ticked
    )


def forget_masked(case: Case) -> None:
    """What was measured of the masked picture, and its hash, go with it."""
    case.masked_sha256 = case.mask_confirmed_at = case.evidence = None
    case.picture = replace(case.picture, verified=False, overridden="", ticked=())
