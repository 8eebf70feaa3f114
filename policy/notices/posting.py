"""Whether the notice of today hangs in a store, as a photograph of it shows (guideline L85, L107, L227)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.facts import StoreFacts
from policy.verdict import N_, Allow, Deny, Verdict

GRACE: Final = timedelta(days=14)
"""To print, to put up, to photograph: two weeks, so that whoever is on holiday comes back in time."""

WEEK_BEFORE: Final = timedelta(days=7)
DAY_BEFORE: Final = timedelta(days=1)

ASKED_FOR: Final = timedelta(minutes=10)
"""From saying 「掲示」 to the photo: a photo that comes later is a report's again."""


class Reminder(StrEnum):
    """What the people of a store are told about its notice, each once."""

    START = "put_it_up"
    WEEK = "within_a_week"
    DAY = "within_a_day"
    OVER = "sends_nothing"


class Kind(StrEnum):
    """R-023, L85, L107: what hangs in a shop: the poster about the alerts, and the notice at its cameras."""

    POSTER = "poster"
    CAMERA = "camera"


class Unread(StrEnum):
    """Why a photograph proves nothing."""

    NO_CODE = "no_code"
    STRANGE = "strange_code"
    SEVERAL = "several_notices"
    NO_PHOTO = "no_photo"


def asked_of(*, cameras: bool) -> frozenset[Kind]:
    """R-023, R-031, L85, L107: every store shows the poster; where cameras run, or may, their notice as well."""
    return frozenset(Kind) if cameras else frozenset({Kind.POSTER})


def may_send_under(store: StoreFacts, now: datetime) -> Verdict:
    """R-023, R-031, R-032, L85, L107: without photographs of the notices of today a store warns nobody, after grace."""
    if store.notice_due_at is None or now < store.notice_due_at:
        return Allow()
    return Deny(
        "R-023",
        N_(
            "いまの版のポスターか、カメラのお知らせの写真が、まだ届いていません。"
            "貼ってから、チャットで「掲示」と送り、写真を送ってください。"
        ),
    )


def due_at(wanted_at: datetime) -> datetime:
    """R-023, L85: by when the photograph has to be there."""
    return wanted_at + GRACE


def moments(due: datetime) -> tuple[datetime, ...]:
    """R-023, L85: when there is something new to tell."""
    return (due - WEEK_BEFORE, due - DAY_BEFORE, due)


def reminder(due: datetime, now: datetime) -> Reminder:
    """R-023, L85: what is to be told by now: at once, a week before, a day before, and when it is over."""
    if now >= due:
        return Reminder.OVER
    if now >= due - DAY_BEFORE:
        return Reminder.DAY
    return Reminder.WEEK if now >= due - WEEK_BEFORE else Reminder.START
