"""Which verb does what is asked about requests, and what of them is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from handlers.commands import rights
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.rights import decide, doubts, handing, intake, remind, trial
from storage.tables import DueKind

HANDLERS: Final[dict[type, Callable[[Any, Context], None]]] = {
    rights.ReceiveRequest: intake.receive,
    rights.NoteTrial: trial.note_trial,
    rights.CountLook: intake.count_look,
    rights.NoteRead: intake.note_read,
    rights.HandOver: handing.hand_over,
    rights.AddToRequest: intake.add,
    rights.LookAtRequest: decide.look,
    rights.AskPerson: decide.ask,
    rights.ExtendRequest: decide.extend,
    rights.DecideRequest: decide.decide,
    rights.SecondDecision: decide.second,
}

DUE: Final[dict[DueKind, Callable[[DueCommand, Context], None]]] = {
    DueKind.TAKE_UP_REQUEST: intake.take_up,
    DueKind.TAKE_UP_DOUBTS: doubts.take_up,
    DueKind.REMIND_REQUEST: remind.remind,
    DueKind.ERASE_REQUEST: intake.erase_words,
    DueKind.ERASE_REQUEST_RECORD: intake.erase_record,
}
