"""What the ledger can say: a closed vocabulary, and entries that have no room for personal data (R-097).

A flat JSON object: ``sequence``, ``at``, ``event``, and, where they apply, ``case``, ``actor`` and ``details``: our own
ids, hashes, words of a fixed vocabulary. Free text, names and people's own ids are refused, also by the verifier.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

import rfc8785

Value = str | int | bool | list[str] | list[int]
Entry = dict[str, str | int | dict[str, Value]]

TOKEN = re.compile(r"[A-Za-z0-9:._-]{1,80}", re.ASCII)
"""An id, a hash or a word of code. No space, no @, no /, no Japanese: a sentence, name or address can't pass."""

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)  # UTC to the millisecond

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)  # of a detail

PERSONAL = {  # data that has the shape of a token
    "a phone number": re.compile(r"0\d{1,4}[-._:]?\d{1,4}[-._:]?\d{3,4}", re.ASCII),
    "a LINE id": re.compile(r"[UCR][0-9a-f]{32}", re.ASCII),
    "a Slack id": re.compile(r"[UWTCDGBF][A-Z0-9]{8,}", re.ASCII),
    "a network address": re.compile(r"\d{1,3}(\.\d{1,3}){3}", re.ASCII),
}

SALT_BYTES = 16  # fewer than 128 bits could be tried out one by one

GREATEST = 999_999_999  # counts, seconds and places in the ledger all fit; a mobile phone number doesn't


