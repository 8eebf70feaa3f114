"""A store leaves, is suspended, or takes part again; the rules look at it afresh at every step (R-005, R-144)."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from storage.tables import Store
from storage.unit_of_work import UnitOfWork


def leave(store: Store, uow: UnitOfWork, now: datetime) -> None:
    """R-005: from now on the store sends nothing, gets nothing and sees nothing."""
    store.left_at = store.left_at or now
    uow.ledger.append(Event.STORE_LEAVE, at=now, details={"store": store.id})


def suspend(store: Store, uow: UnitOfWork, now: datetime) -> None:
    """R-144: as leaving, but it can be taken back."""
    store.suspended_at = store.suspended_at or now
    uow.ledger.append(Event.STORE_SUSPEND, at=now, details={"store": store.id})


def resume(store: Store, uow: UnitOfWork, now: datetime) -> None:
    """R-144: the suspension is over."""
    store.suspended_at = None
    uow.ledger.append(Event.STORE_RESUME, at=now, details={"store": store.id})
