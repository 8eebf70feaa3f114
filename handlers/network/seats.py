"""Who sits at the desk, as what (R-063, R-064)."""

from __future__ import annotations

from handlers.case.involved import in_use, member_facts
from handlers.context import Context
from policy.audience import active
from policy.desk import Seated, seated, still_holds
from policy.verdict import Deny
from storage.tables import Member


def seat_of(member: Member, ctx: Context) -> Seated | Deny:
    """R-063, R-064: as what they may sit at the desk at this moment, and which stores they see there."""
    facts = member_facts(member, ctx)
    stores = [ctx.uow.stores.get(store_id) for store_id in {at for _, at in facts.roles if at is not None}]
    taking_part = {store.id for store in ctx.uow.stores.all_facts(stores) if active(store, ctx.now)}
    return seated(facts, taking_part, ctx.now)


def sits_in(member: Member, ctx: Context) -> set[str]:
    """R-063: ids of the browsers in which this person is at the desk."""
    seat = seat_of(member, ctx)
    if isinstance(seat, Deny):
        return set()
    sessions = ctx.uow.desk_sessions.of([account.id for account in in_use(member)])
    return {s.browser_id for s in sessions if still_holds(seat.seat, s.began_at, s.seen_at, ctx.now)}
