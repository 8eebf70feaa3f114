"""The cookie by which we know a browser again."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

COOKIE: Final = "hansho_device"
DESK_COOKIE: Final = "hansho_desk"
"""Made anew whenever somebody signs in at the desk, so that nobody signs in with one of another's choice."""

HOST: Final = "__Host-"
"""Over https: a browser takes it from this very server alone, over TLS, for all of it (RFC 6265bis, 4.1.3.2). So a
sibling's server, or somebody in the line, can't put one of theirs in its place."""

COOKIE_BYTES: Final = 16
"""128 random bits."""

COOKIE_SECONDS: Final = 400 * 24 * 3600
"""The longest a browser keeps a cookie (RFC 6265bis, 400 days); how long it is good for we decide ourselves."""

LONGEST_COOKIE: Final = 64
"""Ours has 22 characters; anything longer isn't ours."""


def cookie_of(request: Request, *, https: bool, name: str = COOKIE) -> str:
    """The browser's cookie, or nothing; of two that have its name nobody knows which one is ours."""
    name = f"{HOST}{name}" if https else name
    sent = [pair.partition("=") for header in request.headers.getlist("cookie") for pair in header.split(";")]
    values = {value.strip() for key, _, value in sent if key.strip() == name}
    return values.pop()[:LONGEST_COOKIE] if len(values) == 1 else ""


def new_browser() -> str:
    """A cookie value nobody can guess."""
    return secrets.token_urlsafe(COOKIE_BYTES)


def browser_hash(browser: str) -> str:
    """What we keep of a browser's cookie (128 random bits, so that a plain hash can't be turned back)."""
    return hashlib.sha256(browser.encode()).hexdigest()


def give_cookie(
    response: Response, value: str, *, https: bool, name: str = COOKIE, seconds: int = COOKIE_SECONDS
) -> None:
    """Out of reach of scripts, and sent along when a person follows a link from the chat."""
    name = f"{HOST}{name}" if https else name
    response.set_cookie(name, value, max_age=seconds, path="/", secure=https, httponly=True, samesite="lax")
