"""Words, choices and forms: from what a person says to the verb it means."""

from __future__ import annotations

from handlers import wording
from handlers.case.people import who
from handlers.case.sealed import put_aside
from handlers.commands.chat import AnswerQuestion, Say, StartReport, SubmitForm
from handlers.commands.steps import FilledForm
from handlers.context import Context
from handlers.conversation import ask, asked, form_for
from handlers.dialogue.status import show_help, show_status
from handlers.errors import NotAllowed, NothingOpen
from handlers.forms.checks import check_answer, check_answers, normal
from handlers.forms.definitions import REPORT
from handlers.picture.photo import attach_photo
from handlers.report.open import open_case
from policy.verdict import Deny
from storage.tables import Account, Conversation

REPORT_WORDS = frozenset({"通報", "つうほう", "通報する", "report"})
STATUS_WORDS = frozenset({"状況", "じょうきょう", "status"})
STOP_WORDS = frozenset({"やめる", "中止", "cancel"})


def say(cmd: Say, ctx: Context) -> None:
    """A word of command, else the answer to the open question, else help."""
    account = who(cmd.account_id, ctx)
    word = cmd.text.strip().lower()
    conversation = ctx.uow.conversations.get(account.id)
    if word in REPORT_WORDS:
        ctx.then(StartReport(account.id))
    elif word in STATUS_WORDS:
        show_status(account, ctx)
    elif conversation and word in STOP_WORDS:
        stop_asking(account, conversation, ctx)
    elif conversation and word:
        answer(account, conversation, cmd.text, ctx)
    else:
        show_help(account, ctx)


def stop_asking(account: Account, conversation: Conversation, ctx: Context) -> None:
    """「やめる」: a report's answers wait for 「状況」; other forms are begun anew by their button."""
    case = ctx.uow.cases.get(conversation.case_id)
    is_report = conversation.form == REPORT.name
    if is_report:
        put_aside(case, account, ctx.uow.conversations.answers(account.id), ctx)
    ctx.uow.conversations.end(account.id)
    ctx.tell(account, case, wording.report.put_aside(report=is_report))


def answer_question(cmd: AnswerQuestion, ctx: Context) -> None:
    """A choice that was offered with a question; a question that is no longer open is asked as it stands now."""
    account = who(cmd.account_id, ctx)
    conversation = ctx.uow.conversations.get(account.id)
    if conversation is None or conversation.case_id != cmd.case_id:
        raise NothingOpen
    if conversation.asking == cmd.field:
        answer(account, conversation, cmd.value, ctx)
        return
    case = ctx.uow.cases.get(cmd.case_id)
    form = form_for(conversation.form, account, case, ctx)
    ask(account, case, form, ctx.uow.conversations.answers(account.id), ctx)


def answer(account: Account, conversation: Conversation, value: str, ctx: Context) -> None:
    """Check the answer to the open question, keep it and go on; a bad one is asked again with the reason."""
    case = ctx.uow.cases.get(conversation.case_id)
    form = form_for(conversation.form, account, case, ctx)
    field, known = form.field(conversation.asking), ctx.uow.conversations.answers(account.id)
    given = normal(field, value, asked(case, ctx))
    verdict = check_answer(field, given, known, asked(case, ctx))
    if isinstance(verdict, Deny):
        ctx.tell(account, case, wording.report.question(form, field, known, verdict))
        return
    answers = {**known, field.name: given}
    if not ask(account, case, form, answers, ctx):
        ctx.uow.conversations.end(account.id)
        ctx.then(FilledForm(account.id, case.id, form.name, answers, answers.get("binding", "")))


def submit_form(cmd: SubmitForm, ctx: Context) -> None:
    """A whole form at once; it is checked again here, however it was checked before.

    Raises:
        NotAllowed: an answer will not do; the first reason is told.
    """
    account = who(cmd.account_id, ctx)
    case = ctx.uow.cases.get(cmd.case_id) if cmd.case_id else open_case(account, "", ctx)
    if cmd.reference:
        attach_photo(account, case, cmd.reference, ctx)
    form = form_for(cmd.form, account, case, ctx)
    answers, wrong = check_answers(form, cmd.answers, asked(case, ctx))
    if wrong:
        raise NotAllowed(next(iter(wrong.values())))
    ctx.then(FilledForm(account.id, case.id, form.name, answers, cmd.answers.get("binding", "")))
