"""How far an alert has come, store by store."""

from __future__ import annotations

from storage.tables import Case, Delivery, Store
from storage.unit_of_work import UnitOfWork

Tally = list[tuple[Store, list[Delivery]]]


def tally(case: Case, uow: UnitOfWork) -> Tally:
    """R-078: each store that was to hear of it, nearest first, and its people's deliveries.

    A store without any is one that had nobody to write to; before the alert is sent there are no stores.
    """
    if case.sent_at is None:
        return []
    rows = uow.deliveries.of_case(case.id)
    return [(uow.stores.get(store_id), [row for row in rows if row.store_id == store_id]) for store_id in case.audience]
