"""An alert that two people said yes to, about to leave: what becomes of its cards is each story's own."""

from __future__ import annotations

from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess


@remembered
def approved(town: TownInProcess) -> None:
    """Live, with every neighbour's card still waiting."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.deliver()
    town.answer("P03")
