"""When neighbours' doubts keep back what shows a person (guideline L206)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from policy.forms.names import DoubtReason

DOUBTING_STORES: Final = 2
"""One may err or be wished away; two that don't know of each other seldom do."""

GATHERED: Final = timedelta(minutes=10)
"""From the first doubt on: the reason is a second tap, and whoever else doubts at once is in the same complaint."""


@dataclass(frozen=True)
class Doubt:
    """What one person at one store thinks; the newest of their reasons."""

    store_id: str
    reason: DoubtReason
    at: datetime


def is_in_doubt(doubts: Collection[Doubt], answered_at: datetime | None) -> bool:
    """R-096, L206: since its store last answered, a doubt with a reason came in, or doubts of two stores."""
    unanswered = [doubt for doubt in doubts if answered_at is None or doubt.at > answered_at]
    with_reason = any(doubt.reason is not DoubtReason.UNSAID for doubt in unanswered)
    return with_reason or len({doubt.store_id for doubt in unanswered}) >= DOUBTING_STORES
