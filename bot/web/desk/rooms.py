"""What the desk shows: look who it is, read, render. What changes anything is a command of the door's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from bot.web.answering import SOON_MS
from bot.web.authentication import Standing, Unknown
from bot.web.browsers import give_cookie, new_browser
from bot.web.desk import (
    alerts,
    chats,
    exports,
    figures,
    log,
    reach,
    records,
    review,
    rule_form,
    rules,
    stores,
    twofold,
)
from bot.web.desk.acts import Posted, Wrong
from bot.web.desk.alerts import Chosen
from bot.web.desk.proof import Me
from bot.web.desk.reception import HOME
from bot.web.desk.request_rooms import RequestRooms
from bot.web.desk.unsent import Unsent
from bot.web.desk.words import address_of
from bot.web.render import rendered
from bot.web.viewmodels import Page
from handlers import board
from handlers.commands.pages import LookAtChats, RecordExport
from handlers.wording.board import when
from policy.desk import Room, may_change


class Rooms(RequestRooms):
    """All rooms; every method may raise TurnedAway."""

    def today(self, request: Request) -> Response:
        """What is due, by time."""
        guest = self.guest(request, Room.TODAY)
        with self._app.reading() as ctx:
            due = board.items(guest.seated, guest.network_id, ctx)
            return self._show("today", Room.TODAY, guest, ctx, due, address_of=address_of, when=when)

    def alerts(self, request: Request, chosen: Chosen, after: str) -> Response:
        """Alerts, the newest first."""
        guest = self.guest(request, Room.ALERTS)
        with self._app.reading() as ctx:
            return self._show("alerts", Room.ALERTS, guest, ctx, alerts.listed(guest, chosen, after, ctx))

    def alert(self, request: Request, number: str, wrong: Wrong | None = None) -> Response:
        """One alert as a line of time."""
        guest = self.guest(request, Room.ALERTS)
        with self._app.reading() as ctx:
            return self._show("alert", Room.ALERTS, guest, ctx, alerts.one(guest, number, ctx), wrong=wrong)

    def stores(self, request: Request, code: str, name: str, after: str) -> Response:
        """Stores by code, from one on."""
        guest = self.guest(request, Room.STORES)
        with self._app.reading() as ctx:
            return self._show("stores", Room.STORES, guest, ctx, stores.listed(guest, code, name, after, ctx))

    def store(self, request: Request, store_id: str, wrong: Wrong | None = None) -> Response:
        """One store."""
        guest = self.guest(request, Room.STORES)
        with self._app.reading() as ctx:
            return self._show("store", Room.STORES, guest, ctx, stores.one(guest, store_id, ctx), wrong=wrong)

    def reach(self, request: Request, code: str, metres: str) -> Response:
        """Whom an alert of a store would reach."""
        guest = self.guest(request, Room.REACH)
        with self._app.reading() as ctx:
            return self._show("reaching", Room.REACH, guest, ctx, reach.shown(guest, code, metres, ctx))

    def figures(self, request: Request) -> Response:
        """R-097, R-121: the weeks in numbers; names that signs are about are looked at on record."""
        guest = self.guest(request, Room.FIGURES)
        with self._app.reading() as ctx:
            view = figures.shown(guest, ctx)
            page = self._show("figures", Room.FIGURES, guest, ctx, view)
        return self._recorded(page, guest, view.people)

    def me(self, request: Request, view: Response | Me | None = None) -> Response:
        """R-063, R-064: where one sits at the desk, and by what one shows that it is oneself; or what a post led to."""
        if isinstance(view, Response):
            return view
        guest = self.guest(request)
        shown = view or self._me(guest)
        with self._app.reading() as ctx:
            return self._show("me", Room.TODAY, guest, ctx, shown)

    def rule_form(self, request: Request, given: Mapping[str, str], wrong: Wrong | None = None) -> Response:
        """R-044, R-126: other numbers are typed; then what they would change is shown before anybody is asked."""
        guest = self.guest(request, Room.RULES)
        if not may_change(guest.seated.seat):
            raise Unknown
        with self._app.reading() as ctx:
            return self._show("rule_form", Room.RULES, guest, ctx, rule_form.shown(guest, given, ctx), wrong=wrong)

    def late(self, request: Request, kept: Unsent) -> Response:
        """R-063, L138: what came in an earlier session's name is shown, and goes out by a press in this one."""
        guest = self.guest(request)
        with self._app.reading() as ctx:
            response = self._show("sent_late", Room.TODAY, guest, ctx, kept)
        response.status_code = HTTPStatus.CONFLICT
        return response

    def twofold(self, request: Request, act_id: str) -> Response:
        """R-097: what another person asked for."""
        guest = self.guest(request, Room.TODAY)
        with self._app.reading() as ctx:
            return self._show("twofold", Room.TODAY, guest, ctx, twofold.one(guest, act_id, ctx))

    def rules(self, request: Request, version: str, against: str) -> Response:
        """R-126: the rules, and what changed in them."""
        guest = self.guest(request, Room.RULES)
        with self._app.reading() as ctx:
            return self._show("rulebook", Room.RULES, guest, ctx, rules.shown(guest, version, against, ctx))

    def review(self, request: Request, wrong: Wrong | None = None) -> Response:
        """R-133, R-145: what our records say to each subject, and whether it is due."""
        guest = self.guest(request, Room.RULES)
        with self._app.reading() as ctx:
            return self._show("review", Room.RULES, guest, ctx, review.shown(guest, ctx), wrong=wrong)

    def reviewed(self, request: Request, posted: Posted, given: Mapping[str, str]) -> Response:
        """R-145: recorded once; what is missing is said, and nothing chosen is lost."""
        return self.or_again(
            "review",
            given,
            lambda: self._do(request, posted, f"{HOME}/rules/review", lambda one: review.act(one.account_id, given)),
            lambda wrong: self.review(request, wrong),
        )

    def records(self, request: Request, after: str) -> Response:
        """Holds, and the form of exports."""
        guest = self.guest(request, Room.RECORDS)
        with self._app.reading() as ctx:
            return self._show("records", Room.RECORDS, guest, ctx, records.shown(guest, after, ctx))

    def export(self, request: Request, posted: Posted, content: str, purpose: str, form: str) -> Response:
        """R-007, R-097: a file, on record before it leaves; with names in it, another person is asked first."""
        guest, asked = self.guest(request, Room.RECORDS), exports.wanted(content, purpose, form)
        with self._app.reading() as ctx:
            waits = exports.to_ask(asked, guest, ctx)
            if waits is not None:
                return self._do(request, posted, HOME, lambda _: waits)
            file = exports.file_of(asked, guest, ctx)
        self._run(
            request,
            posted.form_token,
            lambda one: RecordExport(one.account_id, asked.content, asked.purpose, file.rows),
        )
        return exports.sent(file)

    def chats(self, request: Request) -> Response:
        """LINE and Slack, as far as we know."""
        guest = self.guest(request, Room.CHATS)
        with self._app.reading() as ctx:
            return self._show("chats", Room.CHATS, guest, ctx, chats.shown(guest, ctx))

    def look(self, request: Request, form_token: str) -> Response:
        """Both are asked anew, later."""
        self.guest(request, Room.CHATS)
        self._run(request, form_token, lambda guest: LookAtChats(guest.account_id))
        return RedirectResponse("/desk/chats", status_code=303)

    def log(self, request: Request, number: str, after: str) -> Response:
        """R-097: the ledger, the newest first."""
        guest = self.guest(request, Room.LOG)
        with self._app.reading() as ctx:
            return self._show("log", Room.LOG, guest, ctx, log.listed(guest, number, after, ctx))

    def way_in(self, request: Request, token: str) -> Response:
        """A button behind the link; to look at it does nothing, since chat apps open links to preview them."""
        caller = self.caller(request, token)
        t, cookie = self._app.ports.sentences(caller.language), caller.cookie or new_browser()
        page = Page(caller.language, f"{HOME}/in/{token}", self.form_token(caller, cookie), caller.standing.value)
        if caller.standing is Standing.ASKED:
            return rendered("ask.html", t=t, page=replace(page, number=caller.number), every=SOON_MS)
        response = rendered("open.html", t=t, page=page)
        if not caller.cookie:
            give_cookie(response, cookie, https=self._https)
        return response

    def state(self, request: Request, token: str) -> Response:
        """Where the browser stands, for that page's own polling."""
        return JSONResponse({"shown": self.caller(request, token).standing.value})
