"""Which picture a page asks for, and whether its reader gets it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.web.authentication import Unknown, Visitor
from bot.web.material import Material, around, part_of
from handlers.case.picture import bytes_of, is_shown
from handlers.context import Context
from masking.results import Box
from policy.access import Purpose
from storage.places import MASKED, STILLS, UPRIGHT, Place


@dataclass(frozen=True)
class Asked:
    """Which picture: the masked one with this hash, if any is named; or for the reporter the original or a still.

    Attributes:
        original: Before masking.
        near: Of it, the suspect and what stands around them.
        still: Of a video; 0 is the picture that was chosen or sent.
        sha256: Of the masked one that the page speaks of.
    """

    original: bool
    near: bool
    still: int
    sha256: str


def load(visitor: Visitor, asked: Asked, ctx: Context) -> tuple[bytes, str, Box | None]:
    """The picture, its watermark, and what to show of it; exactly the one with that hash, or that still.

    Raises:
        Unknown: there is none, or it isn't for them.
    """
    if asked.original and visitor.purpose is not Purpose.MASK:
        raise Unknown
    case = ctx.uow.cases.get(visitor.case_id)
    if visitor.purpose is Purpose.ALERT and not is_shown(case):
        raise Unknown
    data = bytes_of(case.id, _place_of(asked.still) if asked.original else MASKED, ctx)
    if data is None:
        raise Unknown
    shown = hashlib.sha256(data).hexdigest()
    if not asked.original and (shown != case.masked_sha256 or asked.sha256 not in ("", shown)):
        raise Unknown
    whole = around(case) if asked.near else None
    return data, material_of(visitor, ctx).watermark(), whole if visitor.purpose is Purpose.MASK else part_of(case)


def material_of(visitor: Visitor, ctx: Context) -> Material:
    """What the reader is shown."""
    return Material(ctx.uow.people.account_by_id(visitor.account_id), ctx.uow.cases.get(visitor.case_id), ctx)


def _place_of(still: int) -> Place:
    """In the vault; 0 is the picture that was chosen or sent."""
    if not 0 <= still <= len(STILLS):
        raise Unknown
    return STILLS[still - 1] if still else UPRIGHT
