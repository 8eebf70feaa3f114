"""A store or business leaves, is suspended, or takes part again, now or on a day (R-005, R-144)."""

from __future__ import annotations

from audit.event import Event, stamp
from handlers.commands.decided import ResumeStore
from handlers.commands.office import (
    DatedCommand,
    LetBusinessLeave,
    LetStoreLeave,
    ReturnBusiness,
    ReturnStore,
    SuspendStore,
)
from handlers.context import Context
from handlers.errors import NotFound
from handlers.network.ground import look_at
from handlers.twofold.fall import fall
from policy.twofold import Act
from storage.tables import Business, Store


def leave(cmd: LetStoreLeave, ctx: Context) -> None:
    """R-005: from then on the store sends nothing, gets nothing and sees nothing, and its alerts end."""
    store, at = store_of(cmd.code, ctx), cmd.at or ctx.now
    if store.left_at is None or store.left_at > ctx.now:
        store.left_at = at
    ctx.note(Event.STORE_LEAVE, None, None, store=store.id, at=stamp(at), **said(cmd))
    look_at(at, ctx)


def come_back(cmd: ReturnStore, ctx: Context) -> None:
    """R-005: the same store, with its people and its history in the ledger; one that has not left yet just stays."""
    store, at = store_of(cmd.code, ctx), cmd.at or ctx.now
    if store.left_at is not None and store.left_at <= ctx.now:
        store.joined_at = at
    store.left_at = None
    ctx.note(Event.STORE_RETURN, None, None, store=store.id, at=stamp(at), **said(cmd))
    look_at(at, ctx)


def suspend(cmd: SuspendStore, ctx: Context) -> None:
    """R-097, R-144: as leaving, but it is a measure and can be taken back, by two who know of it."""
    store, at = store_of(cmd.code, ctx), cmd.at or ctx.now
    if store.suspended_until is not None or store.suspended_at is None or store.suspended_at > ctx.now:
        store.suspended_at, store.suspended_until = at, None
    ctx.note(Event.STORE_SUSPEND, None, None, store=store.id, at=stamp(at), **said(cmd))
    fall(Act.RESUME, store.code, ctx)  # what was asked before was asked without knowing of this
    look_at(at, ctx)


def resume(cmd: ResumeStore, ctx: Context) -> None:
    """R-144: the suspension is over, or has an end."""
    store, at = store_of(cmd.code, ctx), cmd.at or ctx.now
    if store.suspended_at is not None:
        store.suspended_until = at
    ctx.note(Event.STORE_RESUME, None, None, store=store.id, at=stamp(at), **said(cmd))
    look_at(at, ctx)


def business_leaves(cmd: LetBusinessLeave, ctx: Context) -> None:
    """R-005, R-009: without its agreement none of its stores takes part."""
    business, at = _business(cmd.code, ctx), cmd.at or ctx.now
    if business.left_at is None or business.left_at > ctx.now:
        business.left_at = at
    ctx.note(Event.BUSINESS_LEAVE, None, None, business=business.id, at=stamp(at), **said(cmd))
    look_at(at, ctx)


def business_returns(cmd: ReturnBusiness, ctx: Context) -> None:
    """R-005, R-009: it agrees anew; stores that left by themselves stay away."""
    business, at = _business(cmd.code, ctx), cmd.at or ctx.now
    was_away = business.left_at is not None and business.left_at <= ctx.now
    business.left_at = None
    for store in ctx.uow.stores.in_network(business.network_id):
        if was_away and store.business_id == business.id:
            store.joined_at = max(store.joined_at, at)
    ctx.note(Event.BUSINESS_RETURN, None, None, business=business.id, at=stamp(at), **said(cmd))
    look_at(at, ctx)


def said(cmd: DatedCommand) -> dict[str, str]:
    """R-005, R-144: the reason, as far as one was given."""
    return {"why": cmd.why} if cmd.why else {}


def store_of(code: str, ctx: Context) -> Store:
    """The store with this code.

    Raises:
        NotFound: nobody has it.
    """
    store = ctx.uow.stores.by_code(ctx.uow.stores.the_network().id, code)
    if store is None:
        raise NotFound
    return store


def _business(code: str, ctx: Context) -> Business:
    business = ctx.uow.stores.business(ctx.uow.stores.the_network().id, code)
    if business is None:
        raise NotFound
    return business
