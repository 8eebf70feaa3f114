"""The master key changes: everything is wrapped anew, and nothing is opened."""

from __future__ import annotations

from audit.event import Event
from handlers.commands.decided import RotateKeys
from handlers.context import Context


def rotate_keys(ctx: Context) -> int:
    """R-064: put every key under the first of HANSHO_MASTER_KEYS, so that older ones can go; returns how many."""
    count = ctx.uow.vault.rotate(ctx.now) + ctx.uow.installations.rotate() + ctx.uow.rotate_words()
    ctx.note(Event.KEY_ROTATE, None, keys=count)
    return count


def rotate(_cmd: RotateKeys, ctx: Context) -> None:
    """R-064: the same, once two people agreed; by whatever process their yes came to."""
    rotate_keys(ctx)
