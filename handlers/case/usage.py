"""Counting what one person and one store do in a day."""

from __future__ import annotations

from handlers.case.record import require
from handlers.context import Context
from policy.caps import Use, may_use
from storage.tables import Member


def require_left(use: Use, member: Member, store_id: str, ctx: Context) -> None:
    """R-044: whether one more is within the network's numbers.

    Raises:
        NotAllowed: it isn't.
    """
    done = ctx.uow.usage.lately(use, member.id, store_id, ctx.now)
    require(may_use(use, done, ctx.uow.stores.rules(member.network_id)))


def count(use: Use, member: Member, store_id: str, ctx: Context) -> None:
    """One more, if that is within the network's numbers; raises what ``require_left`` does."""
    require_left(use, member, store_id, ctx)
    ctx.uow.usage.count(use, member.id, store_id, ctx.now)
