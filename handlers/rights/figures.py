"""How requests of people outside were answered, in numbers that say nothing of one of them (R-070, R-121)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final

from handlers.context import Context
from policy.decision import Decided, Refused

YEAR: Final = timedelta(days=365)

FEWEST: Final = 5
"""Below that a number tells of somebody."""


@dataclass(frozen=True)
class Figures:
    """Of the last year: how many were answered, in how many days half of them, how, and refused for what."""

    answered: int
    median_days: int
    decided: tuple[tuple[Decided, int], ...]
    refused: tuple[tuple[Refused, int], ...]


def figures(network_id: str, ctx: Context) -> Figures | None:
    """R-070, R-121, L146, L227: public as soon as there are five; None before."""
    rows = ctx.uow.requests.answered_since(network_id, ctx.now - YEAR)
    if len(rows) < FEWEST:
        return None
    days = [(row.answered_at - row.received_at).days for row in rows if row.answered_at]
    decided = Counter(row.decided for row in rows if row.decided)
    refused = Counter(row.refused for row in rows if row.refused)
    return Figures(len(rows), round(median(days)), tuple(decided.most_common()), tuple(refused.most_common()))
