"""The cookie by which we know a browser again."""

from __future__ import annotations

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

COOKIE: Final = "hansho_browser"
COOKIE_BYTES: Final = 16
"""128 random bits."""

COOKIE_SECONDS: Final = 400 * 24 * 3600
"""The longest a browser keeps a cookie (RFC 6265bis, 400 days)."""

LONGEST_COOKIE: Final = 64
"""Ours has 22 characters; anything longer isn't ours."""


def cookie_of(request: Request) -> str:
    """The browser's cookie, or nothing."""
    return request.cookies.get(COOKIE, "")[:LONGEST_COOKIE]


def new_browser() -> str:
    """A cookie value nobody can guess."""
    return secrets.token_urlsafe(COOKIE_BYTES)


def give_cookie(response: Response, browser: str, *, https: bool) -> None:
    """Out of reach of scripts, and sent along when a person follows a link from the chat."""
    response.set_cookie(COOKIE, browser, max_age=COOKIE_SECONDS, path="/p", secure=https, httponly=True, samesite="lax")
