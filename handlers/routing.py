"""The tables that say which function does what: commands, buttons and due work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers import (
    assess,
    broadcast,
    commands,
    dialogue,
    digest,
    heads,
    mask_review,
    members,
    picture_commands,
    reminders,
    report,
    respond,
    retention,
    sending,
    stop,
    video,
    video_commands,
)
from handlers.casefile import who
from handlers.commands import Command, Press, Ring
from handlers.errors import UnknownButton
from handlers.ports import Ports
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
    commands.Enrol: members.enrol,
    commands.LoseTouch: members.lose_touch,
    commands.AskForBrowser: members.ask_for_browser,
    commands.ConfirmBrowser: members.confirm_browser,
    commands.Say: dialogue.say,
    commands.AnswerQuestion: dialogue.answer_question,
    commands.BeginForm: dialogue.begin_form,
    commands.SubmitForm: dialogue.submit_form,
    commands.Press: press,
    commands.StartReport: report.start_report,
    commands.SendPhoto: report.send_photo,
    commands.UnsendPhoto: report.unsend_photo,
    commands.Continue: report.go_on,
    picture_commands.KeepPhoto: report.keep_photo,
    video_commands.NoteProgress: video.note_progress,
    video_commands.KeepStills: video.keep_stills,
    video_commands.PickStill: video.pick_still,
    picture_commands.ShowPeople: report.show_people,
    picture_commands.RefusePhoto: report.refuse_photo,
    commands.SendAnotherPhoto: report.send_another_photo,
    commands.WithdrawCase: report.withdraw_case,
    picture_commands.PickSuspect: mask_review.pick_suspect,
    picture_commands.KeepMasked: mask_review.keep_masked,
    picture_commands.RefuseMask: mask_review.refuse_mask,
    picture_commands.EditMask: mask_review.edit_mask,
    picture_commands.ConfirmMask: mask_review.confirm_mask,
    commands.RecordView: mask_review.record_view,
    commands.SubmitCase: assess.submit_case,
    commands.WithdrawAssessment: assess.withdraw_assessment,
    commands.NoteSent: sending.note_sent,
    commands.NoteUnsent: sending.note_unsent,
    commands.NoteQuota: broadcast.note_quota,
    commands.TellHead: heads.tell_head,
    commands.Acknowledge: respond.acknowledge,
    commands.ReportSighting: respond.report_sighting,
    commands.DoubtAlert: respond.doubt_alert,
    commands.AllClear: stop.all_clear,
    commands.KeepWatching: stop.keep_watching,
    commands.ConfirmStop: stop.confirm_stop,
    commands.Ring: ring,
}

ACTIONS: dict[str, type[Any]] = {
    "start": commands.StartReport,
    "answer": commands.AnswerQuestion,
    "form": commands.BeginForm,
    "continue": commands.Continue,
    "another_photo": commands.SendAnotherPhoto,
    "submit": commands.SubmitCase,
    "withdraw": commands.WithdrawCase,
    "withdraw_assessment": commands.WithdrawAssessment,
    "acknowledge": commands.Acknowledge,
    "sighting": commands.ReportSighting,
    "doubt": commands.DoubtAlert,
    "all_clear": commands.AllClear,
    "keep_watching": commands.KeepWatching,
    "confirm_stop": commands.ConfirmStop,
    "browser": commands.ConfirmBrowser,
}
"""What the name kept with a button means; only these can be pressed."""

DUE: dict[str, Callable[[Ring, UnitOfWork, Ports, datetime], None]] = {
    "abandon": reminders.abandon,
    "remind_approvers": reminders.remind_approvers,
    "call_stand_ins": reminders.call_stand_ins,
    "lapse": reminders.lapse,
    "retry_broadcast": broadcast.retry_broadcast,
    "call_second_contacts": reminders.call_second_contacts,
    "ask_before_end": stop.ask_before_end,
    "expire": stop.expire,
    "remind_stop": stop.remind_stop,
    "erase_original": retention.erase_original,
    "erase_masked": retention.erase_masked,
    "erase_text": retention.erase_text,
    "erase_record": retention.erase_record,
    "weekly_digest": digest.weekly_digest,
    "remind_pack": heads.remind_pack,
}
