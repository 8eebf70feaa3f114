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

import rfc8785

from audit.vocabulary import Event as Event  # noqa: PLC0414 - the world knows it by this name

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
