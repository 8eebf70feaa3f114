"""Two people keep a case from being erased, for a while; one alone does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.case.told import told
from handlers.commands.decided import ConfirmHold
from handlers.commands.office import AskHold
from handlers.errors import NotAllowed, NotFound
from policy.hold import HoldReason
from tests.handlers.later import later
from tests.world.in_process import TownInProcess

WHY = HoldReason.COMPLAINT


def is_held(town: TownInProcess) -> bool:
    """What cards and pages are told."""
    with town.app.reading() as ctx:
        return told(ctx.uow.cases.get(town.case().id), ctx).held_until is not None


def test_a_hold_counts_once_another_person_confirms_it(town: TownInProcess) -> None:
    """R-142: the auditor is asked, and names are on record; the case says that it is held."""
    number = town.hand_in().number
    town.run(AskHold(number, "P29", 7, WHY))
    asked = "二人目の確認：事案の保全"
    assert town.last("P30").title == asked
    assert asked not in town.titles("P29")
    for wrong in ("P29", "P02"):
        with pytest.raises(NotAllowed):
            town.run(ConfirmHold(number, wrong))
    with pytest.raises(NotFound):
        town.run(AskHold("9999-ZZZZZ", "P29", 7, WHY))
    town.press("P30", "認める")
    case = town.case()
    assert case.hold_until == town.now + timedelta(days=7)
    assert is_held(town)
    with town.reading() as uow:
        actors = {
            entry["event"]: entry["actor"] for entry in uow.ledger.of_case(case.id) if ":hold:" in str(entry["event"])
        }
        people = [town.member(code, uow).id for code in ("P29", "P30")]
    assert actors == dict(zip(("case:hold:ask", "case:hold:set"), people, strict=True))
    with pytest.raises(NotAllowed):
        town.run(ConfirmHold(number, "P30"))


def test_one_person_alone_holds_nothing_back_for_more_than_a_day(town: TownInProcess) -> None:
    """R-142, R-040: what falls due waits for the second person until tomorrow, then it goes."""
    number = town.hand_in().number
    town.run(AskHold(number, "P29", 30, WHY))
    town.submit()
    town.answer("P02", no="subsidiarity")
    assert town.kept("text", "report")
    later(town, hours=25)
    assert not town.kept("text", "report")
    assert not is_held(town)
    with pytest.raises(NotAllowed):
        town.run(AskHold(number, "P29", 30, WHY))


def test_the_secretariat_hears_before_a_hold_ends(town: TownInProcess) -> None:
    """R-142: in time to look again; nothing more is said once it is over."""
    case = town.hand_in()
    town.hold(case.id, days=10)
    later(town, days=6)
    assert "保全がまもなく終わります" not in town.titles("P29")
    later(town, days=2)
    assert "保全がまもなく終わります" in town.titles("P29")
