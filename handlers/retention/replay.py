"""R-141: what people did since the backup, done again from the ledger: whoever left or was erased stays so."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from audit.event import Entry, Event
from handlers.context import Context
from handlers.network.members import bring_back, plan_to_leave
from storage.tables import Account, Business, DueKind, Member, Store

ABOUT: Mapping[str, tuple[type[Member | Account | Store | Business], str]] = {
    Event.MEMBER_LEAVE: (Member, "member"),
    Event.MEMBER_RETURN: (Member, "member"),
    Event.MEMBER_ERASE: (Member, "member"),
    Event.ACCOUNT_REVOKE: (Account, "account"),
    Event.ACCOUNT_ERASE: (Account, "account"),
    Event.STORE_LEAVE: (Store, "store"),
    Event.STORE_RETURN: (Store, "store"),
    Event.STORE_SUSPEND: (Store, "store"),
    Event.STORE_RESUME: (Store, "store"),
    Event.BUSINESS_LEAVE: (Business, "business"),
    Event.BUSINESS_RETURN: (Business, "business"),
}
"""What ends a right, gives it back or erases, and the row it is about."""


def entries_of(lines: Sequence[bytes]) -> list[Entry]:
    """What the lines of a ledger's export say, which was verified."""
    return [json.loads(line)["entry"] for line in lines]


def replay(entry: Entry, ctx: Context) -> bool:
    """Do it to the restored row; whether there was one."""
    event = str(entry["event"])
    if event not in ABOUT:
        return False
    table, name = ABOUT[event]
    row: Any = ctx.uow.session.get(table, str(details_of(entry).get(name, "")))
    if row is not None:
        at = datetime.fromisoformat(str(details_of(entry).get("at", entry["at"])))
        (_of_people if table in (Member, Account) else _of_stores)(event, row, at, ctx)
    return row is not None


def _of_people(event: str, row: Any, at: datetime, ctx: Context) -> None:
    match event:
        case Event.MEMBER_LEAVE if at > ctx.now:
            plan_to_leave(row, at, ctx)
        case Event.MEMBER_LEAVE:
            ctx.uow.people.leave(row, at)
        case Event.MEMBER_RETURN:
            bring_back(row, ctx)
        case Event.MEMBER_ERASE:
            ctx.uow.forgotten.erase_member(row, at)
        case Event.ACCOUNT_REVOKE:
            ctx.uow.people.revoke(row, at)
        case Event.ACCOUNT_ERASE:
            ctx.uow.forgotten.erase_account(row, at)


def _of_stores(event: str, row: Any, at: datetime, ctx: Context) -> None:
    match event:
        case Event.STORE_LEAVE | Event.BUSINESS_LEAVE:
            row.left_at = at
        case Event.STORE_RETURN:
            row.joined_at, row.left_at = at, None
        case Event.BUSINESS_RETURN:
            row.left_at = None
        case Event.STORE_SUSPEND:
            row.suspended_at, row.suspended_until = at, None
        case Event.STORE_RESUME:
            row.suspended_until = at
    if at > ctx.now:
        ctx.uow.due.plan(DueKind.PARTICIPATION, at.isoformat(), at)


def details_of(entry: Entry) -> Mapping[str, Any]:
    """Ids and words. Of somebody's leaving, older entries name whose it is as the actor."""
    details = entry.get("details", {})
    return {"member": entry.get("actor", ""), **(details if isinstance(details, dict) else {})}


def moment_of(entry: Entry) -> datetime:
    """When it happened."""
    return datetime.fromisoformat(str(entry["at"]))
