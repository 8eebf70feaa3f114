"""Asking a form's questions one by one and keeping the answers so far."""

from __future__ import annotations

from handlers import wording
from handlers.case.audience import far_stores, within
from handlers.case.record import rules_of
from handlers.context import Context
from handlers.forms.checks import Asked
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
from storage.tables import Account, Case, Store


def form_for(name: str, account: Account, case: Case, ctx: Context) -> Form:
    """The form, with the choices that depend on the case and on how many the reader's platform can show."""
    form = FORMS[name]
    if name == FAR_STORE.name:
        most = ctx.traits(account).most_choices
        return with_options(form, "store", _named(far_stores(case, ctx)[:most]))
    if name == AUDIENCE.name:
        return with_options(with_options(form, "reach", _reaches(case, ctx)), "leave_out", _to_leave_out(case, ctx))
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


def asked(case: Case, ctx: Context) -> Asked:
    """What checking answers about this case depends on."""
    network = ctx.uow.stores.network(case.network_id)
    return Asked.of(network, rules_of(case, ctx), ctx.now, has_photo=case.photo_reference is not None)


def begin(account: Account, case: Case, name: str, known: dict[str, str], ctx: Context) -> None:
    """Open the form for this account and ask its first question; an unfinished one is dropped."""
    form = form_for(name, account, case, ctx)
    ctx.uow.conversations.start(account.id, form.name, case.id, form.fields[0].name, ctx.now)
    ask(account, case, form, known, ctx)


def ask(account: Account, case: Case, form: Form, answers: dict[str, str], ctx: Context) -> bool:
    """Keep the answers and ask what is missing; False if nothing is."""
    field = form.next_field(answers)
    if field is None:
        return False
    ctx.uow.conversations.save(account.id, field.name, answers, ctx.now)
    ctx.tell(account, case, wording.report.question(form, field, answers))
    return True
