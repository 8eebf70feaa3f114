"""Six digits that an app shows, good for half a minute and once (RFC 4226, RFC 6238); and how often one may guess."""

from __future__ import annotations

import hashlib
import hmac
import struct
from datetime import datetime, timedelta
from typing import Final

from policy.verdict import N_, Allow, Deny, Verdict

STEP: Final = 30
"""Seconds; what every app takes for granted (RFC 6238, 5.2)."""

DIGITS: Final = 6

SECRET_BYTES: Final = 20
"""As long as SHA-1's result (RFC 4226, 4)."""

SLACK: Final = 1
"""Steps before and after now: a phone's clock is seconds off, and people type for some."""

TRIES: Final = 5
"""In an hour; three codes of a million are right at a time, so that a guesser needs years."""

HOUR: Final = timedelta(hours=1)

PAPER: Final = 10
"""Codes on paper, each for once."""


def digits(secret: bytes, step: int) -> str:
    """What the app shows in that half minute since 1970 (RFC 4226, 5.3)."""
    mac = hmac.digest(secret, struct.pack(">Q", step), hashlib.sha1)
    place = mac[-1] & 0xF
    number = struct.unpack(">I", mac[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: bytes, typed: str, last: int, now: datetime) -> int | None:
    """R-064, L138: the half minute whose digits were typed, if it is about now and later than the ``last`` one used."""
    here = int(now.timestamp()) // STEP
    steps = range(max(last + 1, here - SLACK), here + SLACK + 1)
    told = typed.encode()  # of text the comparison takes no other letters than ASCII's
    return next((step for step in steps if hmac.compare_digest(digits(secret, step).encode(), told)), None)


def may_try(failed: int, since: datetime | None, now: datetime) -> Verdict:
    """R-064, L138: nobody guesses for long."""
    if failed >= TRIES and since is not None and now - since < HOUR:
        return Deny("R-064", N_("コードの間違いが続いたため、いまは受け付けません。1時間ほど待ってください。"))
    return Allow()