class Event(StrEnum):
    """``source:subject:action``; what is not listed here does not happen silently, it does not happen."""

    REPORT_OPEN = "case:report:open"
    REPORT_REWRITE = "case:report:rewrite"
    REPORT_REPEAT = "case:report:repeat"
    REPORT_OFFER = "case:report:offer"
    REPORT_TAKE = "case:report:take"
    STILLS_KEEP = "case:stills:keep"
    STILL_PICK = "case:still:pick"
    PHOTO_KEEP = "case:photo:keep"
    PHOTO_REFUSE = "case:photo:refuse"
    PHOTO_UNSEND = "case:photo:unsend"
    PHOTO_DROP = "case:photo:drop"
    FILE_DELETE = "case:file:delete"
    FILE_STAY = "case:file:stay"
    SUSPECT_PICK = "case:suspect:pick"
    MASK_MAKE = "case:mask:make"
    MASK_EDIT = "case:mask:edit"
    MASK_REFUSE = "case:mask:refuse"
    MASK_OVERRIDE = "case:mask:override"
    MASK_TICK = "case:mask:tick"
    MASK_CONFIRM = "case:mask:confirm"
    STORE_ADD = "case:store:add"
    AUDIENCE_NARROW = "case:audience:narrow"
    ASSESSMENT_REQUEST = "case:assessment:request"
    ASSESSMENT_REMIND = "case:assessment:remind"
    ASSESSMENT_ALLOW = "case:assessment:allow"
    ASSESSMENT_REFUSE = "case:assessment:refuse"
    ASSESSMENT_WITHDRAW = "case:assessment:withdraw"
    ASSESSMENT_VOID = "case:assessment:void"
    REASON_SHOW = "case:reason:show"
    ALERT_RETURN = "case:alert:return"
    ALERT_LIGHTEN = "case:alert:lighten"
    ALERT_SEND = "case:alert:send"
    ALERT_WITHHOLD = "case:alert:withhold"
    ALERT_EXPIRE = "case:alert:expire"
    ALERT_RECALL = "case:alert:recall"
    ALERT_ALL_CLEAR = "case:alert:all_clear"
    ALERT_CORRECT = "case:alert:correct"
    VERSION_SUBMIT = "case:version:submit"
    VERSION_SEND = "case:version:send"
    VERSION_END = "case:version:end"
    ALERT_PAUSE = "case:alert:pause"
    ALERT_RESUME = "case:alert:resume"
    ALERT_NARROW = "case:alert:narrow"
    DELIVERY_SEND = "case:delivery:send"
    DELIVERY_DELAY = "case:delivery:delay"
    DELIVERY_FAIL = "case:delivery:fail"
    DELIVERY_LOSE = "case:delivery:lose"
    DELIVERY_WITHHOLD = "case:delivery:withhold"
    DELIVERY_ACKNOWLEDGE = "case:delivery:acknowledge"
    DELIVERY_ABSENT = "case:delivery:absent"
    DELIVERY_DOUBT = "case:delivery:doubt"
    DELIVERY_VOID = "case:delivery:void"
    DELIVERY_ESCALATE = "case:delivery:escalate"
    SIGHTING_REPORT = "case:sighting:report"
    PAGE_VIEW = "case:page:view"
    PICTURE_VIEW = "case:picture:view"
    STOP_CONFIRM = "case:stop:confirm"
    STOP_REMIND = "case:stop:remind"
    CASE_WITHDRAW = "case:case:withdraw"
    CASE_REFUSE = "case:case:refuse"
    CASE_LAPSE = "case:case:lapse"
    ORIGINAL_ERASE = "case:original:erase"
    MASKED_ERASE = "case:masked:erase"
    TEXT_ERASE = "case:text:erase"
    REASONS_ERASE = "case:reasons:erase"
    RECORD_ERASE = "case:record:erase"
    HOLD_ASK = "case:hold:ask"
    HOLD_SET = "case:hold:set"
    HOLD_READ = "case:hold:read"
    HOLD_HAND_OVER = "case:hold:hand_over"
    HOLD_END = "case:hold:end"
    MEMBER_JOIN = "member:member:join"
    MEMBER_CHANGE = "member:member:change"
    MEMBER_VOUCH = "member:member:vouch"
    MEMBER_RETURN = "member:member:return"
    MEMBER_LEAVE = "member:member:leave"
    MEMBER_ERASE = "member:member:erase"
    TRAINING_REMIND = "member:training:remind"
    ENROLMENT_ISSUE = "member:enrolment:issue"
    ENROLMENT_REFUSE = "member:enrolment:refuse"
    ACCOUNT_APPLY = "member:account:apply"
    ACCOUNT_DENY = "member:account:deny"
    ACCOUNT_ENROL = "member:account:enrol"
    ACCOUNT_BLOCK = "member:account:block"
    ACCOUNT_UNBLOCK = "member:account:unblock"
    ACCOUNT_REVOKE = "member:account:revoke"
    ACCOUNT_ERASE = "member:account:erase"
    BROWSER_ASK = "member:browser:ask"
    BROWSER_BIND = "member:browser:bind"
    BROWSER_REFUSE = "member:browser:refuse"
    BROWSER_END = "member:browser:end"
    DESK_ENTER = "member:desk:enter"
    DESK_VIEW = "member:desk:view"
    DESK_EXPORT = "member:desk:export"
    DESK_LEAVE = "member:desk:leave"
    WORKSPACE_INVITE = "network:workspace:invite"
    WORKSPACE_ADMIT = "network:workspace:admit"
    WORKSPACE_ADOPT = "network:workspace:adopt"
    WORKSPACE_RENEW = "network:workspace:renew"
    WORKSPACE_REFUSE = "network:workspace:refuse"
    WORKSPACE_END = "network:workspace:end"
    REQUEST_RECEIVE = "request:request:receive"
    REQUEST_VIEW = "request:request:view"
    REQUEST_ADD = "request:words:add"
    REQUEST_ASK = "request:question:ask"
    REQUEST_EXTEND = "request:request:extend"
    REQUEST_SUSPEND = "request:alert:pause"
    REQUEST_STAND = "request:alert:stand"
    REQUEST_DECIDE = "request:decision:propose"
    REQUEST_SECOND = "request:decision:second"
    REQUEST_ERASE = "request:words:erase"
    REQUEST_END = "request:record:erase"
    STORE_JOIN = "store:store:join"
    STORE_CHANGE = "store:store:change"
    STORE_VOUCH = "store:store:vouch"
    BUSINESS_VOUCH = "store:business:vouch"
    STORE_SUSPEND = "store:store:suspend"
    STORE_RESUME = "store:store:resume"
    STORE_RETURN = "store:store:return"
    BUSINESS_LEAVE = "store:business:leave"
    BUSINESS_RETURN = "store:business:return"
    STORE_LEAVE = "store:store:leave"
    NETWORK_OPEN = "network:network:open"
    OFFICE_ALLOW = "network:office:allow"
    OFFICE_FORBID = "network:office:forbid"
    RULES_SET = "network:rules:set"
    TWOFOLD_ASK = "network:twofold:ask"
    TWOFOLD_ALLOW = "network:twofold:allow"
    TWOFOLD_REFUSE = "network:twofold:refuse"
    MEASURE_RECORD = "network:measure:record"
    DIGEST_WEEKLY = "digest:weekly:send"
    LEDGER_EXPORT = "ledger:ledger:export"
    LEDGER_PACK = "ledger:pack:export"
    LEDGER_CHECKPOINT = "ledger:head:send"
    LEDGER_BEGIN = "ledger:history:begin"
    LEDGER_DOUBT = "ledger:head:withhold"
    BACKUP_MAKE = "backup:backup:make"
    BACKUP_RESTORE = "backup:backup:restore"
    KEY_ADD = "member:key:add"
    KEY_PROVE = "member:key:prove"
    KEY_DROP = "member:key:drop"
    KEY_ROTATE = "key:master:rotate"


