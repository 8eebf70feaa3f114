"""Asking a form's questions one by one and keeping the answers so far."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.case.audience import far_stores, within
from handlers.case.record import rules_of
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
from handlers.ports import Ports
from handlers.recipient import Desk
from policy import audience
from storage.tables import Account, Case, Store
from storage.unit_of_work import UnitOfWork


def form_for(uow: UnitOfWork, case: Case, name: str, now: datetime) -> Form:
    """The form, with the choices that depend on the case."""
    form = FORMS[name]
    if name == FAR_STORE.name:
        return with_options(form, "store", _named(far_stores(uow, case, now)))
    if name == AUDIENCE.name:
        return with_options(
            with_options(form, "reach", _reaches(uow, case, now)), "leave_out", _to_leave_out(uow, case, now)
        )
    return form


def _named(stores: list[Store]) -> tuple[Option, ...]:
    return tuple(Option(store.id, wording.full_name(store)) for store in stores)


def _reaches(uow: UnitOfWork, case: Case, now: datetime) -> tuple[Option, ...]:
    """R-124: as far as the rules go, or less, as long as somebody is there to be warned."""
    offered = [m for m in audience.narrower(rules_of(uow, case)) if within(case, m, case.left_out, uow, now)]
    return (WHOLE_REACH, *(Option(str(metres), REACHES[metres]) for metres in offered))


def _to_leave_out(uow: UnitOfWork, case: Case, now: datetime) -> tuple[Option, ...]:
    """R-117: nobody, one of the stores that would be warned, or all of those left out back again."""
    stores = [uow.stores.get(store_id) for store_id in within(case, case.reach_m, case.left_out, uow, now)]
    return (LEAVE_NONE, *([TAKE_BACK] if case.left_out else []), *_named(stores))


def asked(uow: UnitOfWork, case: Case, now: datetime) -> Asked:
    """What checking answers about this case depends on."""
    network = uow.stores.network(case.network_id)
    return Asked.of(network, rules_of(uow, case), now, has_photo=case.photo_reference is not None)


def begin(
    account: Account, case: Case, form: Form, known: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """Open the form for this account and ask its first question; an unfinished one is put aside."""
    uow.conversations.start(account.id, form.name, case.id, form.fields[0].name, now)
    ask(account, case, form, known, uow, ports, now)


def ask(
    account: Account, case: Case, form: Form, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> bool:
    """Keep the answers and ask what is missing; False if nothing is."""
    field = form.next_field(answers)
    if field is None:
        return False
    uow.conversations.save(account.id, field.name, answers, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.question(desk, form, field, answers), topic=f"question:{case.id}")
    return True
