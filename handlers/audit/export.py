"""The ledger in an auditor's hands, with its signed checkpoint."""

from __future__ import annotations

from collections.abc import Callable

from audit.event import Event
from handlers.audit.checkpoint import signed
from handlers.context import Context


def export(write: Callable[[str], object], ctx: Context) -> int:
    """R-097: every entry and the signature over them; that it was handed out is on record. Returns how many entries."""
    size, _ = write_signed(write, ctx)
    ctx.note(Event.LEDGER_EXPORT, None, size=size)
    return size


def write_signed(write: Callable[[str], object], ctx: Context) -> tuple[int, str]:
    """What ``python -m audit verify`` reads; returns the head that it shows: size and root."""
    head = signed(ctx, whole=True)
    ctx.uow.ledger.export(write, head.size)
    write(head.note)
    return head.size, head.root
