"""What stands around every room of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot.web.browsers import new_browser
from bot.web.desk.acts import Wrong
from bot.web.desk.key_door import KeyDoor
from bot.web.desk.reception import Guest
from bot.web.desk.twofold import waiting_for
from bot.web.desk.words import ROOMS, SEATS
from bot.web.render import rendered
from handlers.commands.pages import RecordPeopleView
from handlers.context import Context
from handlers.recipient import Recipient
from policy.desk import Room, may_change


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
    may_change: bool
    public_url: str
    is_sample: bool
    asked: tuple[tuple[str, str], ...]
    once: Callable[[], str] = new_browser
    """Another one for each form, so that a second press of it is none."""


class Framed(KeyDoor):
    """How a room is shown."""

    def _recorded(self, page: Response, guest: Guest, people: int) -> Response:
        if people:
            self._app.run(RecordPeopleView(guest.account_id, people))
        return page

    def _show(
        self,
        template: str,
        here: Room,
        guest: Guest,
        ctx: Context,
        view: object,
        *,
        wrong: Wrong | None = None,
        **words: Any,
    ) -> Response:
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
            may_change=bool(may_change(guest.seated.seat)),
            public_url=self._app.settings.public_url.rstrip("/"),
            is_sample=self._app.settings.demo,
            asked=tuple((address, t(name)) for address, name in waiting_for(guest, ctx)),
        )
        read = Recipient(ctx.uow.people.account_by_id(guest.account_id), ctx.uow, ctx.ports, ctx.now).read
        shown: dict[str, Any] = {"shell": shell, "view": view, "now": ctx.now, **words}
        return rendered(f"desk/{template}.html", t=t, read=read, wrong=wrong, **shown)
