"""Asking a form's questions one by one and keeping the answers so far."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from handlers import wording
from handlers.answers import Asked
from handlers.casefile import rules_of
from handlers.desk import Desk
from handlers.forms import Form, Option
from handlers.ports import Ports
from handlers.questions import (
    AUDIENCE,
    FAR_STORE,
    FORMS,
    LEAVE_NONE,
    REACHES,
    TAKE_BACK,
    WHOLE_REACH,
    with_options,
)
from policy import audience
from storage.tables import Account, Case, Store
from storage.unit_of_work import UnitOfWork

MOST_CHOICES = 13
"""LINE shows no more quick replies."""


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


def within(
    case: Case, reach_m: int | None, left_out: Collection[str], uow: UnitOfWork, now: datetime
) -> tuple[str, ...]:
    """R-030, R-124: the stores that would get the alert, nearest first, were it narrowed like this."""
    rules = rules_of(uow, case)
    return audience.audience(
        uow.stores.facts(case.store),
        uow.stores.all_facts(uow.stores.in_network(case.network_id)),
        radius_km=case.radius_km if reach_m is None else min(reach_m / 1000, case.radius_km),
        far_store_ids=frozenset(uow.cases.far_stores(case.id)),
        left_out=left_out,
        rules=rules,
        now=now,
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
