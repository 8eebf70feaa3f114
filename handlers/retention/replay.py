"""R-141: what people did since the backup, done again from the ledger: whoever left or was erased stays so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from audit.event import Entry, Event
from handlers.context import Context
from storage.tables import Account, Member, Store

ABOUT: Mapping[str, tuple[type[Member | Account | Store], str]] = {
    Event.MEMBER_LEAVE: (Member, "member"),
    Event.MEMBER_ERASE: (Member, "member"),
    Event.ACCOUNT_REVOKE: (Account, "account"),
    Event.ACCOUNT_ERASE: (Account, "account"),
    Event.STORE_LEAVE: (Store, "store"),
    Event.STORE_SUSPEND: (Store, "store"),
    Event.STORE_RESUME: (Store, "store"),
}
"""What ends a right or erases, and the row it is about."""


def replay(entry: Entry, ctx: Context) -> bool:
    """Do it to the restored row; whether there was one."""
    event = str(entry["event"])
    if event not in ABOUT:
        return False
    table, name = ABOUT[event]
    row: Any = ctx.uow.session.get(table, str(details_of(entry).get(name, "")))
    if row is not None:
        _again(event, row, moment_of(entry), ctx)
    return row is not None


def _again(event: str, row: Member | Account | Store, at: datetime, ctx: Context) -> None:
    match row:
        case Member() if event == Event.MEMBER_LEAVE:
            ctx.uow.people.leave(row, at)
        case Member():
            ctx.uow.forgotten.erase_member(row, at)
        case Account() if event == Event.ACCOUNT_REVOKE:
            ctx.uow.people.revoke(row, at)
        case Account():
            ctx.uow.forgotten.erase_account(row, at)
        case Store() if event == Event.STORE_LEAVE:
            row.left_at = row.left_at or at
        case Store():
            row.suspended_at = at if event == Event.STORE_SUSPEND else None


def details_of(entry: Entry) -> Mapping[str, Any]:
    """Ids and words. Of somebody's leaving, older entries name whose it is as the actor."""
    details = entry.get("details", {})
    return {"member": entry.get("actor", ""), **(details if isinstance(details, dict) else {})}


def moment_of(entry: Entry) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(str(entry["at"]))
