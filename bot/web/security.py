"""What every answer carries, and which form posts are believed."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASSETS: Final = "/assets/"

LONGEST_FORM: Final = 4096
"""Bytes; the longest form we serve has a token, a hash and a reason of 300 characters, each up to 9 bytes: 3000."""

LONGEST_ANSWERS: Final = 64 * 1024
"""Bytes; four reasons of 1000 characters, each up to 9 bytes, and what is beside them."""

LONGEST_EDIT: Final = 128 * 1024
"""Bytes; 4000 points of at most 11 characters, of which four take three bytes each in a form: about 80 KB."""

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive, noimageindex, nosnippet",
}

ROBOTS: Final = b"x-robots-tag"
"""The one header that a page of ours may have of its own: what a network says of itself may be found."""

UNSTORED: Final = {"Cache-Control": "no-store, private, max-age=0", "Pragma": "no-cache"}

YEAR_SECONDS: Final = 365 * 24 * 3600


class SecurityHeaders:
    """Puts the protecting headers on each answer, refusals and faults included.

    Args:
        app: The application.
        https: Whether people reach us over TLS; browsers are then told to insist on it.
    """

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        insist = {"Strict-Transport-Security": f"max-age={YEAR_SECONDS}; includeSubDomains"} if https else {}
        self._unstored = Headers(ALWAYS | UNSTORED | insist).raw
        # Asked for anew each time: modules name each other without a hash.
        self._assets = Headers(ALWAYS | {"Cache-Control": "no-cache"} | insist).raw

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer's headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(message, scope["path"])
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _complete(self, message: Message, path: str) -> None:
        ours = self._assets if path.startswith(ASSETS) else self._unstored
        own = {name for name, _value in message["headers"]}
        ours = [one for one in ours if one[0] != ROBOTS or ROBOTS not in own]
        names = {name for name, _value in ours}
        message["headers"] = [*(one for one in message["headers"] if one[0] not in names), *ours]


def comes_from_our_page(headers: Headers, public_url: str) -> bool:
    """Whether a browser says that a post comes from a page of ours.

    Our pages send no referrer, and a form on such a page is posted with ``Origin: null`` (Fetch standard, "append a
    request Origin header"); ``Sec-Fetch-Site`` then tells. A browser that sends neither is left to the form token.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin", "null")
    return origin == "null" or _origin(origin) == _origin(public_url)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        return (parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme))
    except ValueError:
        return ("", None, None)
