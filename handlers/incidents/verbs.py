"""Which verb does what is asked about incidents, what of them is due, and what their buttons ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from handlers.cards import ButtonAction
from handlers.commands import incidents
from handlers.commands import scope as scope_commands
from handlers.commands.chat import Command
from handlers.commands.pressed import Pressed
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.incidents import call, classify, clocks, contain, opening, report, scope, steps, stop, write
from policy.forms.names import Choice
from policy.incidents.kinds import What
from storage.tables import DueKind

HANDLERS: Final[dict[type[Command], Callable[[Any, Context], None]]] = {
    incidents.OpenIncident: opening.open_incident,
    incidents.SayGoingOn: opening.say_going_on,
    incidents.NameAlert: contain.name_alert,
    incidents.StopAccess: stop.stop_access,
    incidents.HoldAlert: stop.hold_alert,
    incidents.TakeIncident: call.take,
    incidents.LookAtIncident: write.look,
    incidents.WriteIncident: write.write_incident,
    incidents.ClassifyIncident: classify.classify,
    incidents.CloseStep: steps.close_step,
    incidents.KeepReport: report.keep_report,
    incidents.PublishNotice: report.publish_notice,
    incidents.WithdrawNotice: report.withdraw_notice,
    scope_commands.RecordScope: scope.record_scope,
    scope_commands.RecordTrace: scope.record_trace,
    incidents.NoteReport: steps.note_report,
    incidents.CloseIncident: steps.close_incident,
    incidents.ReviewIncident: steps.review,
}

DUE: Final[dict[DueKind, Callable[[DueCommand, Context], None]]] = {
    DueKind.CALL_FOR_INCIDENT: call.call_next,
    DueKind.REMIND_INCIDENT: clocks.remind,
    DueKind.REVIEW_INCIDENT: clocks.ask_review,
    DueKind.ERASE_INCIDENT: write.erase_words,
}

BUTTONS: Final[dict[ButtonAction, Callable[[Pressed], Command]]] = {
    ButtonAction.OPEN_INCIDENT: lambda b: incidents.OpenIncident(
        b.account_id, What(b["what"]), b["once"], drill=b["drill"] == Choice.YES
    ),
    ButtonAction.INCIDENT_GOES_ON: lambda b: incidents.SayGoingOn(b.account_id, b["number"], b["says"] == Choice.YES),
    ButtonAction.INCIDENT_ALERT: lambda b: incidents.NameAlert(b.account_id, b["number"], b["case_number"]),
    ButtonAction.TAKE_INCIDENT: lambda b: incidents.TakeIncident(b.account_id, b["number"]),
}
"""As ``handlers.routing.BUTTONS``."""
