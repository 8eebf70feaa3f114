"""The log: the ledger's entries, the newest first, and whether it continues what was signed last (R-097, L212)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.web.authentication import Unknown
from bot.web.desk.paging import MOST
from bot.web.desk.reception import Guest
from bot.web.desk.words import role_at
from handlers.cards import Text, t
from handlers.context import Context
from handlers.wording.ledger import HAPPENED

LONGEST_PLACE = 9
"""Digits of a place in the ledger (``audit.event.GREATEST``)."""


@dataclass(frozen=True)
class Row:
    """One entry: its place, when, what happened, its own word, of which case, by whom as a role, what else it says."""

    place: int
    at: datetime
    happened: Text
    event: str
    case: str
    actor: Text
    details: str


@dataclass(frozen=True)
class Log:
    """The entries, what they are narrowed to, how many there are, and the address of the next page."""

    rows: tuple[Row, ...]
    number: str
    size: int
    in_doubt: bool
    further: str


def listed(guest: Guest, number: str, after: str, ctx: Context) -> Log:
    """R-097, R-121: all of the ledger or of one case; people by their roles.

    Raises:
        Unknown: no list of ours goes on there.
    """
    if after and not (after.isdecimal() and len(after) <= LONGEST_PLACE):
        raise Unknown
    size, _ = ctx.uow.ledger.head()
    case = ctx.uow.desk.case(guest.network_id, number) if number else None
    before = int(after) if after else size
    found = [] if number and case is None else ctx.uow.ledger.newest(case.id if case else None, before, MOST + 1)
    rows = tuple(_row(entry, ctx) for entry in found[:MOST])
    narrowed = f"case={case.number}&" if case else ""
    further = f"/desk/log?{narrowed}after={rows[-1].place}" if len(found) > MOST else ""
    return Log(rows, number, size, ctx.ports.history.doubt(ctx.uow.ledger) is not None, further)


def _row(entry: dict[str, Any], ctx: Context) -> Row:
    happened = HAPPENED.get(entry["event"], entry["event"])
    return Row(
        entry["sequence"],
        datetime.fromisoformat(entry["at"]),
        t(happened),
        entry["event"],
        ctx.uow.desk.number_of(entry.get("case", "")),
        _actor(entry.get("actor", ""), ctx),
        " ".join(f"{name}={value}" for name, value in entry.get("details", {}).items()),
    )


def _actor(member_id: str, ctx: Context) -> Text:
    member = ctx.uow.desk.member(member_id) if member_id else None
    if member is not None:
        return t(role_at(member))
    return member_id or "–"
