"""Approvers see to whom, and take away: stores, the picture; far stores go out only with their tick."""

from __future__ import annotations

import pytest

from handlers.commands.chat import SubmitForm
from handlers.commands.pages import NarrowAlert
from handlers.errors import NotAllowed
from storage.tables import Case
from tests.world.answers import judged
from tests.world.in_process import TownInProcess

WHY = "この店舗でも同じ商品が続けて減っているため"


def narrow(
    town: TownInProcess, code: str, *, but: tuple[str, ...] = (), ticks: tuple[str, ...] = (), form: str = ""
) -> Case:
    """A look, then all stores of the audience ``but`` some, with some far ones, in this form."""
    town.look(code)
    case = town.case()
    stores = tuple(s for s in case.audience if s not in but) + ticks
    town.run(NarrowAlert(town.account(code), case.id, case.binding or "", stores, form or case.form or ""))
    return town.case()


def with_far_store(town: TownInProcess) -> str:
    """A report that is to reach a far store of the chain; its id."""
    town.hand_in()
    with town.reading() as uow:
        far = next(s.id for s in uow.stores.in_network(uow.stores.the_network().id) if s.code == "H09")
    town.form("P01", "far_store", store=far, reason=WHY)
    town.submit()
    return far


def test_a_far_store_counts_only_with_an_approver_s_tick(town: TownInProcess) -> None:
    """R-030: proposed with a reason it is left out; ticked, it is warned, and everybody judges anew."""
    far = with_far_store(town)
    town.answer("P02")
    first = town.case()
    assert far not in first.audience
    ticked = narrow(town, "P03", ticks=(far,))
    assert far in ticked.audience
    assert ticked.binding != first.binding
    town.deliver()
    assert any("取り消されました" in line for card in town.cards("P02") for line in card.lines)
    town.answer("P03")
    assert town.case().state == "assessing", "the first yes was for something else"
    town.answer("P02")
    assert town.case().state == "live"
    assert "P27" in town.deliveries()
    with town.reading() as uow:
        (noted,) = [e["details"] for e in uow.ledger.of_case(first.id) if e["event"] == "case:alert:lighten"]
        (row,) = uow.cases.far_stores(first.id)
        assert (noted["ticked"], noted["cut"]) == ([far], [])
        assert row.ticked_by == town.member("P03", uow).id


def test_without_a_tick_the_far_store_hears_nothing(town: TownInProcess) -> None:
    """R-030: two approve without having ticked it; and a tick falls with the round it was given in."""
    far = with_far_store(town)
    narrow(town, "P03", ticks=(far,))
    town.give_back("P02", "上着の色を映像で確かめてください")
    town.submit()
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "live"
    assert "P27" not in town.deliveries()


def test_an_approver_cuts_a_store_and_says_yes_to_the_rest(town: TownInProcess) -> None:
    """R-117: who only takes away has not reported; the store that was cut hears nothing."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    gone = town.case().audience[0]
    left = narrow(town, "P03", but=(gone,))
    assert gone not in left.audience
    assert "0 / 2" in town.last("P01").title
    town.answer("P03")
    town.answer("P02")
    assert town.case().state == "live"
    assert gone not in {row.store_id for row in town.deliveries().values()}


def test_an_approver_chooses_words_in_place_of_the_picture(town: TownInProcess) -> None:
    """R-116, R-117: the picture is gone at once, earlier answers fall, and the neighbours get words."""
    town.photographed()
    town.submit()
    town.answer("P02")
    lighter = narrow(town, "P03", form="features")
    assert lighter.form == "features"
    assert not town.kept("masked", "picture")
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "live"


def test_nothing_is_widened_and_nobody_else_narrows(town: TownInProcess) -> None:
    """R-113, R-114, R-117: no other store, no heavier form, nobody left; not the reporter, not for old bytes."""
    town.hand_in()
    town.submit()
    case = town.case()
    town.look("P02")
    kept, binding = tuple(case.audience), case.binding or ""
    for code, given, stores, form, clause in (
        ("P02", binding, (*kept, case.store_id), "features", "R-117"),
        ("P02", binding, kept, "picture", "R-117"),
        ("P02", binding, (), "features", "R-124"),
        ("P01", binding, kept[1:], "features", "R-114"),
        ("P02", "0" * 64, kept[1:], "features", "R-112"),
    ):
        with pytest.raises(NotAllowed) as refusal:
            town.run(NarrowAlert(town.account(code), case.id, given, stores, form))
        assert refusal.value.deny.clause == clause
    assert town.case().binding == binding


def test_an_answer_faster_than_reading_is_told_so_and_counted(town: TownInProcess) -> None:
    """R-110: said to the approver, with the way back, and to the secretariat in the digest; in its time it isn't."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.deliver()
    kept = next(card for card in reversed(town.cards("P02")) if card.title == "判定を記録しました")
    assert "読むだけで" in kept.lines[0]
    town.look("P03")
    town.wait(seconds=40)
    answers = judged(of="P03") | {"binding": town.case().binding or ""}
    town.run(SubmitForm(town.account("P03"), "assess", town.case().id, answers))
    with town.reading() as uow:
        found = {row.member_id: row.hasty for row in uow.figures.answers(town.case().created_at)}
        assert found == {town.member("P02", uow).id: True, town.member("P03", uow).id: False}
