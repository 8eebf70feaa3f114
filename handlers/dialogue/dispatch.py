"""Words, choices and forms: from what a person says to the verb it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handlers import wording
from handlers.alert import stop
from handlers.approval import assess
from handlers.case.people import who
from handlers.case.record import require
from handlers.case.sealed import put_aside
from handlers.commands.chat import AnswerQuestion, BeginForm, Say, StartReport, SubmitForm
from handlers.conversation import ask, asked, begin, form_for
from handlers.dialogue.status import show_help, show_status
from handlers.errors import NotAllowed, NothingOpen
from handlers.forms.checks import check_answer, check_answers, normal
from handlers.forms.definitions import ASSESS, AUDIENCE, CORRECT, FAR_STORE, RECALL, REPORT, RETURN
from handlers.picture.photo import attach_photo
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.report import audience, describe
from handlers.report.open import open_case, start_report
from policy.verdict import Deny, Verdict
from storage.tables import Account, Case, Conversation
from storage.unit_of_work import UnitOfWork

Completed = Callable[[Account, Case, dict[str, str], UnitOfWork, Ports, datetime], None]


MayBegin = Callable[[Account, Case, str, UnitOfWork, datetime], Verdict]


COMPLETED: dict[str, Completed] = {
    REPORT.name: describe.describe_case,
    ASSESS.name: assess.assess,
    RETURN.name: assess.return_case,
    RECALL.name: stop.recall,
    CORRECT.name: stop.correct,
    FAR_STORE.name: audience.add_far_store,
    AUDIENCE.name: audience.narrow_audience,
}


MAY_BEGIN: dict[str, MayBegin] = {
    REPORT.name: describe.may_describe,
    ASSESS.name: assess.may_begin,
    RETURN.name: assess.may_begin,
    RECALL.name: stop.may_begin,
    CORRECT.name: stop.may_begin_correcting,
    FAR_STORE.name: describe.may_describe,
    AUDIENCE.name: describe.may_describe,
}


REPORT_WORDS = frozenset({"通報", "つうほう", "通報する", "report"})


STATUS_WORDS = frozenset({"状況", "じょうきょう", "status"})


STOP_WORDS = frozenset({"やめる", "中止", "cancel"})


def say(cmd: Say, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """A word of command, else the answer to the open question, else help."""
    account = who(uow, cmd.account_id)
    word = cmd.text.strip().lower()
    conversation = uow.conversations.get(account.id)
    if word in REPORT_WORDS:
        start_report(StartReport(account.id), uow, ports, now)
    elif word in STATUS_WORDS:
        show_status(account, uow, ports, now)
    elif conversation and word in STOP_WORDS:
        stop_asking(account, conversation, uow, ports, now)
    elif conversation and word:
        answer(account, conversation, cmd.text, uow, ports, now)
    else:
        show_help(account, uow, ports, now)


def stop_asking(account: Account, conversation: Conversation, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """「やめる」: a report's answers wait for 「状況」; other forms are begun anew by their button."""
    case = uow.cases.get(conversation.case_id)
    if conversation.form == REPORT.name:
        put_aside(uow, case, account, uow.conversations.answers(account.id), now)
    uow.conversations.end(account.id)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.put_aside(desk, report=conversation.form == REPORT.name), topic="help")


def answer_question(cmd: AnswerQuestion, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """A choice that was offered with a question; a question that is no longer open is asked as it stands now."""
    account = who(uow, cmd.account_id)
    conversation = uow.conversations.get(account.id)
    if conversation is None or conversation.case_id != cmd.case_id:
        raise NothingOpen
    if conversation.asking == cmd.field:
        answer(account, conversation, cmd.value, uow, ports, now)
        return
    case = uow.cases.get(cmd.case_id)
    form = form_for(uow, case, conversation.form, now)
    ask(account, case, form, uow.conversations.answers(account.id), uow, ports, now)


def answer(
    account: Account, conversation: Conversation, value: str, uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """Check the answer to the open question, keep it and go on; a bad one is asked again with the reason."""
    case = uow.cases.get(conversation.case_id)
    form = form_for(uow, case, conversation.form, now)
    field, known, context = (
        form.field(conversation.asking),
        uow.conversations.answers(account.id),
        asked(uow, case, now),
    )
    given = normal(field, value, context)
    verdict = check_answer(field, given, known, context)
    if isinstance(verdict, Deny):
        desk = Desk(account, case, uow, ports, now)
        desk.send(wording.ask_again(desk, form, field, known, verdict), topic=f"question:{case.id}")
        return
    answers = {**known, field.name: given}
    if not ask(account, case, form, answers, uow, ports, now):
        uow.conversations.end(account.id)
        COMPLETED[form.name](account, case, answers, uow, ports, now)


def begin_form(cmd: BeginForm, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Open a form about a case, unless its end could only be a refusal."""
    account = who(uow, cmd.account_id)
    case = uow.cases.get(cmd.case_id)
    require(MAY_BEGIN[cmd.form](account, case, cmd.binding, uow, now))
    known = {"binding": cmd.binding} if cmd.binding else {}
    begin(account, case, form_for(uow, case, cmd.form, now), known, uow, ports, now)


def submit_form(cmd: SubmitForm, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """A whole form at once; it is checked again here, however it was checked before.

    Raises:
        NotAllowed: an answer will not do; the first reason is told.
    """
    account = who(uow, cmd.account_id)
    case = uow.cases.get(cmd.case_id) if cmd.case_id else open_case(account, "", uow, ports, now)
    if cmd.reference:
        attach_photo(account, case, cmd.reference, uow, now)
    form = form_for(uow, case, cmd.form, now)
    answers, wrong = check_answers(form, cmd.answers, asked(uow, case, now))
    if wrong:
        raise NotAllowed(next(iter(wrong.values())))
    if "binding" in cmd.answers:
        answers["binding"] = cmd.answers["binding"]
    COMPLETED[form.name](account, case, answers, uow, ports, now)
