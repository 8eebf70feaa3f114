"""The tables that say which function does what: commands, buttons and due work; forms: ``handlers.dialogue.forms``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers import home, night, wording
from handlers.alert import delivery, doubt, failover, neighbours, stop, unsent
from handlers.approval import ask, assess, give_back, narrow, quota, refusal, send, silence, submit, withdraw
from handlers.audit import checkpoint, digest
from handlers.cards import ButtonAction
from handlers.case.involved import who
from handlers.case.question import told_in_question
from handlers.case.record import require
from handlers.commands import answers, chat, office, pages, picture, steps, video, worker
from handlers.commands import workspaces as spaces
from handlers.commands.chat import Command
from handlers.commands.pressed import Pressed
from handlers.context import Context
from handlers.conversation import begin, form_for
from handlers.dialogue import listen, page, sure
from handlers.dialogue.forms import FORMS, ask_below
from handlers.errors import UnknownButton
from handlers.forms.definitions import ASSESS, RETURN
from handlers.forms.definitions import FORMS as FORM_TEXTS
from handlers.incidents import verbs as incidents
from handlers.network import (
    accounts,
    at_desk,
    browsers,
    desk,
    enrolment,
    ground,
    measures,
    members,
    rules,
    stores,
    training,
    workspaces,
)
from handlers.notices import verbs as notices
from handlers.picture import photo, review, waiting
from handlers.picture import video as stills
from handlers.report import hand
from handlers.report import open as opening
from handlers.retention import cards, erase, hold, own_copy, people
from handlers.rights import verbs as rights
from handlers.twofold.decide import VERBS
from handlers.wording.sure import ANSWERED, BY_PLATFORM, QUESTIONS, SURE
from policy.forms.names import Choice
from policy.verdict import Deny
from storage.tables import DueKind

Handler = Callable[[Any, Context], None]


def handle(command: Command, ctx: Context) -> None:
    """Run the command's handler, then whatever it hands on; the caller commits."""
    HANDLERS[type(command)](command, ctx)
    while ctx.following:
        following = ctx.following.popleft()
        HANDLERS[type(following)](following, ctx)
    ask_below(ctx)


def press(cmd: chat.Press, ctx: Context) -> None:
    """Do what the button stands for; a button works only for the account it was made for.

    Raises:
        UnknownButton: never made, made for somebody else, or long erased.
    """
    account = who(cmd.account_id, ctx)
    meaning = ctx.uow.buttons.get(cmd.button_id)
    if meaning is None or meaning.account_id != account.id:
        raise UnknownButton
    action, pressed = ButtonAction(meaning.action), Pressed(account.id, meaning.case_id or "", meaning.arguments)
    ctx.then(
        chat.AskFirst(account.id, pressed.case_id, action) if _asks(action, pressed, cmd) else BUTTONS[action](pressed)
    )


def _asks(action: ButtonAction, pressed: Pressed, cmd: chat.Press) -> bool:
    """R-125: a grave act whose question nobody has answered, here or in the platform's own dialogue."""
    answered = pressed.arguments.get(SURE, "")
    return action in QUESTIONS and answered != ANSWERED and (cmd.typed or answered != BY_PLATFORM)


def run_due(cmd: worker.DueCommand, ctx: Context) -> None:
    """Run the verb that is due; what isn't urgent waits for the end of the quiet hours (R-127)."""
    morning = night.ends(ctx) if cmd.kind in night.CAN_WAIT else None
    if morning is None:
        DUE[cmd.kind](cmd, ctx)
    else:
        night.put_off(cmd, morning, ctx)


