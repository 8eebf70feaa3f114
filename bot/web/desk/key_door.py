"""Signing in by a device's key alone: the way back for whoever came from the chat once (R-063, R-064)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.application import Application
from bot.web.authentication import NotBelieved, Refused
from bot.web.browsers import browser_hash, cookie_of, give_cookie, new_browser
from bot.web.desk.proof import Proof
from bot.web.desk.reception import HOME
from bot.web.desk.unsent import Unsent
from bot.web.devices import device_of
from bot.web.render import rendered
from bot.web.viewmodels import Page
from handlers.commands.pages import EnterByKey
from handlers.errors import HanshoError

DOOR: Final = f"{HOME}/key"


@dataclass(frozen=True)
class Stranger:
    """Whoever is not signed in, in a browser that keeps our cookie."""

    cookie: str
    language: str = "ja"


class KeyDoor(Proof):
    """What stands before the desk; posts may raise TurnedAway."""

    def __init__(self, app: Application) -> None:
        super().__init__(app)

    def signed_out(self, request: Request, kept: Unsent | None = None) -> Response:
        """R-063: nobody sits here: the two ways in, in both languages, since nobody is known yet.

        ``kept``: a form that came all the same. Of what can't be kept, such as a file, it is said that it is not.
        """
        cookie = cookie_of(request, https=self._https)
        given, ports = cookie or new_browser(), self._app.ports
        page = Page("ja", DOOR, self._signer.form_token(DOOR, given), "")
        both = (ports.sentences("ja"), ports.sentences("en"))
        lost = request.method == "POST" and kept is None
        response = rendered(
            "desk/sign_in.html", t=both[0], both=both, page=page, kept=kept, lost=lost, home=HOME, status=403
        )
        if not cookie:
            give_cookie(response, given, https=self._https)
        return response

    def question(self, request: Request, form_token: str) -> Response:
        """R-064: what a device is to sign, as JSON for the page's script; good for this browser alone."""
        stranger = self._stranger(request, form_token)
        with self._app.reading() as ctx:
            asked = self._signer.question(stranger.cookie, ctx.now)
        return JSONResponse(self._devices().anybody(asked))

    def enter(self, request: Request, form_token: str, answer: str) -> Response:
        """R-063, R-064: a device signed; its owner sits down."""
        stranger = self._stranger(request, form_token)
        given, session = new_browser(), new_browser()
        try:
            self._app.run(self._command(request, stranger, answer, given, session))
        except HanshoError as error:
            raise Refused(stranger, error) from error
        response = RedirectResponse(HOME, status_code=303)
        give_cookie(response, given, https=self._https)
        self.keep_session(response, session)
        return response

    def _command(self, request: Request, stranger: Stranger, answer: str, given: str, session: str) -> EnterByKey:
        """What the answer comes to, once its signature and the question are ours."""
        devices = self._devices()
        try:
            question, key_id = devices.named(answer)
            asked_at = self._signer.asked_at(question, stranger.cookie)
            with self._app.reading() as ctx:
                key = ctx.uow.keys.whose(key_id)
            if key is None or asked_at is None:
                raise NotBelieved(stranger)
            _, counter = devices.signed(question, answer, [key])
        except ValueError as error:
            raise NotBelieved(stranger) from error
        came_as, device = browser_hash(stranger.cookie), device_of(request.headers)
        return EnterByKey(key_id, counter, asked_at, came_as, browser_hash(given), device, browser_hash(session))

    def _stranger(self, request: Request, form_token: str) -> Stranger:
        stranger = Stranger(cookie_of(request, https=self._https))
        self._believe(request, stranger, DOOR, stranger.cookie, form_token)
        return stranger
