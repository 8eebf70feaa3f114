"""The cookie by which we know a browser again, and the moment we get to know it."""

from __future__ import annotations

import secrets
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from audit.event import Event
from bot.edge import Edge
from bot.web.door import Visitor, browser_hash
from handlers.commands import AskForBrowser
from handlers.routing import handle

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


def introduce(edge: Edge, visitor: Visitor) -> None:
    """R-001: the account's first browser is bound; about any other one the chat is asked, once."""
    now = edge.now()
    with edge.database.unit_of_work() as unit:
        row = unit.people.browser(visitor.account_id, browser_hash(visitor.browser))
        if row is not None:
            return
        row = unit.people.bind_browser(visitor.account_id, browser_hash(visitor.browser), now)
        if row.confirmed_at is None:
            # In the same unit: a browser that waits for an answer nobody was asked for would wait for ever.
            handle(AskForBrowser(visitor.account_id, row.id), unit, edge.ports, now)
        else:
            member_id = unit.people.account_by_id(visitor.account_id).member_id
            unit.ledger.append(Event.BROWSER_BIND, at=now, actor=member_id, details={"browser": row.id})
        unit.commit()
