"""Time on which nothing is looked at: whatever came due in it is done at its end, as after a night without a worker."""

from __future__ import annotations

from datetime import timedelta

from tests.world.in_process import TownInProcess


def later(town: TownInProcess, **period: float) -> None:
    """So much later, all at once; ``town.wait`` stops at each moment on the way."""
    town.now += timedelta(**period)
    town.work()
