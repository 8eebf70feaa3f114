"""Which stores would get the alert, and which could be added by hand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from handlers.case.record import rules_of
from handlers.forms.form import MOST_CHOICES
from policy import audience
from storage.tables import Case, Store
from storage.unit_of_work import UnitOfWork


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


def receivers(case: Case, uow: UnitOfWork, now: datetime) -> tuple[str, ...]:
    """R-030, R-124: the stores that would get the alert now, nearest first."""
    return within(case, case.reach_m, case.left_out, uow, now)
