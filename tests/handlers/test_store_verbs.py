"""A store is suspended, comes back, or leaves; seen by its neighbours."""

from __future__ import annotations

import pytest

from handlers.commands.office import LetStoreLeave, ResumeStore, SuspendStore
from handlers.errors import NotAllowed, NotFound
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted


def store_of(town: TownInProcess, code: str) -> str:
    """Code of the store that person watches for."""
    with town.reading() as uow:
        roles = town.first_account(uow, code).member.roles
        return uow.stores.get(next(r.store_id for r in roles if r.role == "contact" and r.store_id)).code


@pytest.mark.parametrize("how", [LetStoreLeave, SuspendStore])
def test_a_store_that_is_out_hears_nothing_and_sends_nothing(
    town: TownInProcess, how: type[LetStoreLeave | SuspendStore]
) -> None:
    """R-005, R-144: from that moment on."""
    town.run(how(store_of(town, "P09")))
    town.warn()
    assert "P09" not in town.deliveries()
    town.run(how("H01"))
    with pytest.raises(NotAllowed):
        town.hand_in("P02")


def test_a_suspended_store_takes_part_again(town: TownInProcess) -> None:
    """R-144: suspension can be taken back, and doing it twice does no harm."""
    code = store_of(town, "P09")
    for how in (SuspendStore, SuspendStore, ResumeStore):
        town.run(how(code))
    town.warn()
    assert "P09" in town.deliveries()
    with town.reading() as uow:
        told = noted(uow)
    assert told.count("store:store:suspend") == 2
    assert told.count("store:store:resume") == 1


@pytest.mark.parametrize("how", [LetStoreLeave, SuspendStore, ResumeStore])
def test_a_store_code_that_nobody_has_changes_nothing(
    town: TownInProcess, how: type[LetStoreLeave | SuspendStore | ResumeStore]
) -> None:
    """R-005: a slip of the finger takes no store out."""
    with town.reading() as uow:
        before = noted(uow)
    with pytest.raises(NotFound):
        town.run(how("Z99"))
    with town.reading() as uow:
        assert noted(uow) == before
