"""Who is at a page behind a link, whether a post is believed, and what is done in their name."""

from __future__ import annotations

from starlette.requests import Request

from bot.application import Application
from bot.web.authentication import NotBelieved, Refused, Standing, Unknown, Visitor, let_in
from bot.web.browsers import cookie_of
from bot.web.links import Signer
from bot.web.security import comes_from_our_page
from handlers.commands.chat import Command
from handlers.commands.pages import CountPost
from handlers.errors import HanshoError
from policy.access import Purpose


class Doorkeeper:
    """Looks at every request anew; every method may raise TurnedAway."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._signer = Signer(app.settings.link_secret.get_secret_value(), app.settings.public_url)
        self._https = app.settings.public_url.startswith("https:")

    def _visitor(self, request: Request, token: str) -> Visitor:
        with self._app.reading() as ctx:
            return let_in(self._signer.link_id(token), cookie_of(request, https=self._https), ctx)

    def _bound(self, request: Request, token: str) -> Visitor:
        visitor = self._visitor(request, token)
        if visitor.standing is not Standing.BOUND:
            raise Unknown
        return visitor

    def _believed(self, request: Request, token: str, form_token: str) -> Visitor:
        visitor = self._visitor(request, token)
        ours = comes_from_our_page(request.headers, self._app.settings.public_url)
        known = visitor.cookie and self._signer.owns_form(visitor.link_id, visitor.known_by, form_token)
        if not (ours and known):
            raise NotBelieved(visitor)
        self._run(visitor, CountPost(visitor.account_id, visitor.case_id))
        return visitor

    def _reporter(self, request: Request, token: str, form_token: str) -> Visitor:
        return self._bound_believed(request, token, form_token, Purpose.MASK)

    def _bound_believed(self, request: Request, token: str, form_token: str, *purposes: Purpose) -> Visitor:
        """On a page for one of the purposes; for none in particular, on any."""
        visitor = self._believed(request, token, form_token)
        if visitor.standing is not Standing.BOUND or (purposes and visitor.purpose not in purposes):
            raise Unknown
        return visitor

    def _run(self, visitor: Visitor, command: Command) -> None:
        try:
            self._app.run(command)
        except HanshoError as error:
            raise Refused(visitor, error) from error
