"""A hold keeps what suspected abuse would need, for two people's reason and for a limited time (guideline L256)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from policy.verdict import N_, Allow, Deny, Verdict

LONGEST_HOLD = timedelta(days=30)
"""Then two people look again whether the reason still stands."""

LONGEST_IN_ALL = timedelta(days=90)
"""Time enough for the police or a court to ask for it; after that it is theirs or gone."""

UNCONFIRMED = timedelta(hours=24)
"""What is due to be erased tonight waits for the second person until tomorrow, and no longer."""


class HoldReason(StrEnum):
    """Why a case is held; there are no others."""

    SUSPECTED_ABUSE = "suspected_abuse"
    INTRUSION = "intrusion"
    COMPLAINT = "complaint"
    POLICE_REPORT = "police_report"
    COURT_ORDER = "court_order"


HOLD_REASONS = {
    HoldReason.SUSPECTED_ABUSE: N_("内部での不正の疑い"),
    HoldReason.INTRUSION: N_("不正アクセスの疑い"),
    HoldReason.COMPLAINT: N_("苦情・開示請求への対応"),
    HoldReason.POLICE_REPORT: N_("警察への相談・被害届"),
    HoldReason.COURT_ORDER: N_("裁判所の手続き"),
}
"""How people read them (msgids)."""


class ReadPurpose(StrEnum):
    """What held content is read for; there are no others (R-007)."""

    INVESTIGATE = "investigate"
    ANSWER_COMPLAINT = "answer_complaint"
    PREPARE_HAND_OVER = "prepare_hand_over"


class HandOverBasis(StrEnum):
    """On what ground it is handed over."""

    WARRANT = "warrant"
    INVESTIGATION_INQUIRY = "investigation_inquiry"
    OWN_REPORT = "own_report"


HAND_OVER_BASES = {
    HandOverBasis.WARRANT: N_("令状"),
    HandOverBasis.INVESTIGATION_INQUIRY: N_("捜査関係事項照会"),
    HandOverBasis.OWN_REPORT: N_("自店からの被害届・相談"),
}
"""How people read them (msgids)."""


@dataclass(frozen=True)
class HoldFacts:
    """One asking: who, when, for how long; who confirmed it, and when, if anybody did."""

    asked_by: str
    asked_at: datetime
    days: int
    confirmed_at: datetime | None = None


def check_term(member_id: str, earlier: Sequence[HoldFacts], days: int, now: datetime) -> Verdict:
    """R-142, L256: thirty days at a time, ninety in all; who was not confirmed once does not ask again."""
    if not 0 < days <= LONGEST_HOLD.days:
        return Deny(
            "R-142", N_("保全の期限は、今日から {days} 日以内の日付にしてください。"), {"days": LONGEST_HOLD.days}
        )
    if earlier and now + timedelta(days=days) > earlier[0].asked_at + LONGEST_IN_ALL:
        return Deny(
            "R-142",
            N_("保全は、最初の依頼から全部で {days} 日までです。必要なものは、期限までに引き渡してください。"),
            {"days": LONGEST_IN_ALL.days},
        )
    if any(one.asked_by == member_id and one.confirmed_at is None for one in earlier):
        return Deny("R-142", N_("前の依頼が確認されていません。事務局のほかの方から依頼してください。"))
    return Allow()


def check_confirmation(member_id: str, asked: HoldFacts | None, now: datetime) -> Verdict:
    """R-142, L256: another person than who asked, within the day that erasure waits for them."""
    if asked is None or asked.confirmed_at is not None or now > asked.asked_at + UNCONFIRMED:
        return Deny("R-142", N_("確認を待っている保全の依頼がありません。依頼からやり直してください。"))
    if asked.asked_by == member_id:
        return Deny("R-142", N_("依頼した本人は確認できません。事務局のほかの方か、監査人が確認してください。"))
    return Allow()


def until(earlier: Sequence[HoldFacts], days: int, now: datetime) -> datetime:
    """R-142: when a hold that is confirmed now ends by itself; ``earlier``: all of them, first asked first."""
    return min(now + timedelta(days=days), earlier[0].asked_at + LONGEST_IN_ALL)


def check_open(earlier: Sequence[HoldFacts], now: datetime) -> Verdict:
    """R-007, R-142: what is held by two people's decision may be read; what one person asked for may not."""
    if any(one.confirmed_at is not None and until(earlier, one.days, one.confirmed_at) > now for one in earlier):
        return Allow()
    return Deny("R-142", N_("この事案は、二人で決めた保全の期間中ではありません。内容は読めません。"))
