"""The tables that say which function does what: commands, buttons and due work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers.alert import delivery, failover, neighbours, stop
from handlers.approval import assess, quota, send, silence, submit, withdraw
from handlers.audit import checkpoint, digest
from handlers.case.people import who
from handlers.commands import chat
from handlers.commands import picture as pictures
from handlers.commands import video as videos
from handlers.commands.chat import Command, Press, Ring
from handlers.dialogue import dispatch
from handlers.errors import UnknownButton
from handlers.network import members
from handlers.picture import photo, review, video
from handlers.ports import Ports
from handlers.report import open as opening
from handlers.retention import erase
from storage.unit_of_work import UnitOfWork

Handler = Callable[[Any, UnitOfWork, Ports, datetime], None]


def press(cmd: Press, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Run what the button stands for; a button works only for the account it was made for.

    Raises:
        UnknownButton: never made, made for somebody else, or long erased.
    """
    account = who(uow, cmd.account_id)
    meaning = uow.buttons.get(cmd.button_id)
    if meaning is None or meaning.account_id != account.id:
        raise UnknownButton
    arguments = dict(meaning.arguments)
    if meaning.case_id is not None:
        arguments["case_id"] = meaning.case_id
    handle(ACTIONS[meaning.action](account_id=account.id, **arguments), uow, ports, now)


def ring(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Run the verb that is due."""
    DUE[cmd.kind](cmd, uow, ports, now)


def handle(command: Command, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Find the command's handler and run it; the caller commits."""
    HANDLERS[type(command)](command, uow, ports, now)


HANDLERS: dict[type[Command], Handler] = {
    chat.Enrol: members.enrol,
    chat.LoseTouch: members.lose_touch,
    chat.AskForBrowser: members.ask_for_browser,
    chat.ConfirmBrowser: members.confirm_browser,
    chat.Say: dispatch.say,
    chat.AnswerQuestion: dispatch.answer_question,
    chat.BeginForm: dispatch.begin_form,
    chat.SubmitForm: dispatch.submit_form,
    chat.Press: press,
    chat.StartReport: opening.start_report,
    chat.SendPhoto: photo.send_photo,
    chat.UnsendPhoto: photo.unsend_photo,
    chat.Continue: opening.go_on,
    pictures.KeepPhoto: photo.keep_photo,
    videos.NoteProgress: video.note_progress,
    videos.KeepStills: video.keep_stills,
    videos.PickStill: video.pick_still,
    pictures.ShowPeople: photo.show_people,
    pictures.RefusePhoto: photo.refuse_photo,
    chat.SendAnotherPhoto: photo.send_another_photo,
    chat.WithdrawCase: withdraw.withdraw_case,
    pictures.PickSuspect: review.pick_suspect,
    pictures.KeepMasked: review.keep_masked,
    pictures.RefuseMask: review.refuse_mask,
    pictures.EditMask: review.edit_mask,
    pictures.ConfirmMask: review.confirm_mask,
    chat.RecordView: review.record_view,
    chat.SubmitCase: submit.submit_case,
    chat.WithdrawAssessment: assess.withdraw_assessment,
    chat.NoteSent: delivery.note_sent,
    chat.NoteUnsent: delivery.note_unsent,
    chat.NoteQuota: quota.note_quota,
    chat.TellHead: checkpoint.tell_head,
    chat.Acknowledge: neighbours.acknowledge,
    chat.ReportSighting: neighbours.report_sighting,
    chat.DoubtAlert: neighbours.doubt_alert,
    chat.AllClear: stop.all_clear,
    chat.KeepWatching: stop.keep_watching,
    chat.ConfirmStop: stop.confirm_stop,
    chat.Ring: ring,
}

ACTIONS: dict[str, type[Any]] = {
    "start": chat.StartReport,
    "answer": chat.AnswerQuestion,
    "form": chat.BeginForm,
    "continue": chat.Continue,
    "another_photo": chat.SendAnotherPhoto,
    "submit": chat.SubmitCase,
    "withdraw": chat.WithdrawCase,
    "withdraw_assessment": chat.WithdrawAssessment,
    "acknowledge": chat.Acknowledge,
    "sighting": chat.ReportSighting,
    "doubt": chat.DoubtAlert,
    "all_clear": chat.AllClear,
    "keep_watching": chat.KeepWatching,
    "confirm_stop": chat.ConfirmStop,
    "browser": chat.ConfirmBrowser,
}
"""What the name kept with a button means; only these can be pressed."""

DUE: dict[str, Callable[[Ring, UnitOfWork, Ports, datetime], None]] = {
    "abandon": silence.abandon,
    "remind_approvers": silence.remind_approvers,
    "call_stand_ins": silence.call_stand_ins,
    "lapse": silence.lapse,
    "retry_broadcast": send.retry_broadcast,
    "call_second_contacts": failover.call_second_contacts,
    "ask_before_end": stop.ask_before_end,
    "expire": stop.expire,
    "remind_stop": stop.remind_stop,
    "erase_original": erase.erase_original,
    "erase_masked": erase.erase_masked,
    "erase_text": erase.erase_text,
    "erase_record": erase.erase_record,
    "weekly_digest": digest.weekly_digest,
    "remind_pack": checkpoint.remind_pack,
}
