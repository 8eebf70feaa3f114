"""Words, choices and forms: from what a person says to the verb it means."""

from __future__ import annotations

import json
from dataclasses import replace

from handlers import wording
from handlers.case.involved import who
from handlers.case.record import rules_of, zone_of
from handlers.case.sealed import take_said_with_photo
from handlers.commands.chat import AnswerQuestion, NoteEdit, Press, Say, ShowMore, ShowStep, SubmitForm
from handlers.commands.steps import FilledForm
from handlers.context import Context
from handlers.conversation import OpenForm, ask, ask_again, circumstances, form_for, is_open, set_aside
from handlers.dialogue.again import ask_anew
from handlers.dialogue.forms import OVER, ask_once_more, let_go, still_open
from handlers.dialogue.status import show_step, show_unheard
from handlers.dialogue.typed import meant_button
from handlers.dialogue.words import BACK, FIRST, MEANT, STOP, heard
from handlers.errors import NothingOpen
from handlers.forms.choosing import chosen, in_one_breath, named
from handlers.forms.reading import read, read_all
from handlers.picture.photo import attach_photo, may_attach
from handlers.report.open import unwritten_draft
from policy.assessment import check_reason
from policy.forms.assess import reason_of
from policy.forms.fields import applicable, is_blank, judge, judge_all
from policy.forms.names import FormName, Skip
from policy.forms.table import FORM_RULES
from policy.verdict import N_, Deny
from storage.tables import Account, Case, Conversation

UNHEARD = Deny("R-127", N_("スタンプ、音声、位置情報などは読み取れません。文字かボタンで答えてください。"))


def say(cmd: Say, ctx: Context) -> None:
    """A word of command, else what the open form makes of it, else a button read aloud, else what was asked."""
    account, word = who(cmd.account_id, ctx), heard(cmd.text)
    was_ended, conversation = ctx.uow.conversations.forget_ended(account.id), ctx.uow.conversations.get(account.id)
    meant = next((do for words, do in MEANT if word in words), None)
    if meant and not (conversation and _is_named(account, conversation, cmd.text, ctx)):
        meant(account, ctx)
    elif conversation:
        _say_into_form(account, conversation, cmd, ctx)
    elif was_ended:
        let_go(account, OVER, ctx)
    elif button := meant_button(account, None, cmd.text, ctx):
        ctx.then(Press(account.id, button.id, typed=True))
    elif word in STOP and (draft := unwritten_draft(account.member_id, ctx)):
        ctx.tell(account, draft, wording.report.put_aside(report=True))
    elif word in STOP or not ask_anew(account, ctx):
        show_unheard(account, ctx)


def _is_named(account: Account, conversation: Conversation, text: str, ctx: Context) -> bool:
    """Whether a word of command is what a choice of the open question is called: 「通報しました」, of the police."""
    asked = still_open(account, conversation, ctx)
    if isinstance(asked, Deny):
        return False
    return named(asked.form.field(conversation.asking), text, ctx.ports.sentences("en"))


def _say_into_form(account: Account, conversation: Conversation, cmd: Say, ctx: Context) -> None:
    """While a form is open: the way out, the way back, a button of its case, and all else is the answer."""
    if heard(cmd.text) in STOP and not _is_named(account, conversation, cmd.text, ctx):
        stop_asking(account, conversation, ctx)
    elif button := meant_button(account, conversation, cmd.text, ctx):
        ctx.then(Press(account.id, button.id, typed=True))
    else:
        answer(account, conversation, cmd, ctx)


def show_open_step(cmd: ShowStep, ctx: Context) -> None:
    """「続ける」: the step that is open."""
    show_step(who(cmd.account_id, ctx), ctx)


def note_edit(cmd: NoteEdit, ctx: Context) -> None:
    """What was sent counts as it was; whoever changed it hears so, and what is open comes again."""
    account = who(cmd.account_id, ctx)
    ctx.tell(account, None, wording.general.edit_changes_nothing())
    if ctx.uow.conversations.get(account.id):
        show_step(account, ctx)


def stop_asking(account: Account, conversation: Conversation, ctx: Context) -> None:
    """「やめる」: nothing more is asked."""
    case, is_report = ctx.uow.cases.get(conversation.case_id), conversation.form == FormName.REPORT
    set_aside(account, ctx)
    ctx.tell(account, case, wording.report.put_aside(report=is_report))


def answer_question(cmd: AnswerQuestion, ctx: Context) -> None:
    """A choice that was offered with a question; a question that is no longer open is asked as it stands now."""
    account = who(cmd.account_id, ctx)
    conversation = ctx.uow.conversations.get(account.id)
    if conversation is None or conversation.case_id != cmd.case_id:
        raise NothingOpen
    answer(account, conversation, cmd, ctx)


