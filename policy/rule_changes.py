"""When other rules start: what lets more out, or keeps more for longer, a day after two people decided it (R-126)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

from policy.rules import Rules, Value

NOTICE: Final = timedelta(hours=24)
"""For whoever has to work by them to read them, and for whoever allowed too much to take it back."""


class Stricter(IntEnum):
    """Which way a rule moves so that less goes out or is kept; a switch that is on is more."""

    LESS = -1
    MORE = 1


DIRECTIONS: Final[Mapping[str, Stricter]] = {
    "text_only": Stricter.MORE,
    "approvals_needed": Stricter.MORE,
    "reporter_counts": Stricter.LESS,
    "max_event_age_hours": Stricter.LESS,
    "radius_km": Stricter.LESS,
    "max_stores": Stricter.LESS,
    "life_hours": Stricter.LESS,
    "min_reason_characters": Stricter.MORE,
    "max_field_characters": Stricter.LESS,
    "lapse_minutes": Stricter.LESS,
    "recall_reminder_minutes": Stricter.LESS,
    "original_hours": Stricter.LESS,
    "text_days": Stricter.LESS,
    "record_days": Stricter.LESS,
    "line_reserve_messages": Stricter.MORE,
    "repeat_alerts": Stricter.LESS,
    "repeat_days": Stricter.MORE,
    "send_when_quota_unknown": Stricter.LESS,
    "reports_per_person_day": Stricter.LESS,
    "reports_per_store_day": Stricter.LESS,
    "views_per_person_day": Stricter.LESS,
    "views_per_store_day": Stricter.LESS,
    "posts_per_person_day": Stricter.LESS,
    "posts_per_store_day": Stricter.LESS,
    "messages_per_person_day": Stricter.LESS,
}
"""Rules that aren't here are of no weight for anybody's rights: who is reminded when, where the desk can be reached."""


def loosens(before: Rules, after: Rules) -> bool:
    """R-044, R-126, L231: whether any rule moves away from the stricter side, whatever the others do."""
    old, new = asdict(before), asdict(after)
    return any((new[name] - old[name]) * way < 0 for name, way in DIRECTIONS.items())


def starts_at(before: Rules, after: Rules, decided_at: datetime) -> datetime:
    """R-126, L231: stricter rules at once; looser ones a day later, so that nobody is ruled by what they can't know."""
    return decided_at + NOTICE if loosens(before, after) else decided_at


def still_meant(
    before: Mapping[str, Value], changes: Mapping[str, Value], now: Mapping[str, Value]
) -> dict[str, Value]:
    """R-044, R-126: of what was decided a day ago what no later decision has changed meanwhile.

    Args:
        before: The rules by name, as they were when it was decided.
        changes: What was decided.
        now: The rules by name.
    """
    return {name: value for name, value in changes.items() if now[name] == before[name]}
