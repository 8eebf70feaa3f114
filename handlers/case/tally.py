"""How far an alert has come, store by store."""

from __future__ import annotations

from handlers.context import Context
from handlers.wording.facts import StoreProgress
from policy.states import DeliveryState
from storage.tables import Case, Delivery


def tally(case: Case, ctx: Context) -> list[StoreProgress]:
    """R-078: each store that was to hear of it, nearest first, by the one of its people who got furthest.

    A store without any is one that had nobody to write to; before the alert is sent there are no stores.
    """
    if case.sent_at is None:
        return []
    rows = ctx.uow.deliveries.of_case(case.id)
    return [_progress(store_id, [row for row in rows if row.store_id == store_id], ctx) for store_id in case.audience]


def _progress(store_id: str, rows: list[Delivery], ctx: Context) -> StoreProgress:
    name = ctx.uow.stores.get(store_id).full_name
    if not rows:
        return StoreProgress(name, None)
    furthest = max(rows, key=_way)
    return StoreProgress(
        name, furthest.state, furthest.answer is not None, furthest.opened_at, furthest.stop_confirmed_at
    )


def _way(row: Delivery) -> tuple[bool, bool, bool, int]:
    """``DeliveryState`` lists its words in the order of how near the card came to the phone."""
    nearness = [*DeliveryState].index(row.state)
    return row.stop_confirmed_at is not None, row.opened_at is not None, row.answer is not None, nearness
