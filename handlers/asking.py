"""Asking a form's questions one by one and keeping the answers so far."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.answers import Asked
from handlers.casefile import rules_of
from handlers.desk import Desk
from handlers.forms import Form, Option
from handlers.ports import Ports
from handlers.questions import FAR_STORE, FORMS, with_options
from policy import audience
from storage.tables import Account, Case, Store
from storage.unit_of_work import UnitOfWork

MOST_CHOICES = 13
"""LINE shows no more quick replies."""


def form_for(uow: UnitOfWork, case: Case, name: str, now: datetime) -> Form:
    """The form, with the choices that depend on the case."""
    form = FORMS[name]
    if name != FAR_STORE.name:
        return form
    return with_options(
        form, "store", tuple(Option(store.id, wording.full_name(store)) for store in far_stores(uow, case, now))
    )


def far_stores(uow: UnitOfWork, case: Case, now: datetime) -> list[Store]:
    """R-030: stores of the sender's own business that the area leaves out and that can be added by hand."""
    stores = {store.id: store for store in uow.stores.in_network(case.network_id)}
    found = audience.far_stores(
        uow.stores.facts(case.store),
        uow.stores.all_facts([*stores.values()]),
        radius_km=case.radius_km,
        now=now,
    )
    added = uow.cases.far_stores(case.id)
    return [stores[store_id] for store_id in found if store_id not in added][:MOST_CHOICES]


def asked(uow: UnitOfWork, case: Case, now: datetime) -> Asked:
    """What checking answers about this case depends on."""
    network = uow.stores.network(case.network_id)
    return Asked.of(network, rules_of(uow, case), now, has_photo=case.photo_reference is not None)


def begin(
    account: Account, case: Case, form: Form, known: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """Open the form for this account and ask its first question; an unfinished one is put aside."""
    field = form.next_field(known)
    if field is None:
        raise ValueError(form.name)
    uow.conversations.start(account.id, form.name, case.id, field.name, now)
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
