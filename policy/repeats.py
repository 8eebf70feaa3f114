"""A "no" stays a no: which reports are about an event that has had its answer (guideline L221)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from policy.facts import EarlierNo, MemberFacts
from policy.retention import ANSWER_STANDS
from policy.verdict import N_, Allow, Deny, Verdict

OVERLAP = timedelta(hours=6)
"""Two events so close may be one: a shift, since shelves and footage often tell the time no better."""


def is_same_event(no: EarlierNo, *, event_at: datetime, reported_at: datetime, now: datetime) -> bool:
    """R-112, L221: in doubt it is the same event, however it is worded, by whomever of the store, at whatever hour.

    Args:
        no: How an earlier report of the same store ended.
        event_at: When the event happened, as this report says.
        reported_at: When this report was begun; one that was under way when the other was answered counts as well.
        now: The moment of asking; what is answered only afterwards is no earlier answer.
    """
    if no.ended_at > now:
        return False
    return reported_at <= no.ended_at + ANSWER_STANDS or abs(event_at - no.event_at) <= OVERLAP


def refusers_agree(earlier: Collection[EarlierNo], people: Collection[MemberFacts]) -> Verdict:
    """R-112, L221: whoever said "no" says yes now; a report that nobody answered is the secretariat's to judge.

    ``people``: the store's own whose yes counts. Where the secretariat says yes on top of them, nobody asks here.
    """
    saying_yes = {person.id for person in people}
    against = [no for no in earlier if no.refuser_id not in saying_yes]
    if not against:
        return Allow()
    if all(no.refuser_id for no in against):
        return Deny("R-112", N_("前の通報に「いいえ」と答えた人か、事務局の「はい」も必要です。回答を待っています。"))
    return Deny(
        "R-112",
        N_(
            "前の通報が配信されずに終わったか、申出により回収されたため、事務局の承認も必要です。事務局の回答を待っています。"
        ),
    )
