"""What every webhook shares: one event on its way into the inbox, bodies of a bounded size, enrolment codes."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from starlette.requests import Request

BODY_LIMIT = 1_000_000
"""Bytes of one webhook request; LINE and Slack send a few kilobytes."""

_ID_LIMIT = 100
"""Longer event ids are hashed, so that they fit the inbox's column."""

_ENROLMENT = re.compile(r"(?:登録|とうろく|REGISTER)\s*(?:コード|CODE)?\s*:?\s*([A-Z0-9][A-Z0-9\s‐‑‒–—―−ー-]{1,30})")


@dataclass(frozen=True)
class InboundEvent:
    """One webhook event as the inbox keeps it.

    Attributes:
        platform: "line" or "slack".
        event_id: The platform's id of the event, the same at every redelivery.
        sender: The platform's user id.
        happened_at: When it happened by the platform's clock, aware UTC; orders the events of one sender.
        body: JSON of this one event.
    """

    platform: str
    event_id: str
    sender: str = field(repr=False)
    happened_at: datetime
    body: bytes = field(repr=False)


class Keep(Protocol):
    """Stores each event once and commits; called in a thread. Whatever it raises makes the platform deliver again."""

    def __call__(self, *events: InboundEvent) -> None: ...


async def read_body(request: Request) -> bytes | None:
    """The raw body, or None as soon as it is larger than BODY_LIMIT."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def read_json(body: bytes) -> dict[str, Any]:
    """The JSON object in ``body``.

    Raises:
        ValueError: it is not JSON, not an object, or nested beyond reason.
    """
    try:
        value = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - callers treat every kind of malformed body alike
    return value


def write_json(value: dict[str, Any]) -> bytes:
    """ASCII JSON: half of a surrogate pair in somebody's text must not stop us from keeping the event."""
    return json.dumps(value).encode()


def event_id(given: object, body: bytes) -> str:
    """The platform's own id, or a hash of the body where there is none that fits."""
    if isinstance(given, str) and 0 < len(given) <= _ID_LIMIT:
        return given
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def moment(stamp: object, *, per_second: int = 1) -> datetime:
    """A platform's time stamp; one that makes no sense sorts first, so that nothing waits for it."""
    try:
        return datetime.fromtimestamp(float(str(stamp)) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def whole_text(value: object) -> str:
    """``value`` if it is text, with halves of surrogate pairs replaced, since no database takes those."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else ""


def enrolment_code_in(text: str) -> str | None:
    """The code in 「登録 ABCD-EFGH」, also full-width, in lower case or as "register": ``ABCD-EFGH``.

    A code of another length is returned too, so that its sender hears that it is wrong.
    """
    plain = unicodedata.normalize("NFKC", text).strip(" \n\t「」『』\"'。.").upper()
    found = _ENROLMENT.fullmatch(plain)
    if not found:
        return None
    code = re.sub(r"[^A-Z0-9]", "", found[1])
    return f"{code[:4]}-{code[4:]}" if len(code) == len("ABCDEFGH") else code
