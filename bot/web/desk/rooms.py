"""What the desk shows: look who it is, read, render. What changes anything is a command of the door's."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.application import Application
from bot.web.answering import SOON_MS
from bot.web.authentication import Standing
from bot.web.browsers import give_cookie, new_browser
from bot.web.desk import alerts, figures, log, people, reach, stores, today, twofold
from bot.web.desk.alerts import Chosen
from bot.web.desk.reception import HOME, Guest, Reception
from bot.web.desk.words import ROOMS, SEATS
from bot.web.render import Templates
from bot.web.viewmodels import Page
from handlers.commands.pages import RecordPeopleView
from handlers.context import Context
from handlers.recipient import Recipient
from policy.desk import Room


@dataclass(frozen=True)
class Shell:
    """What stands around every room: where one is, where else one can go, as whom, and the way out."""

    language: str
    here: Room
    rooms: tuple[tuple[Room, str, str], ...]
    seat: str
    network: str
    form_token: str
    number: int


class Rooms(Reception):
    """All rooms; every method may raise TurnedAway."""

    def __init__(self, app: Application) -> None:
        super().__init__(app)
        self._templates = Templates()

    def today(self, request: Request) -> Response:
        """What is due, by time."""
        guest = self.guest(request, Room.TODAY)
        with self._app.reading() as ctx:
            return self._show("today", Room.TODAY, guest, ctx, today.items(guest, ctx))

    def alerts(self, request: Request, chosen: Chosen, after: str) -> Response:
        """Alerts, the newest first."""
        guest = self.guest(request, Room.ALERTS)
        with self._app.reading() as ctx:
            return self._show("alerts", Room.ALERTS, guest, ctx, alerts.listed(guest, chosen, after, ctx))

    def alert(self, request: Request, number: str) -> Response:
        """One alert as a line of time."""
        guest = self.guest(request, Room.ALERTS)
        with self._app.reading() as ctx:
            return self._show("alert", Room.ALERTS, guest, ctx, alerts.one(guest, number, ctx))

    def stores(self, request: Request, code: str, after: str) -> Response:
        """Stores by code, from one on."""
        guest = self.guest(request, Room.STORES)
        with self._app.reading() as ctx:
            return self._show("stores", Room.STORES, guest, ctx, stores.listed(guest, code, after, ctx))

    def store(self, request: Request, store_id: str) -> Response:
        """One store."""
        guest = self.guest(request, Room.STORES)
        with self._app.reading() as ctx:
            return self._show("store", Room.STORES, guest, ctx, stores.one(guest, store_id, ctx))

    def people(self, request: Request, code: str, store: str, after: str) -> Response:
        """R-097: who looks at names is on record before one leaves."""
        guest = self.guest(request, Room.PEOPLE)
        with self._app.reading() as ctx:
            view = people.listed(guest, code, store, after, ctx)
            page = self._show("people", Room.PEOPLE, guest, ctx, view)
        return self._recorded(page, guest, len(view.rows))

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

    def twofold(self, request: Request, act_id: str) -> Response:
        """R-097: what another person asked for."""
        guest = self.guest(request, Room.TODAY)
        with self._app.reading() as ctx:
            return self._show("twofold", Room.TODAY, guest, ctx, twofold.one(guest, act_id, ctx))

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
            return self._templates.show("ask.html", t=t, page=replace(page, number=caller.number), every=SOON_MS)
        response = self._templates.show("open.html", t=t, page=page)
        if not caller.cookie:
            give_cookie(response, cookie, https=self._https)
        return response

    def state(self, request: Request, token: str) -> Response:
        """Where the browser stands, for that page's own polling."""
        return JSONResponse({"shown": self.caller(request, token).standing.value})

    def _recorded(self, page: Response, guest: Guest, people: int) -> Response:
        if people:
            self._app.run(RecordPeopleView(guest.account_id, people))
        return page

    def _show(self, template: str, here: Room, guest: Guest, ctx: Context, view: object) -> Response:
        t = self._app.ports.sentences(guest.language)
        rooms = tuple(
            (room, t(name), address) for room, (name, address) in ROOMS.items() if guest.seated.may_enter(room)
        )
        shell = Shell(
            guest.language,
            here,
            rooms,
            t(SEATS[guest.seated.seat]),
            ctx.uow.stores.network(guest.network_id).name,
            self.own_token(guest),
            guest.number,
        )
        read = Recipient(ctx.uow.people.account_by_id(guest.account_id), ctx.uow, ctx.ports, ctx.now).read
        return self._templates.show(f"desk/{template}.html", t=t, read=read, shell=shell, view=view, now=ctx.now)
