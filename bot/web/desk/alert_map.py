"""Where the stores are that got an alert, and which of them have answered (R-078, R-124)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.web.stores_map import map_around
from bot.web.town import TownMap
from handlers.context import Context
from handlers.wording.facts import StoreProgress
from policy.states import Ending
from storage.tables import Case


def receivers(case: Case, stores: Sequence[StoreProgress], ctx: Context) -> TownMap | None:
    """The stores by the numbers of the list beside it, those marked that have answered; None before it is sent."""
    if not stores:
        return None
    answered = (has_answered(case, progress) for progress in stores)
    return map_around(case.store, [*zip(map(ctx.uow.stores.get, case.audience), answered, strict=True)])


def has_answered(case: Case, progress: StoreProgress) -> bool:
    """R-078: to what was asked last: of an alert that was called back, that they know."""
    if case.ending is Ending.RECALL:
        return progress.confirmed_at is not None
    return progress.answer is not None
