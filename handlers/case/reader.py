"""Who looks at a page of a case, as it is written over the page and into its picture (R-095)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.context import Context
from policy.mark import NETWORK, Mark
from storage.tables import Account, Case, Delivery, Store


def mark_of(account: Account, case: Case, delivery: Delivery | None, at: datetime, ctx: Context) -> Mark:
    """R-095, L206: who looks, from which store, when, at which case; ``delivery``: of the case to this account."""
    network = ctx.uow.stores.network(case.network_id)
    store = delivery.store if delivery else _store_of(account, case, ctx)
    return Mark(
        f"{store.business.code}-{store.code}" if store else NETWORK,
        account.member.code,
        at.astimezone(ZoneInfo(network.timezone)),
        case.number,
        store.full_name if store else network.name,
        account.member.name,
    )


def _store_of(account: Account, case: Case, ctx: Context) -> Store | None:
    """Of whoever got no alert: the reporting store if they work there, else any of theirs."""
    stores = sorted({role.store_id for role in account.member.roles if role.store_id})
    if case.store_id in stores:
        return case.store
    return ctx.uow.stores.get(stores[0]) if stores else None
