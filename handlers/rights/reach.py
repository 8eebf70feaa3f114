"""How far what was granted has come: of the shops that got the alert, how many were told that it is over (R-078)."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.case.involved import readers
from handlers.context import Context
from handlers.rights.record import cases_of
from handlers.topics import STOPS
from policy.decision import effect_of
from policy.states import MAY_BE_THERE
from storage.tables import Case, OutboxState, Request


@dataclass(frozen=True)
class Reach:
    """Shops that were told, of all that had the alert."""

    told: int
    stores: int


def reach_of(request: Request, ctx: Context) -> Reach | None:
    """R-075, R-078, L144, L214: as it happens; None where nothing was granted about an alert."""
    cases = cases_of(request, ctx)
    if request.decided is None or effect_of(request.wish, request.decided) is None or not cases:
        return None
    each = [_of(case, ctx) for case in cases]
    return Reach(sum(one.told for one in each), sum(one.stores for one in each))


def _of(case: Case, ctx: Context) -> Reach:
    newest = ctx.uow.outbox.newest(case.id, STOPS)
    rows = [row for row in ctx.uow.deliveries.of_case(case.id) if row.state in MAY_BE_THERE]
    told = {
        row.store_id
        for row in rows
        if row.stop_confirmed_at is not None
        or any(newest.get(account.id) is OutboxState.SENT for account in readers([row], ctx))
    }
    return Reach(len(told), len({row.store_id for row in rows}))
