"""A platform's monthly messages: an alert leaves only if its own recall could still follow (guideline L126, L214)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from policy.rules import Rules
from policy.verdict import N_, Allow, Deny, Verdict

JUST_NOW = timedelta(minutes=1)
"""Each broadcast is decided on a figure of this age, since an older one may leave out what others sent."""

FRESH = timedelta(minutes=15)
"""For single cards, and for a broadcast that the platform left without an answer: what we sent since is counted on."""

LONGEST_WAIT = timedelta(seconds=60)
"""The platform answers within a second, or is in trouble; the suspect is at the next shop within minutes."""

PRESSING_A_DAY = 20
"""Ten people called to two incidents; a month's reserve is some hundred."""

DAYS_TO_NOTICE = 5
"""So long a month lasts at least, whatever one person does: the secretariat reads on the first of them who it is."""

LEAST_SHARE = 20
"""Two reports with their photos and requests, in the smallest plan."""


ONE_REPORT = 10
"""With its photo, its requests and what becomes of them."""


@dataclass(frozen=True)
class QuotaFacts:
    """What the platform said of this month's messages. ``allowed`` None: without limit. ``asked_at``: aware UTC."""

    allowed: int | None
    used: int
    asked_at: datetime


def is_known(quota: QuotaFacts | None, now: datetime, within: timedelta = FRESH) -> bool:
    """R-078: whether the platform was asked, and lately; one from the future was asked before a clock was set back."""
    return quota is not None and abs(now - quota.asked_at) <= within


def leaves_a_recall(
    quota: QuotaFacts | None, needed: int, promised: int, rules: Rules, now: datetime, *, owed: int = 0
) -> Verdict:
    """R-078, L126, L214: enough messages for the alert, and as many again for its recall, so that a recall never fails.

    ``promised``: messages that are about to leave, another alert's for one. ``owed``: what the recalls of all other
    alerts would cost. Where the figure isn't known, the network's rules say whether it goes all the same; an old one
    still counts against it.
    """
    if not is_known(quota, now) and not rules.send_when_quota_unknown:
        return Deny("R-078", N_("LINEの残り通数を確かめられないため、まだ送れません。確かめられると自動で送られます。"))
    return _within(quota, needed, max(rules.line_reserve_messages, owed + needed) + promised)


def leaves_the_reserve(quota: QuotaFacts | None, promised: int, rules: Rules, *, owed: int = 0) -> Verdict:
    """R-078, L126, L214: asked before each single card that isn't urgent, so that no chatter uses up the recalls.

    ``promised``: messages that are about to leave and that the platform has not counted yet; ``owed`` as below. Where
    no figure was ever asked for, the card goes: whoever is to be called back was warned by an alert that asked.
    """
    return _within(quota, promised + 1, max(rules.line_reserve_messages, owed))


def leaves_what_is_owed(
    quota: QuotaFacts | None, promised: int, rules: Rules, *, owed: int, decided: bool = False
) -> Verdict:
    """R-078, L126, L214: asked before each urgent card: half of the reserve is for it, and nothing a recall would need.

    The other half no number of people can take, whatever they ask for: alerts that have ended can be recalled as well.
    ``owed``: what it costs to call back every alert that lives, and the recalls and corrections that wait to leave.
    ``decided``: an alert's own card, for which there was room with all its recalls.
    """
    return _within(quota, promised + 1, owed if decided else max(owed, rules.line_reserve_messages // 2))


def may_use_the_reserve(used: int) -> bool:
    """R-078, L126, L214: whether one more card that is urgent, and about no case, may cost one of the last messages.

    ``used``: what such cards cost in the last ``caps.DAY``. Whoever opens incident after incident, or browser after
    browser, has people called each time, and must not use up the recalls.
    """
    return used < PRESSING_A_DAY


def may_cost(spent: int, by_all: int, quota: QuotaFacts | None, rules: Rules) -> Verdict:
    """R-123, L231: whether one more message may be paid for of what one person does, whoever reads it.

    ``spent``: what that cost in the last ``caps.DAY``, alerts and their ends apart: those took others' yes, or must
    reach everybody. ``by_all``: the same of everybody's doings. Nobody by themselves empties a month in a day, whatever
    they find to press again and again; nor do several together: once a day has cost more than it leaves, each has what
    a report needs, so that whoever still has to report can.
    """
    each = min(rules.messages_per_person_day, _share_of(quota, rules))
    if _is_run_on(by_all, quota, rules):
        each = min(each, ONE_REPORT)
    if spent < each:
        return Allow()
    return Deny(
        "R-123",
        N_("24時間に1人の操作の知らせに使えるLINEの通数（{each}通）に達しました。急ぐときは事務局に電話してください。"),
        {"each": each},
    )


def _share_of(quota: QuotaFacts | None, rules: Rules) -> int:
    if quota is None or quota.allowed is None:
        return rules.messages_per_person_day
    return max(LEAST_SHARE, (quota.allowed - rules.line_reserve_messages) // DAYS_TO_NOTICE)


def _is_run_on(by_all: int, quota: QuotaFacts | None, rules: Rules) -> bool:
    if quota is None or quota.allowed is None:
        return False
    return by_all > max(0, quota.allowed - quota.used - rules.line_reserve_messages)


def _within(quota: QuotaFacts | None, needed: int, reserve: int) -> Verdict:
    if quota is None or quota.allowed is None:
        return Allow()
    left = quota.allowed - quota.used - reserve
    if needed <= left:
        return Allow()
    return Deny(
        "R-078",
        N_("今月の残り通数が足りません（必要 {needed}、使える {left}）。事務局が追加すると自動で送られます。"),
        {"needed": needed, "left": max(left, 0)},
    )
