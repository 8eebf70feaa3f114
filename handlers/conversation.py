"""Asking a form's questions one by one and keeping the answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import wording
from handlers.case.audience import far_stores, within, without
from handlers.case.question import in_question
from handlers.case.reasons import examples_shown, said_before, said_by_others
from handlers.case.record import rules_of
from handlers.case.sealed import put_aside, said_with_photo
from handlers.case.told import still_told
from handlers.context import Context
from handlers.forms.definitions import (
    AUDIENCE,
    CORRECT,
    FAR_STORE,
    FORMS,
    LEAVE_NONE,
    REACHES,
    TAKE_BACK,
    WHOLE_REACH,
    WRONGS,
    with_options,
)
from handlers.forms.form import Field, Form, Option
from policy import audience
from policy.facts import AlertForm
from policy.forms.fields import Asked
from policy.forms.names import FieldName, FormName, Wrong
from policy.forms.table import reach_m
from policy.states import State
from policy.verdict import Deny
from storage.tables import Account, Case, Store


@dataclass(frozen=True)
class OpenForm:
    """A form that somebody fills in about a case.

    Attributes:
        account: Who, and where they are asked.
        case: The case.
        form: With the choices that depend on the case.
    """

    account: Account
    case: Case
    form: Form


def form_for(name: str, account: Account, case: Case, ctx: Context) -> OpenForm:
    """The form of that name as this account gets it."""
    form = FORMS[name]
    if name == FAR_STORE.name:
        form = with_options(form, FieldName.STORE, _named(far_stores(case, ctx)))
    if name == CORRECT.name:
        form = with_options(form, FieldName.WRONG, tuple(Option(one, WRONGS[one]) for one in still_told(case, ctx)))
    if name == AUDIENCE.name:
        narrower = with_options(form, FieldName.REACH, _reaches(case, ctx))
        form = with_options(narrower, FieldName.LEAVE_OUT, _to_leave_out(case, ctx))
    return OpenForm(account, case, form)


def _named(stores: list[Store]) -> tuple[Option, ...]:
    return tuple(Option(store.id, store.full_name) for store in stores)


def _reaches(case: Case, ctx: Context) -> tuple[Option, ...]:
    """R-124: as far as the rules go, or less, as long as somebody is there to be warned."""
    offered = [m for m in audience.narrower(rules_of(case, ctx)) if within(case, m, case.left_out, ctx)]
    return (WHOLE_REACH, *(Option(str(metres), REACHES[metres]) for metres in offered))


def _to_leave_out(case: Case, ctx: Context) -> tuple[Option, ...]:
    """R-117: nobody, one of the stores that would be warned, or all of those left out back again."""
    stores = [ctx.uow.stores.get(store_id) for store_id in within(case, case.reach_m, case.left_out, ctx)]
    return (LEAVE_NONE, *([TAKE_BACK] if case.left_out else []), *_named(stores))


def circumstances(asked: OpenForm, answers: Mapping[str, str], ctx: Context) -> Asked:
    """What judging these answers depends on."""
    account, case = asked.account, asked.case
    assessing = asked.form.name == FormName.ASSESS
    return Asked(
        rules_of(case, ctx),
        ctx.now,
        has_photo=case.photo_reference is not None or _picture_is_out(case),
        offered={field.name: [option.value for option in field.options] for field in asked.form.fields},
        warned=_warned(asked, answers, ctx),
        examples=examples_shown(account, ctx) if assessing else (),
        by_others=said_by_others(account, case, ctx) if assessing else (),
        by_oneself=said_before(account, case, ctx) if assessing else (),
        needs_no_care=assessing and _needs_no_care(case, ctx),
    )


def _needs_no_care(case: Case, ctx: Context) -> bool:
    """R-117, D7: whether whoever wrote what is asked about saw nobody young, old or unwell."""
    report = in_question(case, ctx).report
    return report is not None and not report.vulnerable


def _picture_is_out(case: Case) -> bool:
    """R-111, R-117: a later version shows the picture that is out, or none: the original is gone."""
    return case.state == State.LIVE and case.form == AlertForm.PICTURE and Wrong.PICTURE not in case.narrowed


def _warned(asked: OpenForm, answers: Mapping[str, str], ctx: Context) -> tuple[str, ...]:
    """R-124: whom an alert would reach that these answers narrow; nobody while they don't."""
    fields = asked.form.fields
    chosen = all(answers.get(field.name) in {option.value for option in field.options} for field in fields)
    if asked.form.name != FormName.AUDIENCE or not chosen:
        return ()
    left_out = without(asked.case, answers[FieldName.LEAVE_OUT])
    return within(asked.case, reach_m(answers[FieldName.REACH]), left_out, ctx)


def begin(asked: OpenForm, known: dict[str, str], ctx: Context) -> None:
    """Open the form and ask its first question; an unfinished one is put aside."""
    set_aside(asked.account, ctx)
    _start(asked, asked.form.fields[0], ctx)
    ask(asked, known, ctx)


def set_aside(account: Account, ctx: Context) -> None:
    """An unfinished report waits for 「状況」, whatever is begun meanwhile; other forms begin anew by their button."""
    conversation = ctx.uow.conversations.get(account.id)
    if conversation and conversation.form == FormName.REPORT:
        case, answers = ctx.uow.cases.get(conversation.case_id), ctx.uow.conversations.answers(account.id)
        if answers is not None:
            put_aside(case, account, answers, ctx)
    ctx.uow.conversations.end(account.id)


def is_open(asked: OpenForm, ctx: Context) -> bool:
    """Whether this account is filling in this very form."""
    conversation = ctx.uow.conversations.get(asked.account.id)
    return conversation is not None and (conversation.form, conversation.case_id) == (asked.form.name, asked.case.id)


def ask(asked: OpenForm, answers: dict[str, str], ctx: Context) -> bool:
    """Keep the answers and ask what is missing; False if nothing is."""
    field = asked.form.next_field(answers)
    if field is None:
        return False
    ctx.uow.conversations.save(asked.account.id, field.name, answers, ctx.now)
    _put(asked, field, answers, None, ctx)
    return True


def ask_again(asked: OpenForm, answers: Mapping[str, str], why: Deny, ctx: Context) -> None:
    """Give up the one answer that a rule names, keep all others, and ask for it again with the reason."""
    field = asked.form.field(why.field)
    known = {name: answer for name, answer in answers.items() if name != field.name}
    if not is_open(asked, ctx):
        set_aside(asked.account, ctx)
        _start(asked, field, ctx)
    ctx.uow.conversations.save(asked.account.id, field.name, known, ctx.now)
    _put(asked, field, known, why, ctx)


def _put(asked: OpenForm, field: Field, answers: dict[str, str], wrong: Deny | None, ctx: Context) -> None:
    """The question; words that came with the photo are offered where words are an answer."""
    takes_words = asked.form.name == FormName.REPORT and not field.options
    offered = takes_words and bool(said_with_photo(asked.case, asked.account, ctx))
    card = wording.report.question(asked.form, field, answers, wrong, offered=offered)
    ctx.tell(asked.account, asked.case, card)


def _start(asked: OpenForm, first: Field, ctx: Context) -> None:
    ctx.uow.conversations.start(asked.account.id, asked.form.name, asked.case.id, first.name, ctx.now)
