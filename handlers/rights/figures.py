"""How requests of people outside were answered, in numbers that say nothing of one of them (R-070, R-121)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final, TypeVar

from handlers.context import Context
from policy.decision import Decided, Refused

T = TypeVar("T")

YEAR: Final = timedelta(days=365)

FEWEST: Final = 5
"""Below that a number tells of somebody."""


@dataclass(frozen=True)
class Figures:
    """Of the last year: how many were answered, in how many days half of them, how, and refused for what.

    What is missing from ``decided`` and ``refused`` was too rare to be told.
    """

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
    decided = frequent(Counter(row.decided for row in rows if row.decided))
    refused = frequent(Counter(row.refused for row in rows if row.refused))
    return Figures(len(rows), round(median(days)), decided, refused)


def frequent(counts: Counter[T]) -> tuple[tuple[T, int], ...]:
    """R-121: the most frequent first, as long as neither they nor what is left over are so few that it tells of one.

    What is left over can be told from the sum, so it counts as if it were told.
    """
    told, left = [], counts.total()
    for one, count in counts.most_common():
        left -= count
        if count < FEWEST or 0 < left < FEWEST:
            break
        told.append((one, count))
    return tuple(told)
