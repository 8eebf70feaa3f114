"""How requests of people outside were answered, in numbers that say nothing of one of them (R-070, R-121)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Final, TypeVar

from handlers.context import Context
from policy.decision import Decided, Refused, effect_of

T = TypeVar("T")

YEAR: Final = timedelta(days=365)

FEWEST: Final = 5
"""Below that a number tells of somebody."""


@dataclass(frozen=True)
class Figures:
    """Of the last year: how many were answered, in how many days half of them, how, and refused for what.

    ``mended``: for how many an alert was corrected or taken back; None: too few, or too many, to tell. What is missing
    from ``decided`` and ``refused`` was too rare to be told.
    """

    answered: int
    median_days: int
    decided: tuple[tuple[Decided, int], ...]
    refused: tuple[tuple[Refused, int], ...]
    mended: int | None


def figures(network_id: str, ctx: Context) -> Figures | None:
    """R-070, R-121, L146, L227: public as soon as there are five; None before."""
    rows = ctx.uow.requests.answered_since(network_id, ctx.now - YEAR)
    if len(rows) < FEWEST:
        return None
    days = [(row.answered_at - row.received_at).days for row in rows if row.answered_at]
    decided = frequent(Counter(row.decided for row in rows if row.decided))
    refused = frequent(Counter(row.refused for row in rows if row.refused))
    mended = sum(row.decided is not None and effect_of(row.wish, row.decided) is not None for row in rows)
    granted = sum(row.decided in (Decided.GRANTED, Decided.IN_PART) for row in rows)
    return Figures(len(rows), round(median(days)), decided, refused, tellable(mended, granted, len(rows)))


def tellable(count: int, *sums: int) -> int | None:
    """R-121: a number of which neither itself nor what is left of any sum that people know is so few; else None."""
    rests = [whole - count for whole in sums]
    return count if count >= FEWEST and all(rest == 0 or rest >= FEWEST for rest in rests) else None


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