def show_more(cmd: ShowMore, ctx: Context) -> None:
    """「次へ」: the choices that stood behind it, and a further 「次へ」 if they are still too many."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id) if cmd.case_id else None
    ctx.tell(account, case, wording.forms.more_choices(cmd.title, json.loads(cmd.choices)))


def answer(account: Account, conversation: Conversation, cmd: Say | AnswerQuestion, ctx: Context) -> None:
    """The answer to the open question; what can't be answered any more is let go, and says why."""
    asked = still_open(account, conversation, ctx)
    if isinstance(asked, Deny):
        let_go(account, asked, ctx)
    elif isinstance(cmd, Say):
        _take_words(asked, conversation.asking, cmd.text, ctx)
    elif cmd.field == conversation.asking:
        _take(asked, cmd.field, cmd.value, ctx)
    else:
        ask_once_more(asked, ctx)


def _take_words(asked: OpenForm, asking: str, text: str, ctx: Context) -> None:
    """Typed equals pressed; what has no words in it leaves the question open, and so does the way back."""
    field = asked.form.field(asking)
    if is_blank(text):
        ask_again(asked, ctx.uow.conversations.answers(asked.account.id) or {}, replace(UNHEARD, field=asking), ctx)
    elif heard(text) in BACK:
        ask(asked, asked.form.one_back(asking, ctx.uow.conversations.answers(asked.account.id) or {}), ctx)
    elif heard(text) in FIRST:
        ask(asked, asked.form.from_the_first(ctx.uow.conversations.answers(asked.account.id) or {}), ctx)
    else:
        said, why = _with_reason(asked, asking, text, ctx)
        _take(asked, asking, chosen(field, said, ctx.ports.sentences("en")) or text, ctx, why=why)


def _with_reason(asked: OpenForm, asking: str, text: str, ctx: Context) -> tuple[str, str]:
    """R-110, R-127, L219: 「はい、同じ棚の品がねらわれているため」 answers a question and the one for its reason."""
    said, why = in_one_breath(text)
    asks_why = reason_of(asking) in {field.name for field in asked.form.fields}
    return (said, why) if asks_why and check_reason(why, rules_of(asked.case, ctx)) else (text, "")


def _take(asked: OpenForm, asking: str, value: str, ctx: Context, *, why: str = "") -> None:
    """Check the answer, keep it and go on; a bad one is asked again with the reason.

    ``why``: what was said behind it; a reason that will do, where the next question asks for one, is not asked again.
    """
    case, field = asked.case, asked.form.field(asking)
    if value == Skip.WITH_PHOTO:
        value = take_said_with_photo(case, asked.account, ctx)
    known = ctx.uow.conversations.answers(asked.account.id) or {}
    if field.in_words and value not in {option.value for option in field.options}:
        known |= asked.form.passed_over(field)
        field, value = asked.form.field(field.in_words), "" if value == Skip.REST else value
    answers = {**known, field.name: read(field, value, ctx.said_at, zone_of(case, ctx))}
    verdict = judge(FORM_RULES[asked.form.name], field.name, answers, circumstances(asked, answers, ctx))
    if isinstance(verdict, Deny):
        ask_again(asked, answers, verdict, ctx)
        return
    if why:
        both = answers | {reason_of(field.name): why}
        fits = judge(FORM_RULES[asked.form.name], reason_of(field.name), both, circumstances(asked, both, ctx))
        answers = both if fits else answers
    if not ask(asked, answers, ctx):
        _complete(asked, answers, ctx)


def take_form(account: Account, case: Case, cmd: SubmitForm, ctx: Context) -> None:
    """A whole form at once; however it was judged before, what won't do now is asked for in the chat."""
    if cmd.reference:
        _attach(account, case, cmd.reference, ctx)
    asked = form_for(cmd.form, account, case, ctx)
    answers = read_all(asked.form, cmd.answers, ctx.said_at, zone_of(case, ctx))
    if "binding" in cmd.answers:
        answers["binding"] = cmd.answers["binding"]
    _complete(asked, answers, ctx)


def _complete(asked: OpenForm, answers: dict[str, str], ctx: Context) -> None:
    """The whole form is judged once more; what won't do beside the rest is asked again, and all else kept."""
    rules = FORM_RULES[asked.form.name]
    verdict = judge_all(rules, answers, circumstances(asked, answers, ctx))
    if isinstance(verdict, Deny):
        ask_again(asked, answers, verdict, ctx)
        return
    if is_open(asked, ctx):
        ctx.uow.conversations.end(asked.account.id)
    given, binding = applicable(rules, answers), answers.get("binding", "")
    ctx.then(FilledForm(asked.account.id, asked.case.id, asked.form.name, given, binding))


def _attach(account: Account, case: Case, reference: str, ctx: Context) -> None:
    """A photo that can't be taken is refused by itself; the form it came with goes on."""
    taken = may_attach(case, rules_of(case, ctx))
    if isinstance(taken, Deny):
        ctx.tell(account, case, wording.report.photo_refused(taken.reason))
        return
    attach_photo(account, case, reference, ctx)
