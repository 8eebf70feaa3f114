"""What the person in a picture, or anybody, may ask of a network, and how it is taken in (guideline L146, L214)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.verdict import N_, Allow, Deny, Verdict


class Wish(StrEnum):
    """What is asked for."""

    REBUTTAL = "wish_rebuttal"
    """It was not me, it was no theft, or it is settled."""
    STOP = "wish_stop"
    """No longer to be given to other shops."""
    CORRECTION = "wish_correction"
    SUSPENSION = "wish_suspension"
    """No longer to be used, or to be erased."""
    DISCLOSURE = "wish_disclosure"
    PURPOSE = "wish_purpose"
    COMPLAINT = "wish_complaint"
    QUESTION = "wish_question"


OF_AN_ALERT: Final = frozenset({Wish.REBUTTAL, Wish.STOP, Wish.CORRECTION, Wish.SUSPENSION})
"""Granting one of these ends the live alerts concerned (R-074, R-075)."""


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "request_open"
    WAITING = "request_waiting"
    """For the person: the clock stands still."""
    PROPOSED = "request_proposed"
    """A decision that a second person has to look at."""
    ANSWERED = "request_answered"


class Channel(StrEnum):
    """How a request came."""

    PAGE = "channel_page"
    TELEPHONE = "channel_telephone"
    PAPER = "channel_paper"
    COUNTER = "channel_counter"
    """Somebody stood there."""
    NEIGHBOUR = "channel_neighbour"
    """A member who was warned pressed 「誤りでは？」: a complaint like any other, from nobody outside (R-096)."""
    TRIAL = "channel_trial"
    """Nobody asks: each month the desk is tried by a request that has to be answered like any other (R-076)."""


ENTERED: Final = (Channel.TELEPHONE, Channel.PAPER, Channel.COUNTER)
"""What the desk writes down for a person who can't, or won't, use the page."""


PEOPLE: Final = (Channel.PAGE, *ENTERED)
"""What comes from somebody outside, who can be asked something, and who counts in what is published."""


class Told(StrEnum):
    """How an answer reached the person."""

    PAGE = "told_page"
    """They opened it with their secret."""
    POST = "told_post"
    MAIL = "told_mail"
    TELEPHONE = "told_telephone"
    HAND = "told_hand"
    CHAT = "told_chat"
    """A neighbour reads it where they asked."""
    TRIED = "told_tried"
    """Nobody was reached by what they left; it stands on the page."""


HANDED: Final = (Told.POST, Told.MAIL, Told.TELEPHONE, Told.HAND, Told.TRIED)
"""What somebody of the desk does, and says that they did."""


class Part(StrEnum):
    """What somebody wrote in a request."""

    ASKED = "part_asked"
    CONTACT = "part_contact"
    """How the person may be reached besides; that it is there says, unopened, that the answer has to be brought."""
    ADDED = "part_added"
    """By the person, later."""
    QUESTION = "part_question"
    """By the desk, to the person."""
    EXTENSION = "part_extension"
    """Why it takes longer."""
    BROUGHT = "part_brought"
    """What was written to the person until then has reached them: a word of ``Told``."""
    PROPOSAL = "part_proposal"
    """An answer that a second person has not agreed to; nobody outside reads it."""
    ANSWER = "part_answer"


TO_PERSON: Final = (Part.QUESTION, Part.EXTENSION)
"""What the desk writes before it answers."""

FROM_PERSON: Final = (Part.ADDED, Part.BROUGHT)
"""What shows that the person knows of it."""


@dataclass(frozen=True)
class Asked:
    """What the person answered; ``store_id`` "": they don't know; ``day`` and ``hour`` in the network's time."""

    wish: Wish
    words: str
    store_id: str = ""
    day: date | None = None
    hour: int | None = None
    wearing: str = ""
    contact: str = ""


LONGEST_WORDS: Final = 2000
LONGEST_LINE: Final = 300

OLDEST: Final = timedelta(days=3 * 365)
"""Nothing about an alert is kept longer (R-043)."""

READABLE: Final = timedelta(days=90)
"""R-043: how long words and answer live after it: the two weeks, and time to turn to somebody else with it."""

RECORD: Final = timedelta(days=3 * 365)
"""R-043: the record without words, as a case's."""

