"""Who is at the desk: every request is looked at anew, so that a session dies at once (R-063, R-064)."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.application import Application
from bot.web.authentication import Late, NotBelieved, Reader, Refused, SignedOut, Standing, Unknown
from bot.web.browsers import DESK_COOKIE, browser_hash, cookie_of, give_cookie, new_browser
from bot.web.devices import device_of
from bot.web.links import Signer
from bot.web.security import comes_from_our_page
from handlers.case.involved import who
from handlers.commands.chat import Command
from handlers.commands.pages import EnterDesk, LeaveDesk, SeeBrowser, SeeDesk
from handlers.context import Context
from handlers.errors import HanshoError, NotEnrolled
from handlers.network.seats import seat_of
from policy.desk import LASTS, Room, Seated, still_holds, was_there
from policy.verdict import Deny
from storage.desk_sessions import SEEN_EVERY

HOME: Final = "/desk"
_AND: Final = "~"
GLANCE: Final = "x-hansho-glance"
"""The header by which a page says that nobody pressed anything: it looked again by itself (``glance.js``)."""
LONGEST: Final = max(lasts.at_most for lasts in LASTS.values())
"""A browser need not keep the cookie longer; how long it is good for we decide ourselves."""


@dataclass(frozen=True)
class Guest:
    """Somebody at the desk.

    Attributes:
        number: By which the chat calls their browser, until they have compared; else 0.
        is_due: It is to be written down that they are there.
    """

    account_id: str
    network_id: str
    language: str
    session_id: str
    browser_id: str
    seated: Seated
    number: int
    is_due: bool


@dataclass(frozen=True)
class Caller:
    """Somebody with a link to the desk; ``browser_id``: once this browser was met, else empty."""

    account_id: str
    language: str
    link_id: str
    cookie: str
    standing: Standing
    browser_id: str
    number: int

    @property
    def known_by(self) -> str:
        """What a form is tied to."""
        return self.browser_id or self.cookie


class Reception:
    """The door of the desk; every method may raise TurnedAway."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._signer = Signer(app.settings.link_secret.get_secret_value(), app.settings.public_url)
        self._https = app.settings.public_url.startswith("https:")

    # --- at a link from the chat ---

    def caller(self, request: Request, token: str) -> Caller:
        """R-064: who holds a living link; of all others nobody learns whether there ever was one."""
        cookie = cookie_of(request, https=self._https)
        with self._app.reading() as ctx:
            link = ctx.uow.desk_sessions.link(self._signer.desk_link_id(token) or "", ctx.now)
            if link is None:
                raise Unknown
            account = ctx.uow.people.account_by_id(link.account_id)
            browser = ctx.uow.people.browser(account.id, browser_hash(cookie), ctx.now) if cookie else None
            if link.browser_id is not None and (browser is None or link.browser_id != browser.id):
                raise Unknown
            language = account.member.language
            if browser is None:
                return Caller(account.id, language, link.id, cookie, Standing.NEW, "", 0)
            standing = Standing.ASKED if browser.confirmed_at is None else Standing.BOUND
            return Caller(account.id, language, link.id, cookie, standing, browser.id, browser.number)

    def begin(self, request: Request, token: str, form_token: str) -> Response:
        """The person pressed 「開く」; back to the same page as long as their chat is asked about the browser."""
        caller, given, session = self.caller(request, token), new_browser(), new_browser()
        self._believe(request, caller, caller.link_id, caller.known_by, form_token)
        command = EnterDesk(
            caller.account_id,
            caller.link_id,
            browser_hash(caller.cookie),
            browser_hash(given),
            device_of(request.headers),
            browser_hash(session),
        )
        try:
            self._app.run(command)
        except HanshoError as error:
            raise Refused(caller, error) from error
        with self._app.reading() as ctx:
            begun = ctx.uow.desk_sessions.open(command.session) is not None
        response = RedirectResponse(HOME if begun else f"{HOME}/in/{token}", status_code=303)
        if caller.standing is Standing.NEW:
            give_cookie(response, given, https=self._https)
        if begun:
            self.keep_session(response, session)
        return response

    def keep_session(self, response: Response, session: str) -> None:
        """The cookie by which somebody is known inside."""
        seconds = int(LONGEST.total_seconds())
        give_cookie(response, session, https=self._https, name=DESK_COOKIE, seconds=seconds)

    def form_token(self, caller: Caller, cookie: str) -> str:
        """For the form behind the link."""
        return self._signer.form_token(caller.link_id, caller.known_by or cookie)

    # --- inside ---

    def guest(self, request: Request, room: Room | None = None) -> Guest:
        """R-063, R-064: who sits here and, if a room is named, may enter it."""
        cookie = cookie_of(request, https=self._https, name=DESK_COOKIE)
        with self._app.reading() as ctx:
            guest = _seated(browser_hash(cookie), ctx)
        if room is not None and not guest.seated.may_enter(room):
            raise Unknown
        if guest.is_due and was_there(looked_by_itself=GLANCE in request.headers):
            self._app.run(SeeDesk(guest.account_id, guest.session_id))
        return guest

    def leave(self, request: Request, form_token: str) -> Response:
        """「サインアウト」."""
        self._run(request, form_token, lambda guest: LeaveDesk(guest.account_id, guest.session_id))
        response = RedirectResponse(HOME, status_code=303)
        give_cookie(response, "", https=self._https, name=DESK_COOKIE, seconds=0)
        return response

    def known(self, request: Request, form_token: str) -> Response:
        """The person compared the number with the one in the chat; it is shown no longer."""
        self._run(request, form_token, lambda guest: SeeBrowser(guest.account_id, guest.browser_id, read=True))
        return RedirectResponse(HOME, status_code=303)

    def own_token(self, guest: Guest) -> str:
        """For the forms inside: proves the session they were shown in and, once that is over, whose it was."""
        return _AND.join((self._signer.form_token(HOME, guest.session_id), self._whose(guest)))

    def _whose(self, guest: Guest) -> str:
        return self._signer.form_token(f"{HOME} whose", guest.account_id)

    def _believe_guest(self, request: Request, guest: Guest, form_token: str) -> None:
        proof, _, whose = form_token.partition(_AND)
        try:
            self._believe(request, guest, HOME, guest.session_id, proof)
        except NotBelieved:
            if not comes_from_our_page(request.headers, self._app.settings.public_url):
                raise
            if not hmac.compare_digest(whose.encode(), self._whose(guest).encode()):
                raise
            raise Late(guest) from None

    def _run(self, request: Request, form_token: str, command: Callable[[Guest], Command]) -> None:
        guest = self.guest(request)
        self._believe_guest(request, guest, form_token)
        try:
            self._app.run(command(guest))
        except HanshoError as error:
            raise Refused(guest, error) from error

    def _believe(self, request: Request, by: Reader, link: str, known_by: str, form_token: str) -> None:
        ours = comes_from_our_page(request.headers, self._app.settings.public_url)
        if not (ours and known_by and self._signer.owns_form(link, known_by, form_token)):
            raise NotBelieved(by)


def _seated(token_hash: str, ctx: Context) -> Guest:
    session = ctx.uow.desk_sessions.open(token_hash)
    if session is None:
        raise SignedOut
    try:
        account = who(session.account_id, ctx)
    except NotEnrolled as gone:
        raise SignedOut from gone
    browsers = {row.id: row for row in ctx.uow.people.browsers(account.id, ctx.now)}
    seat, browser = seat_of(account.member, ctx), browsers.get(session.browser_id)
    if isinstance(seat, Deny) or browser is None:
        raise SignedOut
    if not still_holds(seat.seat, session.began_at, session.seen_at, ctx.now):
        raise SignedOut
    return Guest(
        account.id,
        account.member.network_id,
        account.member.language,
        session.id,
        browser.id,
        seat,
        number=0 if browser.number_read_at else browser.number,
        is_due=session.seen_at + SEEN_EVERY <= ctx.now,
    )
