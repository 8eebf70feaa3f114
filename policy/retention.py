"""When each kind of data dies, and what may delay it (guideline L113–121, L256)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from policy.rules import CEILINGS, Rules
from policy.verdict import N_, Allow, Deny, Verdict


class Kind(StrEnum):
    """What a case leaves behind; each but the last is a key of the vault, the last is the rows."""

    ORIGINAL = "original"
    MASKED = "masked"
    TEXT = "text"
    REASONS = "reasons"
    """Why the assessors answered as they did."""
    RECORD = "record"


AFTER_LEAVING = timedelta(days=365)
"""R-043: a seasonal helper comes back within the year as who they were; later nobody asks for them by name."""

ANSWER_STANDS = timedelta(hours=24)
"""R-112: so long a "no" is shown, with its reasons, to whoever is asked about the same event again."""


def due_at(
    kind: str,
    *,
    created_at: datetime,
    sent_at: datetime | None,
    ended_at: datetime | None,
    rules: Rules,
) -> datetime:
    """R-040, R-043, R-082, L113, L119, L175: every kind has an end from the first minute on; events bring it closer.

    Original: when the alert goes out or the case closes, 24 h at most. Masked, which is personal data no less: when the
    case ends. Free text, reasons and record: their days after the end; but what was never sent is needed by nobody once
    the case ends, save the reasons for as long as the answer stands. A case that has not ended is taken to end at the
    last moment it could.

    Raises:
        ValueError: ``kind`` is none of ``Kind``.
    """
    kind = Kind(kind)
    end = ended_at or _latest_end(created_at, sent_at, rules)
    if kind is Kind.ORIGINAL:
        known = [moment for moment in (sent_at, ended_at) if moment is not None]
        return min([created_at + timedelta(hours=_limited("original_hours", rules)), *known])
    if kind is Kind.MASKED:
        return end
    if kind is not Kind.RECORD and sent_at is None:
        return end + (ANSWER_STANDS if kind is Kind.REASONS else timedelta())
    if kind is not Kind.RECORD:
        return end + timedelta(days=_limited("text_days", rules))
    return end + timedelta(days=_limited("record_days", rules))


def may_erase(hold_until: datetime | None, now: datetime) -> Verdict:
    """R-142, L256: a hold stops erasure until its end date, and not a moment longer."""
    if hold_until is not None and hold_until > now:
        return Deny("R-142", N_("保全中のため消去しません。保全の期限が来ると自動で消去します。"))
    return Allow()


def _latest_end(created_at: datetime, sent_at: datetime | None, rules: Rules) -> datetime:
    """An unsent case is stale once its event is too old to send; a sent one ends with its life."""
    if sent_at is None:
        return created_at + timedelta(hours=_limited("max_event_age_hours", rules))
    return sent_at + timedelta(hours=_limited("life_hours", rules))


def _limited(name: str, rules: Rules) -> int:
    """R-044, L121: even a rule set that slipped past ``check_rules`` keeps nothing beyond the ceiling."""
    value: int = getattr(rules, name)
    return min(value, CEILINGS[name].greatest)
