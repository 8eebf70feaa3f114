"""A store leaves, is suspended, or takes part again; the rules look at it afresh at every step (R-005, R-144)."""

from __future__ import annotations

from audit.event import Event
from handlers.context import Context
from storage.tables import Store


def leave(store: Store, ctx: Context) -> None:
    """R-005: from now on the store sends nothing, gets nothing and sees nothing."""
    store.left_at = store.left_at or ctx.now
    ctx.note(Event.STORE_LEAVE, None, store=store.id)


def suspend(store: Store, ctx: Context) -> None:
    """R-144: as leaving, but it can be taken back."""
    store.suspended_at = store.suspended_at or ctx.now
    ctx.note(Event.STORE_SUSPEND, None, store=store.id)


def resume(store: Store, ctx: Context) -> None:
    """R-144: the suspension is over."""
    store.suspended_at = None
    ctx.note(Event.STORE_RESUME, None, store=store.id)
