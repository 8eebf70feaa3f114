"""What nobody needs any more but no case takes with it (R-043: no record without an end)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, update
from sqlalchemy.orm import Session

from policy.caps import DAY
from policy.lanes import STRANGER_ROWS, Lane
from storage.statements import affected
from storage.tables import (
    OPEN,
    Applicant,
    Browser,
    ButtonMeaning,
    DeskLink,
    DeskSession,
    DueWork,
    Enrolment,
    InboxEvent,
    InboxState,
    Invitation,
    OutboxMessage,
    PublicTry,
    RefusedCode,
    TwofoldAct,
    Usage,
)

KEPT = timedelta(days=30)
"""LINE and Slack repeat webhooks for hours at most, and a card of last month is not overwritten any more."""


def tidy(session: Session, now: datetime) -> int:
    """Delete finished events, cards, codes, buttons, browsers and work of more than 30 days ago; returns how many rows.

    What strangers wrote goes after a day, and so does what was counted for one.

    A case's cards of that age give up where they stand in a chat.

    What belongs to a case goes with its record instead, and what is open stays, however old.
    """
    before = now - KEPT
    old = (
        delete(InboxEvent).where(InboxEvent.state != InboxState.NEW, InboxEvent.received_at < before),
        delete(InboxEvent).where(
            InboxEvent.lane == Lane.STRANGER,
            InboxEvent.state != InboxState.NEW,
            InboxEvent.received_at < now - STRANGER_ROWS,
        ),
        delete(OutboxMessage).where(
            OutboxMessage.state.not_in(OPEN),
            OutboxMessage.case_id.is_(None),
            OutboxMessage.created_at < before,
        ),
        delete(Browser).where(func.coalesce(Browser.seen_at, Browser.confirmed_at, Browser.asked_at) < before),
        delete(Applicant).where(Applicant.created_at < before),
        delete(RefusedCode).where(RefusedCode.at < before),
        delete(Enrolment).where(Enrolment.expires_at < before),
        delete(Invitation).where(Invitation.expires_at < before),
        delete(ButtonMeaning).where(ButtonMeaning.case_id.is_(None), ButtonMeaning.created_at < before),
        delete(DueWork).where(DueWork.case_id.is_(None), DueWork.done_at < before),
        delete(DeskLink).where(DeskLink.expires_at < now),
        delete(DeskSession).where(DeskSession.began_at < now - DAY),
        delete(TwofoldAct).where(TwofoldAct.asked_at < before),
        delete(PublicTry).where(PublicTry.began_at < now - DAY),
        delete(Usage).where(Usage.hour < now - DAY),
    )
    shown = update(OutboxMessage).where(OutboxMessage.receipt.is_not(None), OutboxMessage.created_at < before)
    session.execute(shown.values(receipt=None, replaces=None).execution_options(synchronize_session=False))
    return sum(affected(session, statement) for statement in old)