def begin_form(cmd: chat.BeginForm, ctx: Context) -> None:
    """Open a form about a case, unless its end could only be a refusal.

    Where forms are shown whole, a press comes here only if none could be, or if we didn't hear that it was: no question
    is begun then that would take the next words for its answer, while the form may stand open.
    """
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id)
    allowed = FORMS[cmd.form].may_begin(account, case, cmd.binding, ctx)
    if isinstance(allowed, Deny) and cmd.form in (ASSESS.name, RETURN.name) and assess.look_settles(allowed):
        ctx.tell(account, case, wording.assess.look_first(told_in_question(case, ctx), allowed, ctx.now))
        return
    require(allowed)
    if ctx.traits(account).shows_forms and not cmd.in_chat:
        ctx.tell(account, case, wording.forms.form_waits(FORM_TEXTS[cmd.form], cmd.binding))
        return
    begin(form_for(cmd.form, account, case, ctx), {"binding": cmd.binding} if cmd.binding else {}, ctx)


def submit_form(cmd: chat.SubmitForm, ctx: Context) -> None:
    """A whole form at once, from somebody who may open it; without a case it begins a report."""
    account = who(cmd.account_id, ctx)
    if cmd.case_id:
        case = ctx.uow.cases.get(cmd.case_id)
    else:
        case = opening.unwritten_draft(account.member_id, ctx) or opening.open_case(account, "", ctx)
    require(FORMS[cmd.form].may_begin(account, case, cmd.answers.get("binding", ""), ctx))
    listen.take_form(account, case, cmd, ctx)


def complete_form(cmd: steps.FilledForm, ctx: Context) -> None:
    """Do what the form was for."""
    FORMS[cmd.form].completed(cmd, ctx)


HANDLERS: dict[type[Command], Handler] = {
    chat.Enrol: enrolment.enrol,
    chat.RefuseCode: enrolment.refuse_code,
    chat.AdmitAccount: enrolment.admit_account,
    chat.LoseTouch: members.lose_touch,
    pages.MeetBrowser: browsers.meet_browser,
    pages.SeeBrowser: browsers.see_browser,
    chat.ConfirmBrowser: browsers.confirm_browser,
    chat.EndBrowsers: browsers.end_browsers,
    chat.OpenDesk: desk.open_desk,
    pages.EnterDesk: desk.enter_desk,
    pages.EnterByKey: desk.enter_by_key,
    pages.SeeDesk: desk.see_desk,
    pages.LeaveDesk: desk.leave_desk,
    pages.RecordPeopleView: desk.record_people_view,
    pages.RecordExport: desk.record_export,
    pages.LookAtChats: desk.look_at_chats,
    chat.LoseDevice: accounts.lose_device,
    chat.Say: listen.say,
    chat.ShowRules: rules.show_rules,
    chat.AnswerQuestion: listen.answer_question,
    chat.ShowMore: listen.show_more,
    chat.OpenHome: home.open_home,
    worker.NoteHomes: home.note_homes,
    chat.ShowStep: listen.show_open_step,
    chat.NoteEdit: listen.note_edit,
    chat.BeginForm: begin_form,
    chat.SubmitForm: submit_form,
    steps.FilledForm: complete_form,
    chat.Press: press,
    chat.AskFirst: sure.ask_first,
    chat.LeaveIt: sure.leave_it,
    chat.StartReport: opening.start_report,
    chat.SendPhoto: photo.send_photo,
    chat.UnsendPhoto: photo.unsend_photo,
    chat.Continue: opening.go_on,
    picture.KeepPhoto: photo.keep_photo,
    video.NoteProgress: stills.note_progress,
    video.KeepStills: stills.keep_stills,
    video.PickStill: stills.pick_still,
    picture.ShowPeople: photo.show_people,
    picture.RefusePhoto: photo.refuse_photo,
    chat.SendAnotherPhoto: photo.send_another_photo,
    chat.WithdrawCase: withdraw.withdraw_case,
    picture.PickSuspect: review.pick_suspect,
    picture.KeepMasked: review.keep_masked,
    picture.RefuseMask: review.refuse_mask,
    picture.TurnPhoto: review.turn_photo,
    picture.DrawAround: review.draw_around,
    picture.EditMask: review.edit_mask,
    picture.TapMask: review.tap_mask,
    picture.ConfirmMask: review.confirm_mask,
    pages.RecordView: review.record_view,
    pages.CountPost: review.count_post,
    chat.SubmitCase: submit.submit_case,
    chat.ShowReason: refusal.show_reason,
    pages.NarrowAlert: narrow.narrow_alert,
    pages.TickByHand: assess.tick_by_hand,
    pages.AnswerOnPage: page.answer_on_page,
    pages.TakeRest: hand.take_rest,
    steps.OfferRest: hand.offer_rest,
    chat.WithdrawAssessment: assess.withdraw_assessment,
    steps.SendAlert: send.send_alert,
    steps.GiveBack: give_back.give_back,
    worker.NoteSent: delivery.note_sent,
    worker.NoteUnsent: delivery.note_unsent,
    worker.NoteLate: delivery.note_late,
    worker.NoteStop: unsent.note_stop,
    worker.NoteUnasked: ask.note_unasked,
    worker.NoteFile: own_copy.note_file,
    chat.ShowDeleting: own_copy.show_deleting,
    worker.NoteQuota: quota.note_quota,
    worker.NoteAccess: desk.note_access,
    answers.Acknowledge: neighbours.acknowledge,
    answers.SayInShop: neighbours.say_in_shop,
    answers.ReportSighting: neighbours.report_sighting,
    answers.DoubtAlert: doubt.doubt_alert,
    chat.Resume: doubt.resume,
    chat.AllClear: stop.all_clear,
    chat.KeepWatching: stop.keep_watching,
    chat.ConfirmStop: stop.confirm_stop,
    worker.DueCommand: run_due,
    spaces.AdmitWorkspace: workspaces.admit,
    spaces.RenewTokens: workspaces.renew,
    spaces.NoteRefusal: workspaces.note_refusal,
    spaces.EndWorkspace: workspaces.end,
    **{command: verb for room in (rights, incidents, notices) for command, verb in room.HANDLERS.items()},
    pages.OpenInvitation: enrolment.note_opened,
    office.LetBusinessLeave: stores.business_leaves,
    office.ReturnBusiness: stores.business_returns,
    office.RevokeAccounts: accounts.revoke_accounts,
    office.ForbidOffice: rules.forbid_office,
    office.RecordMeasure: measures.record_measure,
    office.AskHold: hold.ask_hold,
    office.AtDesk: at_desk.at_desk,
    **(at_desk.VERBS | VERBS),
}


