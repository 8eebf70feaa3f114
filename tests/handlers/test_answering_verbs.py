"""What neighbours answer, what members do with their accounts, and what people type."""

from __future__ import annotations

import pytest

from handlers.commands.chat import LoseTouch, Say
from handlers.commands.picture import RefuseMask
from handlers.errors import NotEnrolled
from storage.tables import PictureState
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess


def test_a_doubt_brings_the_recall_to_those_in_charge(town: TownInProcess) -> None:
    """R-096: once, however often it is pressed."""
    town.warn()
    town.press("P09", "誤りでは？")
    town.press("P09", "誤りでは？")
    assert town.deliveries()["P09"].answer == "doubt"
    assert len([card for card in town.cards("P29") if "回収する" in {b.label for b in card.buttons}]) >= 1
    town.press("P29", "解除する")
    assert town.case().ending == "all_clear"


def test_a_sighting_is_passed_on_with_where(town: TownInProcess) -> None:
    """D3: first that, then where."""
    town.warn()
    town.press("P09", "見かけた")
    town.press("P09", "店内にいる")
    assert town.deliveries()["P09"].answer == "sighting"
    town.deliver()
    assert len([card for card in town.cards("P01") if "似た人" in card.title]) == 2


def test_a_time_of_day_answers_when(town: TownInProcess) -> None:
    """R-115: 「14:20」 is read in the network's time zone; nonsense and old times are asked again."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    town.say("P01", REPORT["goods"])
    for words in ("きのう", "25:99"):
        town.say("P01", words)
        assert "いつのこと" in town.last("P01").title
    town.say("P01", "13：50")
    assert "いつのこと" not in town.last("P01").title


def test_a_leaver_is_a_stranger(town: TownInProcess) -> None:
    """R-063: after leaving an account says nothing any more."""
    account = town.account("P09")
    town.run(LoseTouch(account, blocked=False))
    town.leave("P09")
    with pytest.raises(NotEnrolled):
        town.run(Say(account, "状況"))


def test_a_mask_that_failed_is_not_kept_and_can_be_tried_again(town: TownInProcess) -> None:
    """R-119: what could not be hidden safely is gone, and the page says why."""
    town.run(Say(town.account("P01"), "通報"))
    town.run(RefuseMask(town.case().id, town.turn(), "まだ何もない"))
    assert town.case().picture == PictureState()
