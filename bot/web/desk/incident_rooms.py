"""The room of incidents: what is shown there and what is done; each post is one command, once."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.web.authentication import Unknown
from bot.web.desk import incidents, reports, traces
from bot.web.desk.acts import Posted, Wrong
from bot.web.desk.asking import act
from bot.web.desk.framed import Framed
from bot.web.desk.reception import HOME, Guest
from handlers.commands.incidents import LookAtIncident, OpenIncident
from handlers.commands.scope import RecordScope, RecordTrace
from handlers.errors import NotFound
from handlers.wording.incident_names import KINDS, STOPS
from policy.desk import Room
from policy.duties import Task
from policy.forms.names import Choice
from policy.hold import HOLD_REASONS, LONGEST_HOLD
from policy.incidents.clocks import Report
from policy.incidents.kinds import What

AT = f"{HOME}/incidents"
SHEETS = ("keep", "reported")
"""What leads back to the report's page."""


class IncidentRooms(Framed):
    """That room; every method may raise TurnedAway."""

    def incidents(self, request: Request) -> Response:
        """R-130, R-135: what is open, and until when it is reported."""
        guest = self.guest(request, Room.INCIDENTS)
        with self._app.reading() as ctx:
            return self._show("incidents", Room.INCIDENTS, guest, ctx, incidents.listed(guest, ctx), Task=Task)

    def incident(self, request: Request, number: str, wrong: Wrong | None = None) -> Response:
        """R-097, R-136: that somebody reads it is on record before a word of it leaves."""
        guest = self._reader(request, number)
        with self._app.reading() as ctx:
            view = incidents.one(guest, number, ctx)
            words = {"kinds": KINDS, "stops": STOPS, "whys": HOLD_REASONS, "most_days": LONGEST_HOLD.days}
            offered = {**words, "Task": Task}
            return self._show("incident", Room.INCIDENTS, guest, ctx, view, wrong=wrong, yes=Choice.YES, **offered)

    def open_incident(self, request: Request, posted: Posted, what: str, drill: str) -> Response:
        """R-135: the same tap as in the chat."""
        self.guest(request, Room.INCIDENTS)
        if what not in set(What):
            raise Unknown
        drills = drill == Choice.YES
        return self._do(
            request, posted, AT, lambda guest: OpenIncident(guest.account_id, What(what), posted.once, drill=drills)
        )

    def act_on(self, request: Request, posted: Posted, number: str, how: str, given: Mapping[str, str]) -> Response:
        """R-130–R-145: one thing is done about one incident; what won't do is shown again as it was typed."""
        self.guest(request, Room.INCIDENTS)
        back, report = f"{AT}/{number}", given.get("report", "")
        if how in SHEETS:
            back = f"{back}/report?report={report}"

        def done() -> Response:
            return self._do(request, posted, back, lambda guest: act(guest.account_id, number, how, given))

        def again(wrong: Wrong) -> Response:
            if how in SHEETS:
                return self.report(request, number, report, wrong)
            return self.incident(request, number, wrong)

        return self.or_again(how, given, done, again)

    def report(self, request: Request, number: str, report: str, wrong: Wrong | None = None) -> Response:
        """R-130, R-136: the nine items."""
        if report not in set(Report):
            raise Unknown
        guest = self._reader(request, number)
        with self._app.reading() as ctx:
            view = reports.sheet(guest, number, Report(report), ctx, wrong)
            return self._show("report", Room.INCIDENTS, guest, ctx, view, wrong=wrong, Task=Task)

    def report_file(self, request: Request, number: str, report: str) -> Response:
        """R-097, R-134: the newest version of a report as PDF, for the certified body; on record before it leaves."""
        if report not in set(Report):
            raise Unknown
        guest = self._reader(request, number)
        with self._app.reading() as ctx:
            made = reports.pdf(guest, number, Report(report), ctx)
        named = {"content-disposition": f'attachment; filename="{number}-{report}.pdf"'}
        return Response(made, media_type="application/pdf", headers=named)

    def scope(self, request: Request, number: str) -> Response:
        """R-007: first, what for."""
        guest = self.guest(request, Room.INCIDENTS)
        with self._app.reading() as ctx:
            return self._show("scope", Room.INCIDENTS, guest, ctx, traces.reach(guest, number, ctx, read=False))

    def scoped(self, request: Request, form_token: str, number: str, purpose: str) -> Response:
        """R-007, R-097, R-136: who is shown by name whom an alert reached, and what for, is on record before."""
        guest, said = self.guest(request, Room.INCIDENTS), traces.purpose_in(purpose)
        with self._app.reading() as ctx:
            view = traces.reach(guest, number, ctx, read=True)
            people = len(view.scope.people) if view.scope else 0
            page = self._show("scope", Room.INCIDENTS, guest, ctx, view)
        self._run(request, form_token, lambda one: RecordScope(one.account_id, number, said, people))
        return page

    def trace(self, request: Request, given: Mapping[str, str]) -> Response:
        """R-007, R-097, R-136: the leak finder; nothing that is typed stands in an address or in a log."""
        guest = self.guest(request, Room.INCIDENTS)
        with self._app.reading() as ctx:
            view = traces.looked_for(guest, given, ctx) if given else traces.blank(guest, ctx)
            page = self._show("trace", Room.INCIDENTS, guest, ctx, view)
        if view.found is not None:
            said, looks = traces.purpose_in(view.purpose), view.found.all
            self._run(request, given.get("form_token", ""), lambda one: RecordTrace(one.account_id, said, looks))
        return page

    def _reader(self, request: Request, number: str) -> Guest:
        guest = self.guest(request, Room.INCIDENTS)
        try:
            self._app.run(LookAtIncident(guest.account_id, number))
        except NotFound as error:
            raise Unknown from error
        return guest
