"""What forms, their fields and their choices are called: by the rules, on screens and in rows."""

from __future__ import annotations

from enum import StrEnum


class FormName(StrEnum):
    """Everything that is asked by a form."""

    REPORT = "report"
    ASSESS = "assess"
    RETURN = "return"
    RECALL = "recall"
    CORRECT = "correct"
    FAR_STORE = "far_store"
    AUDIENCE = "audience"


class FieldName(StrEnum):
    """The questions; those of an assessment are called after ``policy.assessment.TESTS``."""

    GOODS = "goods"
    WHEN = "when"
    GROUND = "ground"
    PAYMENT_CHECKED = "payment_checked"
    POLICE = "police"
    DIRECTION = "direction"
    TRAVEL = "travel"
    KNOWN_PERSON = "known_person"
    VULNERABLE = "vulnerable"
    FORM = "form"
    TOP_COLOUR = "top_colour"
    UPPER = "upper"
    LOWER = "lower"
    BAG = "bag"
    HAIR = "hair"
    HEIGHT = "stature"
    FEATURES = "features"
    STEP_UP_REASON = "step_up_reason"
    REASON = "reason"
    WRONG = "wrong"
    STORE = "store"
    REACH = "reach"
    LEAVE_OUT = "leave_out"


class Choice(StrEnum):
    """A plain question's answers."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Skip(StrEnum):
    """What is pressed in place of an answer."""

    REST = "skip_rest"
    WITH_PHOTO = "said_with_photo"
    """The words that came with the photo are the answer."""


class Police(StrEnum):
    """Whether the police know."""

    CALLED = "called"
    WILL_CALL = "will_call"
    NOT_CALLED = "not_called"


class Travel(StrEnum):
    """How the suspect went on."""

    ON_FOOT = "on_foot"
    BICYCLE = "bicycle"
    MOTORBIKE = "motorbike"
    CAR = "car"
    TRAIN = "train"
    UNKNOWN = "unknown"


class RecallReason(StrEnum):
    """Why an alert is called back."""

    WRONG_PERSON = "wrong_person"
    PAID = "paid"
    NOT_NEEDED = "not_needed"
    LEFT = "store_left"
    SUSPENDED = "store_suspended"
    NO_AGREEMENT = "agreement_ended"
    TEXT_ONLY = "pictures_given_up"
    LEAKED = "leaked"


PEOPLES_REASONS = (RecallReason.WRONG_PERSON, RecallReason.PAID, RecallReason.NOT_NEEDED)
"""Those that people choose; the others come about by what the network decides."""


class Wrong(StrEnum):
    """What turned out wrong in an alert that is out; the words that are sent are called the same (``alert_text``)."""

    FEATURES = "features"
    PICTURE = "picture"
    DIRECTION = "direction"
    TRAVEL = "travel"
    TIME = "event_at"
    GOODS = "goods"


class Since(StrEnum):
    """Since when a phone is gone."""

    NOW = "from_now"
    HOUR = "an_hour"
    DAY = "a_day"
    WEEK = "a_week"


class DoubtReason(StrEnum):
    """Why somebody thinks that an alert is wrong."""

    OTHER_PERSON = "other_person"
    HEARD_PAID = "heard_paid"
    WRONG_PICTURE = "wrong_picture"
    UNSAID = "unsaid"


class Reach(StrEnum):
    """How far an alert goes; the other choices are metres (``policy.audience.NARROWER_M``)."""

    WHOLE = "rule"


class LeaveOut(StrEnum):
    """Whom an alert leaves out; the other choices are store ids."""

    NONE = "none"
    TAKE_BACK = "back"
