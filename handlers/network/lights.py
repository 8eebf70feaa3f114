"""The lights of stores and of the network: what the desk's page and ``hansho doctor`` both show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from policy.facts import Role
from policy.readiness import Light, lights, office
from storage.tables import Store
from storage.unit_of_work import UnitOfWork


def of_stores(
    stores: Sequence[Store], network_id: str, uow: UnitOfWork, now: datetime
) -> list[tuple[Store, tuple[Light, ...]]]:
    """R-005, R-061, R-062, R-113, R-122: each store with all that it needs to take part."""
    rules, staff = uow.stores.rules(network_id), uow.desk.staff([store.id for store in stores])
    return [
        (store, lights(facts, uow.desk.colleagues(staff[store.id]), rules, now))
        for store, facts in zip(stores, uow.stores.all_facts(stores), strict=True)
    ]


def of_office(network_id: str, uow: UnitOfWork, now: datetime) -> tuple[Light, ...]:
    """R-097, R-121: whether somebody watches over the network, and a second person is there to decide."""
    secretariat, auditors = (
        uow.desk.colleagues(uow.people.for_network(network_id, [role])) for role in (Role.SECRETARIAT, Role.AUDITOR)
    )
    return office(secretariat, auditors, now)