BUTTONS: dict[ButtonAction, Callable[[Pressed], Command]] = {
    ButtonAction.START: lambda b: chat.StartReport(b.account_id, b.arguments.get("store_id", "")),
    ButtonAction.ANSWER: lambda b: chat.AnswerQuestion(b.account_id, b.case_id, b["field"], b["value"]),
    ButtonAction.FORM: lambda b: chat.BeginForm(b.account_id, b.case_id, b["form"], b.arguments.get("binding", "")),
    ButtonAction.FORM_IN_CHAT: lambda b: chat.BeginForm(
        b.account_id, b.case_id, b["form"], b.arguments.get("binding", ""), in_chat=True
    ),
    ButtonAction.MORE: lambda b: chat.ShowMore(b.account_id, b.case_id, b["title"], b["choices"]),
    ButtonAction.SAY: lambda b: chat.Say(b.account_id, b["word"]),
    ButtonAction.STEP: lambda b: chat.ShowStep(b.account_id),
    ButtonAction.CONTINUE: lambda b: b.about_case(chat.Continue),
    ButtonAction.ANOTHER_PHOTO: lambda b: b.about_case(chat.SendAnotherPhoto),
    ButtonAction.SUBMIT: lambda b: b.about_case(chat.SubmitCase),
    ButtonAction.WITHDRAW: lambda b: b.about_case(chat.WithdrawCase),
    ButtonAction.WITHDRAW_ASSESSMENT: lambda b: b.about_case(chat.WithdrawAssessment),
    ButtonAction.SHOW_REASON: lambda b: b.about_case(chat.ShowReason),
    ButtonAction.ACKNOWLEDGE: lambda b: b.about_case(answers.Acknowledge),
    ButtonAction.IN_SHOP: lambda b: answers.SayInShop(b.account_id, b.case_id, here=b["here"] == Choice.YES),
    ButtonAction.SIGHTING: lambda b: answers.ReportSighting(b.account_id, b.case_id, b.arguments.get("where", "")),
    ButtonAction.DOUBT: lambda b: answers.DoubtAlert(b.account_id, b.case_id, b.arguments.get("reason", "")),
    ButtonAction.RESUME: lambda b: b.about_case(chat.Resume),
    ButtonAction.ALL_CLEAR: lambda b: b.about_case(chat.AllClear),
    ButtonAction.LEAVE_IT: lambda b: b.about_case(chat.LeaveIt),
    ButtonAction.KEEP_WATCHING: lambda b: b.about_case(chat.KeepWatching),
    ButtonAction.CONFIRM_STOP: lambda b: b.about_case(chat.ConfirmStop),
    ButtonAction.HOW_TO_DELETE: lambda b: b.about_case(chat.ShowDeleting),
    ButtonAction.BROWSER: lambda b: chat.ConfirmBrowser(b.account_id, b["browser_id"], mine=b["mine"] == Choice.YES),
    ButtonAction.RULES: lambda b: chat.ShowRules(b.account_id, b["section"]),
    ButtonAction.ADMIT: lambda b: chat.AdmitAccount(b.account_id, b["applicant_id"], theirs=b["theirs"] == Choice.YES),
    ButtonAction.END_BROWSERS: lambda b: chat.EndBrowsers(b.account_id),
    ButtonAction.DESK: lambda b: chat.OpenDesk(b.account_id),
    ButtonAction.TWOFOLD: lambda b: office.DecideTwofold(b.account_id, b["act_id"], b["says"] == Choice.YES),
    ButtonAction.LOSE_DEVICE: lambda b: chat.LoseDevice(b.account_id, b["member_id"], b.arguments.get("since", "")),
    **incidents.BUTTONS,
}
"""What a button asks for. Cards live for weeks: what is read here keeps its name, whatever becomes of the commands."""


