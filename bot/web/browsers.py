"""The cookie by which we know a browser again, and the moment we get to know it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from audit.event import Event
from bot.application import Application
from bot.web.authentication import Visitor, browser_hash
from handlers.commands.chat import AskForBrowser
from handlers.errors import NotAllowed
from handlers.routing import handle
from policy.verdict import N_, Deny

COOKIE: Final = "hansho_browser"
COOKIE_BYTES: Final = 16
"""128 random bits."""

COOKIE_SECONDS: Final = 400 * 24 * 3600
"""The longest a browser keeps a cookie (RFC 6265bis, 400 days)."""

LONGEST_COOKIE: Final = 64
"""Ours has 22 characters; anything longer isn't ours."""


QUESTIONS_AN_HOUR: Final = 3
"""Enough for a new phone, a tablet and a slip."""


def cookie_of(request: Request) -> str:
    """The browser's cookie, or nothing."""
    return request.cookies.get(COOKIE, "")[:LONGEST_COOKIE]


def new_browser() -> str:
    """A cookie value nobody can guess."""
    return secrets.token_urlsafe(COOKIE_BYTES)


def give_cookie(response: Response, browser: str, *, https: bool) -> None:
    """Out of reach of scripts, and sent along when a person follows a link from the chat."""
    response.set_cookie(COOKIE, browser, max_age=COOKIE_SECONDS, path="/p", secure=https, httponly=True, samesite="lax")


class Introductions:
    """How browsers become known. Remembers in this process how often each person was asked lately."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._asked: dict[str, list[datetime]] = {}
        self._lock = Lock()

    def introduce(self, visitor: Visitor) -> None:
        """R-001: the account's first browser is bound; about any other one the chat is asked, once.

        Raises:
            NotAllowed: the person was asked too often lately.
        """
        cookie = browser_hash(visitor.browser)
        with self._app.writing() as ctx:
            uow, now = ctx.uow, ctx.now
            if uow.people.browser(visitor.account_id, cookie) is not None:
                return
            row = uow.people.bind_browser(visitor.account_id, cookie, now)
            if row.confirmed_at is None:
                self._spare(visitor.account_id, now)
                # In the same uow: a browser about which nobody was asked would wait for ever.
                handle(AskForBrowser(visitor.account_id, row.id), ctx)
            else:
                ctx.note(Event.BROWSER_BIND, None, uow.people.account_by_id(visitor.account_id), browser=row.id)
            uow.commit()

    def _spare(self, account_id: str, now: datetime) -> None:
        """Whoever got hold of a link must not be able to flood its owner's chat with questions."""
        with self._lock:
            lately = [at for at in self._asked.get(account_id, ()) if now - at < timedelta(hours=1)]
            if len(lately) >= QUESTIONS_AN_HOUR:
                raise NotAllowed(
                    Deny("R-001", N_("確認の回数が多すぎます。1時間ほど待つか、いつもの端末で開いてください。"))
                )
            self._asked[account_id] = [*lately, now]
