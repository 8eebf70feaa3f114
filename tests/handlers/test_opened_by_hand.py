"""R-118: what of a picture mostly a hand opened, approvers look at and tick before they answer."""

from __future__ import annotations

import pytest

from handlers.case.picture import picture_of
from handlers.case.strokes import by_hand_of
from handlers.commands.pages import TickByHand
from handlers.commands.picture import PickSuspect
from handlers.errors import NotAllowed
from policy.access import Purpose
from tests.world.in_process import TownInProcess

ASKED = "点線の中を見ました"


def handed_in(town: TownInProcess, by_hand: float) -> None:
    """A picture report lies before its approvers; P02 and P03 have looked at it."""
    town.masking.by_hand = by_hand
    town.photographed()
    town.submit()
    for code in ("P02", "P03"):
        town.look(code)


def tick(town: TownInProcess, code: str) -> None:
    town.run(TickByHand(town.account(code), town.case().id, town.binding()))


def refusal(town: TownInProcess, code: str, platform: str | None = None) -> str:
    with pytest.raises(NotAllowed) as refused:
        town.answer(code, platform=platform)
    return refused.value.told.msgid


def ticks(town: TownInProcess) -> int:
    with town.reading() as uow:
        return [entry["event"] for entry in uow.ledger.of_case(town.case().id)].count("case:mask:tick")


def test_more_than_a_fifth_by_hand_is_answered_only_after_a_tick_of_ones_own(town: TownInProcess) -> None:
    """R-118: on LINE and on Slack the same sentence, by the button as by the whole form; then the alert goes out."""
    handed_in(town, 0.31)
    assert "31%" in town.on_page("P02", Purpose.PREVIEW)["手で見せた部分"]
    town.press("P02", "判定する")
    assert ASKED in " ".join(town.last("P02").lines)
    assert all(ASKED in refusal(town, code) for code in ("P02", "P03"))
    for code in ("P02", "P02", "P03"):
        tick(town, code)
    assert ticks(town) == 2
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "live"


def test_a_fifth_by_hand_or_less_is_said_and_asks_for_nothing(town: TownInProcess) -> None:
    """R-118: an edge or a sleeve; a tick that nobody asked for is not recorded."""
    handed_in(town, 0.2)
    assert "20%" in town.on_page("P02", Purpose.PREVIEW)["手で見せた部分"]
    tick(town, "P02")
    assert ticks(town) == 0
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "live"


def test_giving_back_needs_no_tick(town: TownInProcess) -> None:
    """R-111, R-118: whoever sees somebody else in the dotted line says so at once."""
    handed_in(town, 0.5)
    town.give_back("P02", "点線の中にほかの人の袖が見えます")
    assert town.case().state == "returned"


def test_only_who_may_answer_ticks_and_a_lost_account_s_tick_is_none(town: TownInProcess) -> None:
    """R-063, R-114, R-118: not the reporter, nobody from elsewhere; a revoked account has looked at nothing."""
    handed_in(town, 0.5)
    for code in ("P01", "P09"):
        with pytest.raises(NotAllowed):
            tick(town, code)
    tick(town, "P02")
    with town.reading() as uow:
        assert picture_of(town.case(), town.app.context(uow)).ticked_by == {town.member("P02", uow).id}  # type: ignore[union-attr]
    account = town.account("P02")
    with town.database.unit_of_work() as uow:
        uow.people.account_by_id(account).revoked_at = town.now
        uow.commit()
    with town.reading() as uow:
        assert picture_of(town.case(), town.app.context(uow)).ticked_by == frozenset()  # type: ignore[union-attr]


def test_ticks_and_outline_go_with_the_picture_they_were_given_for(town: TownInProcess) -> None:
    """R-065, R-118: another choice is another picture, at which nobody has looked yet."""
    handed_in(town, 0.5)
    tick(town, "P02")
    with town.reading() as uow:
        assert by_hand_of(town.case(), town.app.context(uow))
    town.give_back("P03", "別の人を選んでください")
    assert town.case().picture.ticked
    town.run(PickSuspect(town.account("P01"), town.case().id, 60, 60))
    town.work()
    assert town.case().picture.ticked == ()
