"""What can go wrong, as whoever finds it says it in a hurry, and as the guideline calls it (guideline L237–242)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final


class What(StrEnum):
    """The first question: one tap."""

    SCREENSHOT = "what_screenshot"
    """Somebody took a picture of an alert, or put one on the net."""
    WRONG_RECEIVER = "what_wrong_receiver"
    LOST_PHONE = "what_lost_phone"
    WRONG_PERSON = "what_wrong_person"
    """Somebody else is in the alert."""
    GONE = "what_gone"
    """Something is erased, broken or changed."""
    OTHER = "what_else"


class Kind(StrEnum):
    """R-132, L240: the ten kinds of the guideline."""

    LEAK = "kind_leak"
    LOSS = "kind_loss"
    DESTRUCTION = "kind_destruction"
    DAMAGE = "kind_damage"
    TAMPERING = "kind_tampering"
    INACCURACY = "kind_inaccuracy"
    ACQUISITION = "kind_acquisition"
    PURPOSE = "kind_purpose"
    MISUSE = "kind_misuse"
    REFUSAL = "kind_refusal"


FIRST_KIND: Final[Mapping[What, Kind]] = {
    What.SCREENSHOT: Kind.LEAK,
    What.WRONG_RECEIVER: Kind.LEAK,
    What.LOST_PHONE: Kind.LOSS,
    What.WRONG_PERSON: Kind.INACCURACY,
    What.GONE: Kind.DESTRUCTION,
    What.OTHER: Kind.LEAK,
}
"""Until somebody has classified it; what nobody can name is a leak."""

CONTAINED: Final = frozenset({What.SCREENSHOT, What.WRONG_RECEIVER, What.WRONG_PERSON})
"""R-078, R-096, L206, L214: the live alert that it is about is called back before anybody discusses it."""


class Stop(StrEnum):
    """What else is stopped for an incident, beside the alert: whose, by a code."""

    DEVICES = "stop_devices"
    """A person's browsers and links."""
    ACCOUNTS = "stop_accounts"
    """A person's accounts as well: they report, read and answer nothing until they enrol anew."""
    STORE = "stop_store"


class Part(StrEnum):
    """What somebody wrote about an incident; all of it is sealed."""

    NOTE = "incident_note"
    DAMAGE = "incident_damage"
    CAUSE = "incident_cause"
    MEASURE = "incident_measure"
    """What was done, and what will keep it from happening again."""
    PROOF = "incident_proof"
    """Why nobody else can have seen it."""
    CHANGES = "incident_changes"
    """Which rule or which training changes, and how."""
    PERSON = "incident_person"
    """How the person was told, or why something else is done in its place (R-131)."""
    SILENT = "incident_silent"
    """Which stores have not confirmed a recall, and what was done to reach them (R-078)."""
    BODY = "incident_body"
    """When and how the certified body was told, in which form, and its number; or why it need not be (R-134)."""
    PRESS = "incident_press"
    """Who was asked to prepare a word to the press; or why nobody was (R-137)."""
    RESTORED = "incident_restored"
    """What was brought back from which backup; or why nothing had to be (R-141)."""
    PRESERVED = "incident_preserved"
    """What was kept as it was, and where; or why nothing had to be (R-142)."""
    POLICE = "incident_police"
    """The number under which the police took a report; or why there is none (R-143)."""
    WHY = "incident_why"
    """Which answer before it was sent was wrong, and how that came about (R-132)."""
    NO_ALERT = "incident_no_alert"
    """Why there is no alert to call back (R-096)."""
    NOTICE = "incident_notice"
    """What everybody reads in the person's stead; empty: no longer."""
    NOTICE_ENGLISH = "incident_notice_english"
    """The same in English; empty: whoever reads English reads the Japanese."""
    FIRST_REPORT = "incident_first_report"
    FINAL_REPORT = "incident_final_report"
    """Versions of what goes to the commission, item by item."""


KEPT_WHOLE: Final = (Part.NOTICE, Part.NOTICE_ENGLISH, Part.FIRST_REPORT, Part.FINAL_REPORT)
"""The newest takes the place of what was there before; all else is added."""

BY_HAND: Final = (
    *(Part.NOTE, Part.DAMAGE, Part.CAUSE, Part.MEASURE, Part.PERSON, Part.SILENT, Part.BODY, Part.PRESS),
    *(Part.RESTORED, Part.PRESERVED, Part.POLICE, Part.WHY, Part.NO_ALERT, Part.CHANGES),
)
"""What anybody with the task writes as it is; all else has rules of its own."""

NOTICE_STANDS: Final = timedelta(days=90)
"""R-131: how long everybody can read it; published anew, it stands longer."""


FEWEST_WORDS: Final = 5
"""R-140: 「済」 and 「なし」 say nothing; a number with its day, or a reason, is longer."""

LONGEST_WORDS: Final = 2000

KEPT: Final = timedelta(days=5 * 365)
"""R-097, R-145, L265: how long the words about it live after its end: what is learnt, and what regulators ask for."""

REVIEW: Final = timedelta(days=30)
"""R-145, L263–265: when somebody looks whether what was promised was done."""

QUIET: Final = timedelta(days=60)
"""Without an incident or a drill for so long, people no longer know who is called."""
