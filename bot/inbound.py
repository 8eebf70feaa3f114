"""What every webhook shares: the way into the inbox, enrolment codes."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from anyio.to_thread import run_sync
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.log import log
from bot.loop import fault_id
from policy.spelling import normal
from storage.inbox import InboundEvent

_AGAIN_SECONDS = 0.1
"""Between two tries while the database restarts."""

_ID = re.compile("[!-~]{1,100}")
"""What a platform's id looks like. Anything else would not fit a column, or no database takes it."""

LONGEST_NUMBER = 20
"""Digits; stamps have thirteen, and what has more than this is no time and no id of anybody's."""

DEEPEST = 50
"""Lists and objects in each other; a Slack form has a dozen, and Python reads and writes some hundreds."""

_NESTS = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)

_BARE = re.compile(r"([A-Z0-9]{4}[ ‐‑‒–—―−ー-]+[A-Z0-9]{4}|(?=\w*[0-9])[A-Z0-9]{8})")
"""A code alone, as it is written; without its dash only if it can't be a word."""

_ENROLMENT = re.compile(r"(?:登録|とうろく|REGISTER) ?(?:コード|CODE)? ?:? ?([A-Z0-9][A-Z0-9 ‐‑‒–—―−ー-]{1,30})")
"""Of words in which no two spaces stand together: a pattern that shares a long run of them among several places takes
minutes to find that it fits nowhere, and anybody may send one.
"""


_Answer = TypeVar("_Answer")


class Keep(Protocol):
    """Stores each event once and commits; called in a thread. Whatever it raises makes the platform deliver again."""

    def __call__(self, *events: InboundEvent) -> None: ...


class NotKept(Exception):
    """The database did not take it in the time that the platform gives us: 503, and the platform delivers again."""


async def patiently(until: float, call: Callable[[], _Answer]) -> _Answer:
    """``call`` in a thread, again and again while the database restarts.

    Args:
        until: The moment on the loop's clock when the platform stops waiting for us.
        call: Reads or writes; done twice it does no harm.

    Raises:
        NotKept: it was not to be done; the log knows why.
    """
    try:
        async with asyncio.timeout_at(until):
            while True:
                try:
                    # What hangs is left behind: if it is kept after all, the next delivery is known by its id.
                    return await run_sync(call, abandon_on_cancel=True)
                except (OperationalError, InterfaceError, NoConnection):
                    await asyncio.sleep(_AGAIN_SECONDS)
    except Exception as fault:  # noqa: BLE001 - edge: whatever it is, the platform has to deliver again
        log().error("webhook not kept", fault=type(fault).__name__, id=fault_id())
        raise NotKept from None


async def keep_each(keep: Keep, until: float, *events: InboundEvent) -> None:
    """All events of a request at once or, if that can't be, each by itself: one must not take the others with it.

    Raises:
        NotKept: of one or more; the others are kept.
    """
    try:
        await patiently(until, partial(keep, *events))
    except NotKept:
        if len(events) > 1 and asyncio.get_running_loop().time() < until:
            for event in events:
                with contextlib.suppress(NotKept):
                    await patiently(until, partial(keep, event))
        raise


def read_json(body: bytes) -> dict[str, Any]:
    """The JSON object in ``body``.

    Raises:
        ValueError: it is not JSON, or not an object.
    """
    value = json.loads(_pruned(body), parse_int=_number)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - callers treat every kind of malformed body alike
    return value


def _pruned(body: bytes) -> bytes:
    """``null`` for what lies deeper than ``DEEPEST``: one such event must not take the others with it."""
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return body
    depth, kept, begun = 0, b"", 0
    for sign in _NESTS.finditer(body):
        if sign[0] in (b"[", b"{"):
            depth += 1
            if depth == DEEPEST + 1:
                kept += body[begun : sign.start()] + b"null"
        elif sign[0] in (b"]", b"}"):
            if depth == DEEPEST + 1:
                begun = sign.end()
            depth -= 1
    return kept + body[begun:] if depth <= DEEPEST else kept


def _number(digits: str) -> int | float:
    """Python reads no integer of thousands of digits; one bad stamp must not take the other events with it."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else float(digits)


def write_json(value: dict[str, Any]) -> bytes:
    """ASCII JSON: half of a surrogate pair in somebody's text must not stop us from keeping the event."""
    return json.dumps(value).encode()


def event_id(given: object, body: bytes) -> str:
    """The platform's own id, or a hash of the body where there is none that fits."""
    return plain_id(given) or f"sha256:{hashlib.sha256(body).hexdigest()}"


FILMS = (
    *(".mp4", ".mov", ".m4v", ".avi", ".mpg", ".mpeg", ".vob", ".ts", ".m2ts", ".asf", ".wmv", ".mkv"),
    *(".dav", ".264", ".h264", ".265", ".h265", ".hevc"),
)
"""By such a name a file from a computer goes the slow way of films at once; a photo that bears one just waits."""


def is_film(name: object) -> bool:
    """Whether a file is called like a film, or like a recorder's export."""
    return str(name).lower().endswith(FILMS)


def plain_id(given: object) -> str:
    """An id that a platform names somebody or something by; "" for what is none."""
    return given if isinstance(given, str) and _ID.fullmatch(given) else ""


def moment(stamp: object, *, per_second: int = 1) -> datetime:
    """A platform's time stamp; one that makes no sense sorts first, so that nothing waits for it."""
    try:
        return datetime.fromtimestamp(float(str(stamp)) / per_second, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def whole_text(value: object) -> str:
    """``value`` if it is text, with halves of surrogate pairs and NULs replaced, since no database takes those."""
    text = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if isinstance(value, str) else ""
    return text.replace("\0", "\ufffd")


def enrolment_code_in(text: str, *, bare: bool = False) -> str | None:
    """The code in 「登録 ABCD-EFGH」, also full-width, in lower case or as "register": ``ABCD-EFGH``.

    A code of another length is returned too, so that its sender hears that it is wrong. ``bare``: a stranger has
    nothing else to say, so that the code alone will do.
    """
    plain = " ".join(normal("NFKC", text).split()).strip(" 「」『』\"'。.").upper()
    found = _ENROLMENT.fullmatch(plain) or (_BARE.fullmatch(plain) if bare else None)
    if not found:
        return None
    code = re.sub(r"[^A-Z0-9]", "", found[1])
    return f"{code[:4]}-{code[4:]}" if len(code) == len("ABCDEFGH") else code
