"""Asking a form's questions one by one and keeping the answers so far."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import wording
from handlers.case.audience import far_stores, within, without
from handlers.case.record import rules_of
from handlers.case.sealed import put_aside
from handlers.context import Context
from handlers.forms.definitions import (
    AUDIENCE,
    FAR_STORE,
    FORMS,
    LEAVE_NONE,
    REACHES,
    TAKE_BACK,
    WHOLE_REACH,
    with_options,
)
from handlers.forms.form import Form, Option
from policy import audience
from policy.forms.fields import Asked
from policy.forms.names import FieldName, FormName
from policy.forms.table import reach_m
from policy.verdict import Deny
from storage.tables import Account, Case, Store


def form_for(name: str, account: Account, case: Case, ctx: Context) -> Form:
    """The form, with the choices that depend on the case and on how many the reader's platform can show."""
    form = FORMS[name]
    if name == FAR_STORE.name:
        most = ctx.traits(account).most_choices
        return with_options(form, FieldName.STORE, _named(far_stores(case, ctx)[:most]))
    if name == AUDIENCE.name:
        narrower = with_options(form, FieldName.REACH, _reaches(case, ctx))
        return with_options(narrower, FieldName.LEAVE_OUT, _to_leave_out(case, ctx))
    return form


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


def asked(case: Case, form: Form, answers: Mapping[str, str], ctx: Context, *, photo: bool = False) -> Asked:
    """What judging these answers about this case depends on; ``photo``: one comes along."""
    return Asked(
        rules_of(case, ctx),
        ctx.now,
        has_photo=photo or case.photo_reference is not None,
        offered={field.name: [option.value for option in field.options] for field in form.fields},
        warned=_warned(case, form, answers, ctx),
    )


def _warned(case: Case, form: Form, answers: Mapping[str, str], ctx: Context) -> tuple[str, ...]:
    """R-124: whom an alert would reach that these answers narrow; nobody while they don't."""
    chosen = all(answers.get(field.name) in {option.value for option in field.options} for field in form.fields)
    if form.name != FormName.AUDIENCE or not chosen:
        return ()
    left_out = without(case, answers[FieldName.LEAVE_OUT])
    return within(case, reach_m(answers[FieldName.REACH]), left_out, ctx)


def begin(account: Account, case: Case, name: str, known: dict[str, str], ctx: Context) -> None:
    """Open the form for this account and ask its first question; an unfinished one is put aside."""
    set_aside(account, ctx)
    form = form_for(name, account, case, ctx)
    ctx.uow.conversations.start(account.id, form.name, case.id, form.fields[0].name, ctx.now)
    ask(account, case, form, known, ctx)


def set_aside(account: Account, ctx: Context) -> None:
    """An unfinished report waits for 「状況」, whatever is begun meanwhile; other forms begin anew by their button."""
    conversation = ctx.uow.conversations.get(account.id)
    if conversation and conversation.form == FormName.REPORT:
        case, answers = ctx.uow.cases.get(conversation.case_id), ctx.uow.conversations.answers(account.id)
        put_aside(case, account, answers, ctx)
    ctx.uow.conversations.end(account.id)


def is_open(account: Account, case: Case, form: Form, ctx: Context) -> bool:
    """Whether this account is filling in this very form."""
    conversation = ctx.uow.conversations.get(account.id)
    return conversation is not None and (conversation.form, conversation.case_id) == (form.name, case.id)


def ask(account: Account, case: Case, form: Form, answers: dict[str, str], ctx: Context) -> bool:
    """Keep the answers and ask what is missing; False if nothing is."""
    field = form.next_field(answers)
    if field is None:
        return False
    ctx.uow.conversations.save(account.id, field.name, answers, ctx.now)
    ctx.tell(account, case, wording.report.question(form, field, answers))
    return True


def ask_again(account: Account, case: Case, form: Form, answers: dict[str, str], why: Deny, ctx: Context) -> None:
    """Give up the one answer that a rule names, keep all others, and ask for it again with the reason."""
    field = form.field(why.field)
    known = {name: answer for name, answer in answers.items() if name != field.name}
    if not is_open(account, case, form, ctx):
        set_aside(account, ctx)
        ctx.uow.conversations.start(account.id, form.name, case.id, field.name, ctx.now)
    ctx.uow.conversations.save(account.id, field.name, known, ctx.now)
    ctx.tell(account, case, wording.report.question(form, field, known, why))
