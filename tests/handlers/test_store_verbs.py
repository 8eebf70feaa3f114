"""A store is suspended, comes back, or leaves; seen by its neighbours."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from audit.event import Event
from handlers.commands.decided import ChangeRules, ResumeStore
from handlers.commands.office import (
    DatedCommand,
    LetBusinessLeave,
    LetMemberLeave,
    LetStoreLeave,
    ReturnBusiness,
    ReturnMember,
    ReturnStore,
    SuspendStore,
)
from handlers.errors import NotAllowed, NotFound
from handlers.network.imports import import_stores
from policy.facts import AlertForm
from policy.forms.names import RecallReason
from policy.states import DeliveryState, Ending, State
from simulator.town import STORE_COLUMNS
from storage.tables import Case
from tests.handlers.later import later
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


ENDS = {
    RecallReason.LEFT: LetStoreLeave("H01"),
    RecallReason.SUSPENDED: SuspendStore("H01"),
    RecallReason.NO_AGREEMENT: LetBusinessLeave("HANDO"),
}


def recalled(town: TownInProcess, case: Case) -> list[str]:
    """Why it was called back, as the ledger has it."""
    with town.reading() as uow:
        entries = uow.ledger.of_case(case.id)
    return [entry["details"]["reason"] for entry in entries if entry["event"] == Event.ALERT_RECALL]  # type: ignore[index]


@pytest.mark.parametrize("reason", ENDS)
def test_a_live_alert_ends_with_what_it_stands_on(town: TownInProcess, reason: RecallReason) -> None:
    """R-005, R-009, R-144: in the same commit, with the reason; everyone who got it hears it and confirms."""
    case = town.warn()
    town.run(ENDS[reason])
    assert (town.case().state, town.case().ending) == (State.ENDED, Ending.RECALL)
    assert recalled(town, case) == [reason]
    town.deliver()
    assert any("回収" in title for title in town.titles("P09"))


@pytest.mark.parametrize("reason", ENDS)
def test_what_was_not_sent_yet_is_closed_as_well(town: TownInProcess, reason: RecallReason) -> None:
    """R-005, R-144: nobody is asked to judge what can't go out."""
    town.hand_in()
    town.submit()
    town.run(ENDS[reason])
    assert town.case().state == State.WITHDRAWN
    town.deliver()
    assert "通報を取り下げました" in town.titles("P01")


@pytest.mark.parametrize("reason", ENDS)
def test_a_date_ahead_ends_it_when_it_comes(town: TownInProcess, reason: RecallReason) -> None:
    """R-005: and not before."""
    case = town.warn()
    town.run(replace(ENDS[reason], at=town.now + timedelta(hours=2)))
    town.wait(hours=1)
    assert town.case().state == State.LIVE
    town.wait(hours=1, minutes=1)
    assert recalled(town, case) == [reason]


def test_a_file_that_takes_the_agreement_back_ends_the_alert(town: TownInProcess) -> None:
    """R-009: by import as by command; a blank cell takes nothing back."""
    case = town.warn()
    for said in ("", "-"):
        assert town.case().state == State.LIVE
        with town.app.writing() as ctx:
            assert import_stores(f"{STORE_COLUMNS}\nHANDO,,{said},H01,,,,,,\n", ctx).errors == ()
            ctx.uow.commit()
    assert recalled(town, case) == [RecallReason.NO_AGREEMENT]


def test_a_network_that_gives_up_pictures_calls_back_those_that_are_out(town: TownInProcess) -> None:
    """R-003: alerts in words live on."""
    words = town.warn()
    with town.database.unit_of_work() as uow:
        uow.cases.get(words.id).form = AlertForm.PICTURE
        uow.commit()
    town.fill_in("P02")
    town.submit("P02")
    town.run(ChangeRules({"text_only": True}))
    assert recalled(town, words) == [RecallReason.TEXT_ONLY]
    assert town.newest("P02").state == State.ASSESSING


def test_a_store_comes_back_with_its_people(town: TownInProcess) -> None:
    """R-005: from a day on; until then it is away, and its own leaving can still be taken back."""
    code = store_of(town, "P09")
    town.run(LetStoreLeave(code, town.now - timedelta(days=3)))
    town.run(ReturnStore(code, town.now + timedelta(days=1)))
    town.warn()
    assert "P09" not in town.deliveries()
    later(town, days=1, minutes=1)
    town.run(LetStoreLeave(code, town.now + timedelta(days=9)))
    town.run(ReturnStore(code))
    town.warn()
    assert "P09" in town.deliveries()
    with town.reading() as uow:
        assert noted(uow).count("store:store:return") == 2


def test_a_business_comes_back_but_not_the_store_that_left_by_itself(town: TownInProcess) -> None:
    """R-005, R-009: each has its own dates."""
    town.run(LetStoreLeave("A02"))
    town.run(LetBusinessLeave("AOZORA"))
    town.run(ReturnBusiness("AOZORA"))
    town.warn()
    assert "P09" in town.deliveries()
    assert "P11" not in town.deliveries()


def test_a_suspension_can_have_an_end(town: TownInProcess) -> None:
    """R-144: known in advance."""
    code = store_of(town, "P09")
    town.run(SuspendStore(code))
    town.run(ResumeStore(code, town.now + timedelta(hours=30)))
    town.warn()
    assert "P09" not in town.deliveries()
    later(town, hours=31)
    town.warn()
    assert "P09" in town.deliveries()


def test_a_store_that_moved_away_gets_no_card_that_was_on_its_way(town: TownInProcess) -> None:
    """R-005, R-030: asked again before each card, also of the second contact."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.answer("P03")
    with town.database.unit_of_work() as uow:
        store = uow.stores.by_code(town.case().network_id, "A01")
        assert store is not None
        store.latitude += 1
        uow.commit()
    town.deliver()
    town.wait(minutes=11)
    assert town.deliveries()["P09"].state == DeliveryState.WITHHELD
    assert "P10" not in town.deliveries()


def test_a_person_leaves_on_a_day_and_comes_back_without_the_roles_of_then(town: TownInProcess) -> None:
    """R-005, R-113: one person, one code."""
    town.run(LetMemberLeave("P09", town.now + timedelta(hours=2)))
    town.wait(hours=1)
    assert town.account("P09")
    town.wait(hours=2)
    with town.reading() as uow:
        assert town.member("P09", uow).left_at is not None
    town.run(ReturnMember("P09"))
    with town.reading() as uow:
        back = town.member("P09", uow)
        assert (back.left_at, back.roles) == (None, [])


@pytest.mark.parametrize("how", [LetStoreLeave, SuspendStore, ResumeStore, ReturnStore, LetBusinessLeave])
def test_a_store_code_that_nobody_has_changes_nothing(town: TownInProcess, how: type[DatedCommand]) -> None:
    """R-005: a slip of the finger takes no store out."""
    with town.reading() as uow:
        before = noted(uow)
    with pytest.raises(NotFound):
        town.run(how("Z99"))
    with town.reading() as uow:
        assert noted(uow) == before
