"""Which stores would get the alert, and which could be added by hand."""

from __future__ import annotations

from collections.abc import Callable, Collection

from handlers.case.record import rules_of
from handlers.context import Context
from policy import audience
from policy.distance import distance_km
from policy.facts import StoreFacts
from policy.forms.names import LeaveOut
from policy.rules import Rules
from policy.verdict import Verdict
from storage.tables import Case, Store


def receivers(case: Case, ctx: Context) -> tuple[str, ...]:
    """R-030, R-124: the stores that would get the alert now, nearest first."""
    return within(case, case.reach_m, case.left_out, ctx)


def proposed(case: Case, ctx: Context) -> frozenset[str]:
    """R-030: far stores that the sender wants to warn, whether an approver agrees or not."""
    return frozenset(far.store_id for far in ctx.uow.cases.far_stores(case.id))


def ticked(case: Case, ctx: Context) -> frozenset[str]:
    """R-030: those of them to which an approver agreed."""
    return frozenset(far.store_id for far in ctx.uow.cases.far_stores(case.id) if far.ticked_by)


def still_proposed(case: Case, ctx: Context) -> frozenset[str]:
    """R-030: those of them to which nobody agreed yet."""
    return frozenset(far.store_id for far in ctx.uow.cases.far_stores(case.id) if not far.ticked_by)


def on_offer(case: Case, ctx: Context) -> tuple[str, ...]:
    """R-030, R-117: what approvers choose from, nearest first: the frozen audience and the far stores proposed."""
    far = proposed(case, ctx)
    offered = {*case.audience, *far}
    able = _reached(case, case.reach_m, case.left_out, far, ctx)
    return tuple(store_id for store_id in able if store_id in offered)


def within(case: Case, reach_m: int | None, left_out: Collection[str], ctx: Context) -> tuple[str, ...]:
    """R-030, R-124: the stores that would get the alert, nearest first, were it narrowed like this."""
    return _reached(case, reach_m, left_out, ticked(case, ctx), ctx)


def _reached(
    case: Case, reach_m: int | None, left_out: Collection[str], far: frozenset[str], ctx: Context
) -> tuple[str, ...]:
    return reach_of(
        case.store, radius_km(case, reach_m), rules_of(case, ctx), ctx, far_store_ids=far, left_out=left_out
    )


def reach_of(
    sender: Store,
    radius_km: float,
    rules: Rules,
    ctx: Context,
    *,
    far_store_ids: frozenset[str] = frozenset(),
    left_out: Collection[str] = (),
) -> tuple[str, ...]:
    """R-124: the stores that an alert of this store would go to at this moment, nearest first."""
    stores = ctx.uow.stores
    found: tuple[str, ...] = ()
    for part in audience.RINGS:
        found = audience.audience(
            stores.store_facts(sender),
            stores.all_facts([*stores.around(sender, rules.radius_km * part), *map(stores.get, far_store_ids)]),
            radius_km=radius_km,
            far_store_ids=far_store_ids,
            left_out=left_out,
            rules=rules,
            now=ctx.now,
        )
        if len(found) == rules.max_stores:  # whoever stands further out stands behind these
            break
    return found


def metres_to(case: Case, store_ids: Collection[str], ctx: Context) -> dict[str, int]:
    """How far each of the stores is from the reporting one, in one look for all of them."""
    stores = [ctx.uow.stores.get(store_id) for store_id in store_ids]
    here, *others = ctx.uow.stores.all_facts([case.store, *stores])
    return {store.id: round(distance_km(here, store) * 1000) for store in others}


def still_reached(case: Case, store: StoreFacts, ctx: Context) -> Verdict:
    """R-005, R-030: whether the store may get the alert at this moment: it may have moved, left or lost its place.

    What doesn't depend on the store is looked up once per unit of work, since many cards are asked about at one moment.
    """
    known: dict[str, Callable[[StoreFacts], Verdict]] = ctx.uow.session.info.setdefault("still_reached", {})
    if case.id not in known:
        sender, rules = ctx.uow.stores.store_facts(case.store), rules_of(case, ctx)
        far = ticked(case, ctx)
        known[case.id] = lambda receiver: audience.may_receive(
            sender, receiver, radius_km=radius_km(case, case.reach_m), far_store_ids=far, rules=rules, now=ctx.now
        )
    return known[case.id](store)


def radius_km(case: Case, reach_m: int | None) -> float:
    """R-124: as far as the rules went when the alert was made, or less."""
    return case.radius_km if reach_m is None else min(reach_m / 1000, case.radius_km)


def without(case: Case, answer: str) -> list[str]:
    """R-117: whom the alert leaves out once this was answered."""
    if answer == LeaveOut.TAKE_BACK:
        return []
    return [*case.left_out, *([] if answer == LeaveOut.NONE else [answer])]


def far_stores(case: Case, ctx: Context) -> list[Store]:
    """R-030: stores of the sender's own business that the area leaves out and that can be added, nearest first."""
    chain = [store for page in ctx.uow.stores.of_business(case.store.business_id) for store in page]
    return [ctx.uow.stores.get(store_id) for store_id in _addable(case, chain, ctx)]


def has_far_stores(case: Case, ctx: Context) -> bool:
    """R-030: whether there is any; a chain has thousands, and one is enough."""
    return any(_addable(case, page, ctx) for page in ctx.uow.stores.of_business(case.store.business_id))


def _addable(case: Case, chain: list[Store], ctx: Context) -> list[str]:
    stores, added = ctx.uow.stores, proposed(case, ctx)
    found = audience.far_stores(
        stores.store_facts(case.store), stores.all_facts(chain), radius_km=case.radius_km, now=ctx.now
    )
    return [store_id for store_id in found if store_id not in added]
