"""How far an alert went, from our own records: to whom, when, and who looked at which page (R-095, R-136)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from audit.event import Entry, Event
from handlers.case.involved import who
from handlers.case.reader import mark_of
from handlers.commands.scope import RecordScope, RecordTrace
from handlers.context import Context
from handlers.errors import NotFound
from handlers.incidents.record import require_task
from policy.access import Purpose
from policy.duties import Task
from policy.states import MAY_BE_THERE, DeliveryState
from storage.queries.scope import Look
from storage.tables import Account, Case, Delivery


@dataclass(frozen=True)
class Seen:
    """One kind of page, or the picture on it: how often, first and last."""

    purpose: Purpose
    picture: bool
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Reached:
    """One person on one account; ``state`` None: they were not sent the alert, and looked at another page of it."""

    store: str
    member: str
    code: str
    state: DeliveryState | None
    sent_at: datetime | None
    opened_at: datetime | None
    confirmed_at: datetime | None
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Scope:
    """How far one case went.

    ``stores``, ``sent``, ``looked``: stores that may have the card, people who may, people who looked at any page.
    ``unlogged``, ``lost``: looks that the ledger doesn't know, and looks that only the ledger knows; 0 unless rows were
    tampered with, or lost by a backup.
    """

    number: str
    sent_at: datetime | None
    stores: int
    sent: int
    looked: int
    people: tuple[Reached, ...]
    unlogged: int
    lost: int


def scope_of(case: Case, ctx: Context) -> Scope:
    """R-136, L247: deliveries, views and ledger of one case, person by person."""
    looks, rows = ctx.uow.scope.looks_at(case.id), ctx.uow.deliveries.of_case(case.id)
    delivered = {row.account_id: row for row in rows}
    ids = [*delivered, *dict.fromkeys(look.account_id for look in looks if look.account_id not in delivered)]
    people = (_reached(ctx.uow.people.account_by_id(one), case, delivered.get(one), looks, ctx) for one in ids)
    there = [row for row in rows if row.state in MAY_BE_THERE]
    unlogged, lost = _against_ledger(case, looks, ctx)
    return Scope(
        case.number,
        case.sent_at,
        len({row.store_id for row in there}),
        len({row.member_id for row in there}),
        len({look.member_id for look in looks}),
        tuple(sorted(people, key=lambda one: (one.store, one.code))),
        unlogged,
        lost,
    )


def record_scope(cmd: RecordScope, ctx: Context) -> None:
    """R-007, R-097, R-136, L247: who looks whom an alert reached, and what for, before the first name is shown.

    Raises:
        NotAllowed: not their task.
        NotFound: no such case of this network.
    """
    account = who(cmd.account_id, ctx)
    require_task(Task.TRACE_LEAK, account, ctx)
    case = ctx.uow.desk.case(account.member.network_id, cmd.case_number)
    if case is None:
        raise NotFound
    ctx.note(Event.SCOPE_VIEW, case, account, purpose=cmd.purpose, people=cmd.people)


def record_trace(cmd: RecordTrace, ctx: Context) -> None:
    """R-007, R-097, R-136, L247: who looks for a leak, and what for, before the first look; not what they typed.

    Raises:
        NotAllowed: not their task.
    """
    account = who(cmd.account_id, ctx)
    require_task(Task.TRACE_LEAK, account, ctx)
    ctx.note(Event.LEAK_TRACE, None, account, purpose=cmd.purpose, looks=cmd.looks)


def _reached(account: Account, case: Case, row: Delivery | None, looks: Iterable[Look], ctx: Context) -> Reached:
    mark = mark_of(account, case, row, ctx.now, ctx)
    return Reached(
        mark.store_name,
        mark.member_name,
        mark.member,
        row.state if row else None,
        row.sent_at if row else None,
        row.opened_at if row else None,
        row.stop_confirmed_at if row else None,
        tuple(_seen([look for look in looks if look.account_id == account.id])),
    )


def _seen(looks: list[Look]) -> Iterable[Seen]:
    """``looks``: one person's, by time."""
    for purpose, picture in dict.fromkeys((look.purpose, look.picture) for look in looks):
        moments = [look.at for look in looks if (look.purpose, look.picture) == (purpose, picture)]
        yield Seen(purpose, picture, len(moments), moments[0], moments[-1])


def _against_ledger(case: Case, looks: Iterable[Look], ctx: Context) -> tuple[int, int]:
    """The ledger has one entry a minute of a person's looks at the same (R-095)."""
    kept = {(one.member_id, one.purpose.value, one.picture, f"{one.at:%Y-%m-%dT%H:%M}") for one in looks}
    noted = {
        (str(entry["actor"]), _purpose(entry), entry["event"] == Event.PICTURE_VIEW, str(entry["at"])[:16])
        for entry in ctx.uow.ledger.of_case(case.id)
        if entry["event"] in (Event.PAGE_VIEW, Event.PICTURE_VIEW)
    }
    return len(kept - noted), len(noted - kept)


def _purpose(entry: Entry) -> str:
    details = entry["details"]
    return str(details["purpose"]) if isinstance(details, dict) else ""
