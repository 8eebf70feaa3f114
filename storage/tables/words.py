"""Closed vocabularies in columns, and the one that only storage and its callers know: what can be due."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self, TypeVar

from sqlalchemy import Dialect, String, TypeDecorator

Words = TypeVar("Words", bound=StrEnum)


class Word(TypeDecorator[Words]):
    """A column of one closed vocabulary: a word outside it is refused on the way in and on the way out."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[Words], length: int) -> None:
        super().__init__(length)
        self.words = words

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Words | None:  # noqa: ARG002
        return None if value is None else self.words(value)


class Machine(StrEnum):
    """What a browser says it runs on; nobody can rely on it, but its owner knows it again."""

    IPHONE = "iphone"
    IPAD = "ipad"
    ANDROID = "android"
    CHROMEBOOK = "chromebook"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    OTHER = "other_machine"


class Program(StrEnum):
    """And what it says it is."""

    LINE = "line_app"
    SLACK = "slack_app"
    EDGE = "edge"
    FIREFOX = "firefox"
    SAMSUNG = "samsung"
    CHROME = "chrome"
    SAFARI = "safari"
    OTHER = "other_program"


class PublicUse(StrEnum):
    """What people without an account do, and how often is counted."""

    INTAKE = "intake"
    LOOK = "answer_look"
    SECRET = "wrong_secret"  # noqa: S105 - a word


class Until(StrEnum):
    """When what is planned for a case falls away by itself."""

    ANSWERED = "answered"
    """One round of assessments is over."""
    CLOSED = "closed"
    """The case is closed."""
    DONE = "done"
    """Never: it happens whatever becomes of the case."""


class DueKind(StrEnum):
    """Everything that can be due, and until when it makes sense."""

    until: Until

    def __new__(cls, word: str, until: Until) -> Self:
        """A word of the table, and when it falls away."""
        made = str.__new__(cls, word)
        made._value_, made.until = word, until
        return made

    ABANDON = "abandon", Until.CLOSED
    FETCH_PHOTO = "fetch_photo", Until.CLOSED
    FETCH_VIDEO = "fetch_video", Until.CLOSED
    FIND_PEOPLE = "find_people", Until.CLOSED
    MASK = "mask", Until.CLOSED
    PICTURE_WAITS = "picture_waits", Until.CLOSED
    HAND_BACK = "hand_back", Until.CLOSED
    REMIND_APPROVERS = "remind_approvers", Until.ANSWERED
    CALL_STAND_INS = "call_stand_ins", Until.ANSWERED
    LAPSE = "lapse", Until.ANSWERED
    RETRY_BROADCAST = "retry_broadcast", Until.ANSWERED
    CALL_SECOND_CONTACTS = "call_second_contacts", Until.CLOSED
    ASK_BEFORE_END = "ask_before_end", Until.CLOSED
    EXPIRE = "expire", Until.CLOSED
    REMIND_STOP = "remind_stop", Until.DONE
    TELL_TALLY = "tell_tally", Until.DONE
    TELL_UNSENT = "tell_unsent", Until.DONE
    DELETE_FILE = "delete_file", Until.DONE
    CLOSE_CARDS = "close_cards", Until.DONE
    TAKE_BACK = "take_back", Until.DONE
    ERASE_ORIGINAL = "erase_original", Until.DONE
    ERASE_MASKED = "erase_masked", Until.DONE
    ERASE_TEXT = "erase_text", Until.DONE
    ERASE_REASONS = "erase_reasons", Until.DONE
    ERASE_RECORD = "erase_record", Until.DONE
    ERASE_PEOPLE = "erase_people", Until.DONE
    PARTICIPATION = "participation", Until.DONE
    REMIND_TRAINING = "remind_training", Until.DONE
    MEMBER_LEAVES = "member_leaves", Until.DONE
    REMIND_HOLD = "remind_hold", Until.DONE
    START_RULES = "start_rules", Until.DONE
    ASK_QUOTA = "ask_quota", Until.DONE
    ASK_ACCESS = "ask_access", Until.DONE
    DAILY_CHECKPOINT = "daily_head", Until.DONE
    LEDGER_ALARM = "ledger_alarm", Until.DONE
    REMIND_PACK = "remind_pack", Until.DONE
    SHOW_HOMES = "show_homes", Until.DONE
    WEEKLY_DIGEST = "weekly_digest", Until.DONE
    RENEW_TOKENS = "renew_tokens", Until.DONE
    TAKE_UP_REQUEST = "take_up_request", Until.DONE
    TAKE_UP_DOUBTS = "take_up_doubts", Until.DONE
    REMIND_REQUEST = "remind_request", Until.DONE
    SEND_TRIAL = "send_trial", Until.DONE
    ERASE_REQUEST = "erase_request", Until.DONE
    ERASE_REQUEST_RECORD = "erase_request_row", Until.DONE
    CALL_FOR_INCIDENT = "call_for_incident", Until.DONE
    REMIND_INCIDENT = "remind_incident", Until.DONE
    REVIEW_INCIDENT = "review_incident", Until.DONE
    ERASE_INCIDENT = "erase_incident", Until.DONE
    LOOK_AT_NOTICES = "look_at_notices", Until.DONE
    READ_POSTER = "read_poster", Until.DONE


class Amiss(StrEnum):
    """What of our access to a platform is not as it should be, as the platform itself says."""

    MENUS = "amiss_menus"
    SCOPES = "amiss_scopes"
    WEBHOOK_UNSET = "amiss_webhook_unset"
    WEBHOOK_ELSEWHERE = "amiss_webhook_elsewhere"
    WEBHOOK_OFF = "amiss_webhook_off"
    WEBHOOK_FAILS = "amiss_webhook_fails"
    SILENT = "amiss_silent"


WHILE_ASSESSING = frozenset(kind for kind in DueKind if kind.until is Until.ANSWERED)
WHILE_OPEN = frozenset(kind for kind in DueKind if kind.until is not Until.DONE)
WHILE_MASKING = frozenset({DueKind.FETCH_PHOTO, DueKind.FETCH_VIDEO, DueKind.FIND_PEOPLE, DueKind.MASK})
ERASURES = frozenset(
    {
        DueKind.ERASE_ORIGINAL,
        DueKind.ERASE_MASKED,
        DueKind.ERASE_TEXT,
        DueKind.ERASE_REASONS,
        DueKind.ERASE_RECORD,
        DueKind.ERASE_PEOPLE,
        DueKind.ERASE_REQUEST,
        DueKind.ERASE_REQUEST_RECORD,
    }
)
