"""Who is to come in: how far their invitation is, and the card that is handed over to them (R-001, R-113)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chat import Door
from bot.web.desk.people import KINDS, Row
from handlers.cards import Text, t
from handlers.context import Context
from handlers.network.invitations import Invite, Invited
from policy.readiness import Level
from policy.verdict import N_
from storage.enrolments import VALID_FOR

SAYS: Final[Mapping[Invite, tuple[str, Level]]] = {
    Invite.NONE: (N_("コードはまだありません"), Level.BAD),
    Invite.HANDED: (N_("コードは {until} まで使えます"), Level.CARE),
    Invite.OVER: (N_("コードの期限が切れました"), Level.BAD),
    Invite.ASKED: (N_("本人かどうかの確認を待っています"), Level.CARE),
    Invite.IN: (N_("登録済み"), Level.GOOD),
}


@dataclass(frozen=True)
class Card:
    """What is handed over to somebody; ``words``: what they send, or empty when the code is gone.

    ``doors``: chat and the address behind its QR code; ``ready``: of those where the words stand in the field already.
    """

    code: str
    name: str
    words: str
    until: datetime
    doors: tuple[tuple[str, str], ...]
    ready: frozenset[str]


def says(invited: Invited) -> tuple[Text, Level]:
    """How far it is, in words, and how that looks."""
    sentence, level = SAYS[invited.step]
    return t(sentence, until=invited.until) if invited.until else t(sentence), level


def card(row: Row, one_time: str, shown_for: timedelta, ctx: Context) -> Card:
    """R-001: the code, and what opens the chat, as the platforms last said; they are not asked for it now."""
    words = f"登録 {one_time}" if one_time else ""
    doors = {one.platform: Door(one.door, one.door_ready) for one in ctx.uow.access.all() if one.door}
    return Card(
        row.code,
        row.name,
        words,
        ctx.now + VALID_FOR - shown_for,
        tuple((KINDS[platform], door.with_words(words)) for platform, door in doors.items()),
        frozenset(KINDS[platform] for platform, door in doors.items() if door.ready),
    )