VOCABULARY = frozenset(event.value for event in Event)


def entry(
    event: Event,
    *,
    sequence: int,
    at: datetime,
    case: str | None = None,
    actor: str | None = None,
    details: Mapping[str, Value | tuple[str, ...]] | None = None,
) -> Entry:
    """One ledger entry, refused if anything in it could be personal.

    Args:
        event: What happened.
        sequence: Place in the ledger, from 0.
        at: When; aware, written as UTC to the millisecond.
        case: Case id.
        actor: Member id of who did it; None for the clock.
        details: Ids, hashes, words of code, whole numbers, or lists of them.

    Raises:
        ValueError: a naive time, or a value that is no id, hash, word or whole number.
    """
    if at.tzinfo is None:
        raise ValueError("a ledger entry needs an aware time")
    made: Entry = {"sequence": sequence, "at": stamp(at), "event": event.value}
    if case is not None:
        made["case"] = case
    if actor is not None:
        made["actor"] = actor
    if details:
        made["details"] = {name: list(value) if isinstance(value, tuple) else value for name, value in details.items()}
    check(made)
    return made


def stamp(at: datetime) -> str:
    """UTC to the millisecond, ending in Z."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def canonical(made: Mapping[str, object]) -> bytes:
    """RFC 8785 bytes of an entry: the same entry always hashes to the same leaf."""
    return rfc8785.dumps(made)  # type: ignore[arg-type]


def salted(content: bytes, salt: bytes) -> str:
    """HMAC-SHA256 in hex: proves what was decided while the salt lives, and says nothing once it is erased.

    Raises:
        ValueError: a salt under 128 bits.
    """
    if len(salt) < SALT_BYTES:
        raise ValueError(f"the salt needs at least {SALT_BYTES} bytes")
    return hmac.new(salt, content, hashlib.sha256).hexdigest()


def check(made: object) -> None:
    """Refuse an entry that is not of the form above.

    Raises:
        ValueError: says which part is wrong, never what it says.
    """
    required, known = {"sequence", "at", "event"}, {"sequence", "at", "event", "case", "actor", "details"}
    if not isinstance(made, Mapping) or not required <= made.keys() <= known:
        raise ValueError("an entry has sequence, at and event, may have case, actor and details, and nothing else")
    sequence = made["sequence"]
    if isinstance(sequence, bool) or not isinstance(sequence, int) or not 0 <= sequence <= GREATEST:
        raise ValueError("sequence: not a place in the ledger")
    if not isinstance(made["event"], str) or made["event"] not in VOCABULARY:
        raise ValueError("event: not in the vocabulary")
    _check_time(made["at"])
    for name in ("case", "actor"):
        if name in made:
            _check_text(name, made[name])
    details = made.get("details", {})
    if not isinstance(details, Mapping):
        raise ValueError("details: not an object")  # noqa: TRY004 - read from a file, not a wrong call
    for name, value in details.items():
        _check_detail(name, value)


def _check_time(value: object) -> None:
    if not isinstance(value, str) or not STAMP.fullmatch(value):
        raise ValueError("at: not UTC to the millisecond")
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("at: no such time") from None


def _check_text(name: str, value: object) -> None:
    if not isinstance(value, str) or not TOKEN.fullmatch(value):
        raise ValueError(f"{name}: only ids, hashes and words of [A-Za-z0-9:._-] up to 80 characters")
    for what, pattern in PERSONAL.items():
        if pattern.fullmatch(value):
            raise ValueError(f"{name}: looks like {what}")


def _check_detail(name: object, value: object) -> None:
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError("details: a name is not of the form [a-z][a-z0-9_]*")
    values = value if isinstance(value, list) else [value]
    if len({type(v) for v in values}) > 1:
        raise ValueError(f"details.{name}: a list of one kind only")
    for part in values:
        if isinstance(part, int):
            if abs(part) > GREATEST:
                raise ValueError(f"details.{name}: too great a number")
        else:
            _check_text(f"details.{name}", part)
