"""What is no longer held, with the ledger's word for it (guideline L113–121, L146)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from audit import merkle
from audit.event import Event, canonical
from handlers.context import Context
from handlers.rights.record import cases_of, is_held
from policy.decision import Decided
from storage.tables import Request

ERASURES: Final = frozenset({Event.ORIGINAL_ERASE, Event.MASKED_ERASE, Event.TEXT_ERASE})
"""What is told to whoever asks: of the pictures and of what was written."""


LEGIBLE: Final = 16
"""Hex digits of a hash that people can read to each other; with its place it names one entry."""


@dataclass(frozen=True)
class Erasure:
    """One entry of the ledger: what was erased, when, its place from 0, and how its hash begins."""

    event: Event
    at: datetime
    place: int
    leaf: str


def erasures(request: Request, ctx: Context) -> tuple[Erasure, ...]:
    """R-043, R-070, L117, L146: of each alert of that place and time, once people said that nothing is held.

    Of one that is still held there is no proof, and nothing is told: somebody else's may live yet (R-099).
    """
    if request.decided is not Decided.NOT_HELD:
        return ()
    gone = [case for case in cases_of(request, ctx) if not is_held(case, ctx)]
    entries = (one for case in gone for one in ctx.uow.ledger.of_case(case.id))
    return tuple(
        Erasure(
            Event(one["event"]),
            datetime.fromisoformat(str(one["at"])),
            int(str(one["sequence"])),
            merkle.leaf_hash(canonical(one)).hex()[:LEGIBLE],
        )
        for one in entries
        if one["event"] in ERASURES
    )
