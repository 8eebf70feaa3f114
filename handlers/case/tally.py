"""How far an alert has come, store by store."""

from __future__ import annotations

from collections.abc import Collection

from handlers.case.involved import readers
from handlers.context import Context
from handlers.topics import STOPS
from handlers.wording.facts import StoreProgress
from policy.states import MAY_BE_THERE, DeliveryAnswer, DeliveryState
from storage.tables import Case, Delivery, OutboxState

SEEN = f"{DeliveryAnswer.SIGHTING}:"
"""How a sighting begins among what a delivery passed on."""

ANSWERS = (DeliveryAnswer.ABSENT, DeliveryAnswer.ACKNOWLEDGED, DeliveryAnswer.DOUBT, DeliveryAnswer.SIGHTING)
"""Of one store the last of these is told."""


def tally(case: Case, ctx: Context) -> list[StoreProgress]:
    """R-078: each store that was to hear of it, nearest first, by the one of its people who got furthest.

    A store without any is one that had nobody to write to; before the alert is sent there are no stores.
    """
    if case.sent_at is None:
        return []
    rows, unreached = ctx.uow.deliveries.of_case(case.id), _unreached(case, ctx)
    of_store = {store_id: [row for row in rows if row.store_id == store_id] for store_id in case.audience}
    return [_progress(store_id, theirs, unreached, ctx) for store_id, theirs in of_store.items()]


def _unreached(case: Case, ctx: Context) -> set[str]:
    """R-078: the accounts that the newest stop or correction can't get to."""
    newest = ctx.uow.outbox.newest(case.id, STOPS)
    return {account_id for account_id, state in newest.items() if state in (OutboxState.LATE, OutboxState.FAILED)}


def _progress(store_id: str, rows: list[Delivery], unreached: Collection[str], ctx: Context) -> StoreProgress:
    name = ctx.uow.stores.get(store_id).full_name
    if not rows:
        return StoreProgress(name, None)
    furthest = max(rows, key=_way)
    return StoreProgress(
        name,
        furthest.state,
        furthest.answer,
        furthest.answered_at,
        _where(furthest),
        furthest.opened_at,
        furthest.stop_confirmed_at,
        stop_unsent=bool(unreached) and any(_is_unreached(row, unreached, ctx) for row in rows),
    )


def _is_unreached(row: Delivery, unreached: Collection[str], ctx: Context) -> bool:
    """Whoever has to hear it in this person's stead counts; so does a store where nobody is left to hear it."""
    if row.state not in MAY_BE_THERE or row.stop_confirmed_at is not None:
        return False
    instead = readers([row], ctx)
    return not instead or any(account.id in unreached for account in instead)


def _where(row: Delivery) -> str:
    """What was told last of where the person seen was."""
    told = [word.removeprefix(SEEN) for word in row.passed_on if word.startswith(SEEN)]
    return told[-1] if told else ""


def _way(row: Delivery) -> tuple[bool, int, bool, int]:
    """``DeliveryState`` lists its words in this order, and ``ANSWERS`` the answers."""
    answer = ANSWERS.index(row.answer) if row.answer else -1
    return row.stop_confirmed_at is not None, answer, row.opened_at is not None, [*DeliveryState].index(row.state)