LATEST_ENTRY: Final = timedelta(days=365)
"""A sheet that lay in a drawer for longer than that is a wrong year."""

AROUND: Final = timedelta(hours=2)
"""How well people remember the hour."""

INTAKES_AN_HOUR: Final = 5
"""From one address: a family behind one connection; a shop's free Wi-Fi has to wait, or telephone."""

TRIES: Final = 10
"""Wrong secrets for one number; then nobody may try it for an hour. A secret has 58 random bits."""

LOOKS_AN_HOUR: Final = 60
"""From one address at answers: whoever reloads the page every minute."""

WINDOW: Final = timedelta(hours=1)

SALT_BYTES: Final = 16

SCRYPT: Final = {"n": 2**13, "r": 8, "p": 1}
"""8 MB and some 20 ms: what is there and what isn't takes the same time, and nobody tries out a stolen database."""


def check_asked(asked: Asked, today: date) -> Verdict:
    """R-070, R-099, L146, L214: enough to begin with; whoever doesn't know shop or day may say so."""
    if not asked.words:
        return Deny("R-070", N_("何があったかを書いてください。短くてかまいません。"), field="words")
    if len(asked.words) > LONGEST_WORDS:
        return Deny("R-070", N_("{most} 文字以内で書いてください。"), {"most": LONGEST_WORDS}, field="words")
    for name in ("wearing", "contact"):
        if len(getattr(asked, name)) > LONGEST_LINE:
            return Deny("R-070", N_("{most} 文字以内で書いてください。"), {"most": LONGEST_LINE}, field=name)
    if asked.day is not None and not today - OLDEST <= asked.day <= today:
        return Deny("R-070", N_("今日までの、3年以内の日を選んでください。"), field="day")
    return Allow()


def check_received(received_at: datetime, now: datetime) -> Verdict:
    """R-070, L146: the clock runs from when it came, not from when somebody found time to write it down."""
    if now - LATEST_ENTRY <= received_at <= now:
        return Allow()
    return Deny("R-070", N_("受け取った日時は、いままでの1年以内で入れてください。"), field="at")


def concerns(asked: Asked, store_id: str, event_at: datetime) -> bool:
    """R-070, L146: found by store, day and hour alone, never by a face; ``event_at`` in the network's time.

    Without an hour the whole day counts.
    """
    if asked.store_id != store_id or asked.day is None:
        return False
    if asked.hour is None:
        return asked.day == event_at.date()
    said = event_at.replace(year=asked.day.year, month=asked.day.month, day=asked.day.day, hour=asked.hour, minute=30)
    return abs(event_at - said) <= AROUND


def suspends(asked: Asked, store_id: str, event_at: datetime) -> bool:
    """R-099, L214: a plausible objection keeps a live alert's picture back until people have looked.

    Plausible is who knows the shop, the day and about the hour; a stranger who guesses hides one picture for an hour.
    """
    return asked.wish in OF_AN_ALERT and asked.hour is not None and concerns(asked, store_id, event_at)


def is_full(times: int, most: int) -> bool:
    """R-070: whether so many in the window are all that are taken."""
    return times >= most


def fingerprint(secret: str, salt: bytes) -> bytes:
    """What we keep of the secret on a receipt."""
    return hashlib.scrypt(secret.encode(), salt=salt, dklen=32, **SCRYPT)


class LookPurpose(StrEnum):
    """Why somebody at the desk reads what a person wrote; there are no others (R-007)."""

    ANSWER = "look_to_answer"
    SECOND = "look_to_second"
    COMPLAINT = "look_at_complaint"
