"""The rooms where the people of the network are seen, come in, and are handed their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.web.authentication import Refused, Unknown
from bot.web.desk import exports, invited, people, person
from bot.web.desk.acts import CODE_SECONDS, Posted, Wrong
from bot.web.desk.exports import FileForm
from bot.web.desk.forms import MEMBER, STORE, Blank, faults
from bot.web.desk.list_rooms import ListRooms
from bot.web.desk.reception import HOME, Guest
from handlers.commands.office import InviteMembers
from handlers.context import Context
from handlers.errors import HanshoError
from policy.desk import Room, may_change
from policy.verdict import N_

SHOWN_FOR: Final = timedelta(seconds=CODE_SECONDS)
"""How long a code stands on its page: by so much less it is good for, whenever it is read there."""

JOINS: Final = {
    "store": (N_("店舗を登録する"), Room.STORES, STORE),
    "member": (N_("会員を登録する"), Room.PEOPLE, MEMBER),
}
"""The last part of the address → title (msgid), room, and what is asked."""


CARDS: Final = "cards"
"""Codes as cards on a page; else as a file."""

PAPER: Final = "pdf"
"""As cards to print and cut."""


class PeopleRooms(ListRooms):
    """Each method may raise TurnedAway."""

    def people(self, request: Request, to: people.Narrowed, after: str) -> Response:
        """R-097: who looks at names is on record before one leaves."""
        guest = self.guest(request, Room.PEOPLE)
        with self._app.reading() as ctx:
            view = people.listed(guest, to, after, ctx)
            page = self._show(
                "people", Room.PEOPLE, guest, ctx, view, says=invited.says, has_qr=invited.knows_a_door(ctx)
            )
        return self._recorded(page, guest, len(view.rows))

    def person(self, request: Request, code: str, wrong: Wrong | None = None) -> Response:
        """R-097: who looks at somebody is on record before the page leaves."""
        guest = self.guest(request, Room.PEOPLE)
        with self._app.reading() as ctx:
            view = person.one(guest, code, ctx)
            page = self._show(
                "person",
                Room.PEOPLE,
                guest,
                ctx,
                view,
                wrong=wrong,
                says=invited.says,
                has_qr=invited.knows_a_door(ctx),
            )
        return self._recorded(page, guest, 1)

    def card(self, request: Request, code: str) -> Response:
        """R-001: the code that was just made, to hand over."""
        guest = self.guest(request, Room.PEOPLE)
        with self._app.reading() as ctx:
            view = self._card_of(request, guest, code, ctx)
            return self._show("card", Room.PEOPLE, guest, ctx, view)

    def card_file(self, request: Request, code: str) -> Response:
        """R-001: the same on paper, while it can still be shown."""
        guest = self.guest(request, Room.PEOPLE)
        with self._app.reading() as ctx:
            view = self._card_of(request, guest, code, ctx)
            if not view.words:
                raise Unknown
            return self._on_paper([view], f"hansho-invitation-{code}.pdf", guest, ctx)

    def _card_of(self, request: Request, guest: Guest, code: str, ctx: Context) -> invited.Card:
        return invited.card(
            person.known(guest, code, ctx), self.shown_code(request, code), SHOWN_FOR, self._signer, ctx
        )

    def _on_paper(self, made: Sequence[invited.Card], name: str, guest: Guest, ctx: Context) -> Response:
        try:
            body = invited.as_pdf(made, ctx)
        except HanshoError as error:
            raise Refused(guest, error) from error
        return Response(
            body,
            media_type="application/pdf",
            headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
        )

    def invite_all(self, request: Request, posted: Posted, store: str, form: str) -> Response:
        """R-001, R-097: codes for all who have none and are not in the chat yet, of one store or of all: on a page, to
        print, or as a file without names. Pressed again, what the first press made is shown.
        """
        guest = self.guest(request, Room.PEOPLE)
        if form not in (CARDS, PAPER, FileForm.CSV):
            raise Unknown

        def one_time(code: str) -> str:
            return self._one_time(posted, code)

        with self._app.reading() as ctx:
            codes = invited.uninvited(invited.without(guest, store, ctx), ctx)
        self._once(request, posted, lambda _: InviteMembers({code: one_time(code) for code in codes}))
        with self._app.reading() as ctx:
            made = invited.cards(invited.without(guest, store, ctx), one_time, self._signer, ctx)
            if form == FileForm.CSV:
                zone = ZoneInfo(ctx.uow.stores.network(guest.network_id).timezone)
                return exports.as_file(f"hansho-invitations-{ctx.now:%Y%m%d}.csv", invited.as_rows(made, zone))
            if form == PAPER and made:
                page = self._on_paper(made, f"hansho-invitations-{ctx.now:%Y%m%d}.pdf", guest, ctx)
            else:
                page = self._show("cards", Room.PEOPLE, guest, ctx, made)
        return self._recorded(page, guest, len(made))

    def join(self, request: Request, what: str, wrong: Wrong | None = None) -> Response:
        """The form by which a store or a person comes in."""
        guest = self.guest(request, Room.PEOPLE)
        if what not in JOINS or not may_change(guest.seated.seat):
            raise Unknown
        title, room, asked = JOINS[what]
        given, wrong_ones = (wrong.given, faults(wrong.error, asked)) if wrong else ({}, [])
        view = Blank(title, f"{HOME}/new/{what}", asked, given, wrong_ones)
        with self._app.reading() as ctx:
            return self._show("join", room, guest, ctx, view)

    def joined(self, request: Request, what: str, posted: Posted, given: Mapping[str, str]) -> Response:
        """It is sent; the form again if something is wrong with it."""
        if what not in JOINS:
            raise Unknown
        comes_in = self.join_store if what == "store" else self.join_member
        return self.or_again(
            what, given, lambda: comes_in(request, posted, given), lambda wrong: self.join(request, what, wrong)
        )
