"""A store leaves, is suspended, or takes part again; the rules look at it afresh at every step (R-005, R-144)."""

from __future__ import annotations

from audit.event import Event
from handlers.commands.office import LetStoreLeave, ResumeStore, SuspendStore
from handlers.context import Context
from handlers.errors import NotFound
from storage.tables import Store


def leave(cmd: LetStoreLeave, ctx: Context) -> None:
    """R-005: from now on the store sends nothing, gets nothing and sees nothing."""
    store = _store(cmd.code, ctx)
    store.left_at = store.left_at or ctx.now
    ctx.note(Event.STORE_LEAVE, None, store=store.id)


def suspend(cmd: SuspendStore, ctx: Context) -> None:
    """R-144: as leaving, but it can be taken back."""
    store = _store(cmd.code, ctx)
    store.suspended_at = store.suspended_at or ctx.now
    ctx.note(Event.STORE_SUSPEND, None, store=store.id)


def resume(cmd: ResumeStore, ctx: Context) -> None:
    """R-144: the suspension is over."""
    store = _store(cmd.code, ctx)
    store.suspended_at = None
    ctx.note(Event.STORE_RESUME, None, store=store.id)


def _store(code: str, ctx: Context) -> Store:
    store = ctx.uow.stores.by_code(ctx.uow.stores.the_network().id, code)
    if store is None:
        raise NotFound
    return store
