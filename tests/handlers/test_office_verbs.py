"""What the secretariat asks at a terminal: the network's numbers change."""

from __future__ import annotations

import pytest

from handlers.commands.decided import ChangeRules
from handlers.commands.office import LetMemberLeave
from handlers.errors import NotAllowed, NotFound
from policy.rules import Rules, Value
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted


def in_force(town: TownInProcess) -> Rules:
    """The network's rules as they are now."""
    with town.reading() as uow:
        return uow.stores.rules(uow.stores.the_network().id)


def test_a_network_decides_within_the_ceilings(town: TownInProcess) -> None:
    """R-044, R-120: one number at a time; what it decided before stays, and the ledger names the new version."""
    with town.reading() as uow:
        before = noted(uow).count("network:rules:set")
    town.run(ChangeRules({"radius_km": 5}))
    town.run(ChangeRules({"life_hours": 6}))
    assert (in_force(town).radius_km, in_force(town).life_hours) == (5, 6)
    with town.reading() as uow:
        assert noted(uow).count("network:rules:set") == before + 2


@pytest.mark.parametrize(
    "changes",
    [
        {"radius_km": 11},
        {"life_hours": 0},
        {"reminder_minutes": 11},
        {"training_url": "http://training.example"},
        {"training_url": "https://training.example/" + "x" * 500},
    ],
)
def test_a_network_does_not_pass_its_ceilings(town: TownInProcess, changes: dict[str, Value]) -> None:
    """R-044, R-127: refused with the bounds, and the rules stay as they were."""
    with pytest.raises(NotAllowed):
        town.run(ChangeRules(changes))
    assert in_force(town) == Rules(radius_km=1)


def test_a_member_code_that_nobody_has_takes_nobody_out(town: TownInProcess) -> None:
    """R-005: a slip of the finger is said to be one."""
    with pytest.raises(NotFound):
        town.run(LetMemberLeave("P77"))
