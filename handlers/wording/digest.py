"""The weekly digest as a card."""

from __future__ import annotations

from collections.abc import Sequence

from audit.event import Entry, Event
from handlers.cards import Card, Tone
from handlers.desk import Desk

COUNTED = (
    Event.REPORT_OPEN,
    Event.ALERT_SEND,
    Event.CASE_REFUSE,
    Event.CASE_LAPSE,
    Event.CASE_WITHDRAW,
    Event.ALERT_RECALL,
    Event.ALERT_CORRECT,
    Event.SIGHTING_REPORT,
    Event.PICTURE_VIEW,
)


def weekly(desk: Desk, entries: Sequence[Entry], overdue: int, size: int, root: str) -> Card:
    """R-097, R-121: figures and the ledger's head, without a name or a picture."""
    return Card(desk.t("週次監査ダイジェスト"), tone=Tone.PLAIN)
