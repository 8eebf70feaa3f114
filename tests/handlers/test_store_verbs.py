"""A store is suspended, comes back, or leaves; seen by its neighbours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.network import stores
from storage.tables import Store
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

Change = Callable[[Store, Context], None]


def change(town: TownInProcess, code: str, how: Change) -> None:
    """What ``hansho stores`` does."""
    with town.database.unit_of_work() as uow:
        store = uow.stores.by_code(uow.stores.the_network().id, code)
        assert store is not None
        how(store, town.app.context(uow))
        uow.commit()


def store_of(town: TownInProcess, code: str) -> str:
    """Code of the store that person watches for."""
    with town.reading() as uow:
        roles = town.first_account(uow, code).member.roles
        return uow.stores.get(next(r.store_id for r in roles if r.role == "contact" and r.store_id)).code


@pytest.mark.parametrize("how", [stores.leave, stores.suspend])
def test_a_store_that_is_out_hears_nothing_and_sends_nothing(town: TownInProcess, how: Change) -> None:
    """R-005, R-144: from that moment on."""
    change(town, store_of(town, "P09"), how)
    town.warn()
    assert "P09" not in town.deliveries()
    change(town, "H01", how)
    with pytest.raises(NotAllowed):
        town.hand_in("P02")


def test_a_suspended_store_takes_part_again(town: TownInProcess) -> None:
    """R-144: suspension can be taken back, and doing it twice does no harm."""
    code = store_of(town, "P09")
    for how in (stores.suspend, stores.suspend, stores.resume):
        change(town, code, how)
    town.warn()
    assert "P09" in town.deliveries()
    with town.reading() as uow:
        told = noted(uow)
    assert told.count("store:store:suspend") == 2
    assert told.count("store:store:resume") == 1
