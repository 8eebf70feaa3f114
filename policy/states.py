"""The states of a case and the only ways between them, as data; the states of a delivery."""

from __future__ import annotations

from enum import StrEnum

from policy.verdict import N_, Allow, Deny, Verdict


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    MASKING = "masking"
    MASK_REVIEW = "mask_review"
    ASSESSING = "assessing"
    RETURNED = "returned"
    LIVE = "live"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    LAPSED = "lapsed"
    ERASED = "erased"


STATE_NAMES = {
    State.DRAFT: N_("作成中"),
    State.MASKING: N_("画像を処理中"),
    State.MASK_REVIEW: N_("画像の確認待ち"),
    State.ASSESSING: N_("承認待ち"),
    State.RETURNED: N_("差し戻し中"),
    State.LIVE: N_("配信中"),
    State.ENDED: N_("終了"),
    State.WITHDRAWN: N_("取り下げ"),
    State.REFUSED: N_("配信しない"),
    State.LAPSED: N_("時間切れ"),
    State.ERASED: N_("消去済み"),
}
"""How people read them (msgids)."""


class Ending(StrEnum):
    """How a case ended: an alert by one of the first three, what was never sent by the state it closed in."""

    ALL_CLEAR = "all_clear"
    RECALL = "recall"
    EXPIRY = "expiry"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    LAPSED = "lapsed"


TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.MASKING, State.ASSESSING, State.WITHDRAWN, State.LAPSED}),
    State.MASKING: frozenset({State.MASK_REVIEW, State.DRAFT, State.WITHDRAWN, State.LAPSED}),
    State.MASK_REVIEW: frozenset({State.MASKING, State.DRAFT, State.ASSESSING, State.WITHDRAWN, State.LAPSED}),
    State.ASSESSING: frozenset({State.LIVE, State.RETURNED, State.REFUSED, State.WITHDRAWN, State.LAPSED}),
    State.RETURNED: frozenset({State.MASKING, State.DRAFT, State.ASSESSING, State.WITHDRAWN, State.LAPSED}),
    State.LIVE: frozenset({State.ENDED}),
    State.ENDED: frozenset({State.ERASED}),
    State.WITHDRAWN: frozenset({State.ERASED}),
    State.REFUSED: frozenset({State.ERASED}),
    State.LAPSED: frozenset({State.ERASED}),
    State.ERASED: frozenset(),
}

CLOSED = frozenset({State.ENDED, State.WITHDRAWN, State.REFUSED, State.LAPSED, State.ERASED})
"""States in which nothing is sent about a case but corrections and recalls."""

OPEN_DRAFT = frozenset({State.DRAFT, State.MASKING, State.MASK_REVIEW})
"""The reporter is writing it; nobody has two of them at once."""

BEFORE_APPROVERS = OPEN_DRAFT | {State.RETURNED}
"""States in which the report can be rewritten."""

CHOOSING = frozenset({State.MASK_REVIEW, State.RETURNED})
"""States in which the suspect can be chosen, as long as there is a picture with people found in it."""

IN_FORCE = frozenset({State.ASSESSING, State.LIVE})
"""States in which the alert may leave: approvers look at it, or neighbours do."""

BEFORE_SENDING = frozenset(State) - CLOSED - {State.LIVE}
"""States in which the reporter can still withdraw and nothing has left the store."""


def may_move(here: State, there: State) -> Verdict:
    """R-111: a case moves only along the table, so that no step of the check can be skipped."""
    if there in TRANSITIONS[here]:
        return Allow()
    return Deny("R-111", N_("この事案は今「{state}」のため、その操作はできません。"), {"state": STATE_NAMES[here]})


ENDED_AS = {
    Ending.ALL_CLEAR: N_("この警戒情報はもう解除されています。"),
    Ending.RECALL: N_("この警戒情報はもう取り消されています（回収）。"),
    Ending.EXPIRY: N_("この警戒情報は、時間になったため終わっています。"),
    Ending.WITHDRAWN: N_("この通報はもう取り下げられています。"),
    Ending.REFUSED: N_("この通報は、配信しないことに決まって終わっています。"),
    Ending.LAPSED: N_("この通報は、時間切れで終わっています。"),
}
"""How a closed case answers whoever would still do something with it (msgids): its end, even when it is erased."""


def is_open(state: State, ending: Ending | None) -> Verdict:
    """R-111: nothing is done with a case that ended; it says how it did."""
    if state not in CLOSED or ending is None:
        return Allow()
    return Deny("R-111", ENDED_AS[ending])


class DeliveryState(StrEnum):
    """What became of one neighbour's card; of several, the last of these says how it stands at their store.

    LATE: it can't leave, and is tried as long as the alert lives. UNKNOWN: an attempt was never answered, so that it
    may have arrived; it is tried or looked for all the same.
    """

    WITHHELD = "withheld"
    FAILED = "failed"
    QUEUED = "queued"
    LATE = "late"
    UNKNOWN = "unknown"
    SENT = "sent"


class VersionState(StrEnum):
    """What became of a new version of an alert; what is out stays out unless it is SENT."""

    PENDING = "pending"
    SENT = "sent"
    REFUSED = "refused"
    RETURNED = "returned"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


ON_ITS_WAY = (DeliveryState.QUEUED, DeliveryState.SENT)
"""The card is on the phone or will be."""

TO_LEAVE = (DeliveryState.QUEUED, DeliveryState.LATE)
"""The card is still to leave, or leaving."""

UNSENT = (DeliveryState.FAILED, DeliveryState.LATE, DeliveryState.UNKNOWN)
"""Nobody can say that it got there: whoever sent the alert telephones."""

MAY_BE_THERE = (DeliveryState.SENT, DeliveryState.UNKNOWN)
"""Whose fate nobody knows hears of a stop too (R-078)."""


class DeliveryAnswer(StrEnum):
    """What a neighbour answered last."""

    ABSENT = "absent"
    """Read, but not in the shop: whoever is there is still to be found."""
    ACKNOWLEDGED = "acknowledged"
    SIGHTING = "sighting"
    DOUBT = "doubt"
