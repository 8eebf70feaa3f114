"""How much a share says: what chance alone would do, and between which bounds the truth lies (guideline L227)."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt
from typing import Final

_Z: Final = 1.96
"""For an interval that holds the truth 19 times of 20."""

BY_CHANCE: Final = 1 / 2000
"""Fifty approvers, looked at each week for four kinds of signs, are 870 looks a month: less than one of these may be
wrong, were everybody at the very limit of what is borne."""


@dataclass(frozen=True)
class Share:
    """``count`` of ``of``."""

    count: int
    of: int

    @property
    def interval(self) -> tuple[int, int]:
        """Percent, low and high, that hold the true share 19 times of 20 (E. B. Wilson, 1927)."""
        share, n = self.count / self.of, self.of
        middle = share + _Z**2 / (2 * n)
        half = _Z * sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
        low, high = ((middle + sign * half) / (1 + _Z**2 / n) for sign in (-1, 1))
        return round(100 * low), round(100 * high)

    def exceeds(self, borne: float) -> bool:
        """Whether somebody whose true share is ``borne`` would come so far less often than ``BY_CHANCE`` (exact)."""
        if self.count <= borne * self.of:
            return False
        least = range(self.count, self.of + 1)
        return sum(comb(self.of, k) * borne**k * (1 - borne) ** (self.of - k) for k in least) <= BY_CHANCE
