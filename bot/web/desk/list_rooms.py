"""Where whole lists come in: a file is looked at, its page says what it would do, and a press of that page does it."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.web.authentication import Unknown
from bot.web.desk import exports, lists
from bot.web.desk.acts import Posted, Wrong, moment_of
from bot.web.desk.incident_rooms import IncidentRooms
from bot.web.desk.reception import HOME, Guest
from handlers.commands.office import BringIn, Table
from policy.desk import may_change
from storage.imports.members import ANOTHER
from storage.imports.rows import Settles

BRING: Final = "bring"


class ListRooms(IncidentRooms):
    """Each method may raise TurnedAway."""

    def list_page(self, request: Request, name: str) -> Response:
        """R-005: which columns there are, and where a file is chosen."""
        return self._list(request, lists.ListPage(name, lists.named(name)))

    def empty_list(self, request: Request, name: str) -> Response:
        """R-005: a table with the columns' names, to be filled."""
        sheet = lists.named(name)
        self._office(request, sheet)
        return exports.sent(exports.empty(f"{name}.csv", [column for column, _, _ in sheet.columns]))

    def look_at_list(self, request: Request, posted: Posted, name: str, table: Table, data: bytes | None) -> Response:
        """R-001, R-005, R-113: what a file would do; nothing is kept, neither of it nor of the file."""
        guest = self._office(request, lists.named(name))
        self._believe_guest(request, guest, posted.form_token)
        return self._tried(request, name, table, data)

    def bring_in(
        self, request: Request, posted: Posted, name: str, table: Table, against: str, joins_at: str
    ) -> Response:
        """R-001, R-005, R-097: it comes in; where a second person is asked about codes first, Today says so."""
        self._office(request, lists.named(name))

        def done() -> Response:
            back = f"{HOME}/{name}"
            response = self._do(
                request, posted, back, lambda guest: BringIn(table, against, moment_of(guest, joins_at))
            )
            if table.new and self._waits(table):
                response.headers["location"] = HOME
            return response

        def again(wrong: Wrong) -> Response:
            return self._tried(request, name, table, None, wrong)

        return self.or_again(BRING, {"at": joins_at}, done, again)

    def _waits(self, table: Table) -> bool:
        with self._app.reading() as ctx:
            return bool(lists.tried(table, None, ctx).result.twins)

    def _tried(
        self, request: Request, name: str, table: Table, data: bytes | None, wrong: Wrong | None = None
    ) -> Response:
        with self._app.reading() as ctx:
            tried = lists.tried(table, data, ctx)
        return self._list(request, lists.ListPage(name, lists.named(name), tried), wrong)

    def _list(self, request: Request, page: lists.ListPage, wrong: Wrong | None = None) -> Response:
        guest = self._office(request, page.sheet)
        with self._app.reading() as ctx:
            return self._show(
                "lists",
                page.sheet.room,
                guest,
                ctx,
                page,
                wrong=wrong,
                settled=lists.settled,
                Settles=Settles,
                another=ANOTHER,
            )

    def _office(self, request: Request, sheet: lists.Sheet) -> Guest:
        guest = self.guest(request, sheet.room)
        if not may_change(guest.seated.seat):
            raise Unknown
        return guest