DUE: dict[DueKind, Callable[[worker.DueCommand, Context], None]] = {
    DueKind.ABANDON: silence.abandon,
    DueKind.PICTURE_WAITS: waiting.picture_waits,
    DueKind.HAND_BACK: hand.hand_back,
    DueKind.REMIND_APPROVERS: silence.remind_approvers,
    DueKind.CALL_STAND_INS: silence.call_stand_ins,
    DueKind.LAPSE: silence.lapse,
    DueKind.RETRY_BROADCAST: send.retry_broadcast,
    DueKind.CALL_SECOND_CONTACTS: failover.call_where_nobody_answered,
    DueKind.ASK_BEFORE_END: stop.ask_before_end,
    DueKind.EXPIRE: stop.expire,
    DueKind.PARTICIPATION: ground.at_its_moment,
    DueKind.REMIND_TRAINING: training.remind_training,
    DueKind.MEMBER_LEAVES: members.leave_on_the_day,
    DueKind.REMIND_STOP: stop.remind_stop,
    DueKind.TELL_TALLY: stop.tell_tally_in_the_morning,
    DueKind.TELL_UNSENT: unsent.tell_unsent,
    DueKind.CLOSE_CARDS: cards.close_cards,
    DueKind.ERASE_ORIGINAL: erase.erase_original,
    DueKind.ERASE_MASKED: erase.erase_masked,
    DueKind.ERASE_TEXT: erase.erase_text,
    DueKind.ERASE_REASONS: erase.erase_reasons,
    DueKind.ERASE_RECORD: erase.erase_record,
    DueKind.REMIND_HOLD: hold.remind_hold,
    DueKind.START_RULES: rules.start_rules,
    DueKind.ERASE_PEOPLE: people.erase_people,
    **{kind: verb for room in (rights, incidents, notices, checkpoint) for kind, verb in room.DUE.items()},
    DueKind.WEEKLY_DIGEST: digest.weekly_digest,
}
"""Due work that needs nothing but the database; the rest stands in ``bot.jobs``."""
