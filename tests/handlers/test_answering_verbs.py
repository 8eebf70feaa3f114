"""What neighbours answer, what members do with their accounts, and what people type."""

from __future__ import annotations

import pytest

from handlers.commands.chat import AskForBrowser, ConfirmBrowser, Enrol, LoseTouch, Say
from handlers.commands.picture import RefuseMask
from handlers.errors import NotEnrolled
from handlers.picture.attempt import turn_of
from tests.handlers.street import REPORT, Street


def test_a_doubt_brings_the_recall_to_those_in_charge(street: Street) -> None:
    """R-096: once, however often it is pressed."""
    street.warn()
    street.press("P09", "誤りでは？")
    street.press("P09", "誤りでは？")
    assert street.deliveries()["P09"].answer == "doubt"
    assert len([card for card in street.cards("P29") if "回収する" in {b.label for b in card.buttons}]) >= 1
    street.press("P29", "解除する")
    assert street.case().ending == "all_clear"


def test_a_sighting_is_passed_on_with_where(street: Street) -> None:
    """D3: first that, then where."""
    street.warn()
    street.press("P09", "見かけた")
    street.press("P09", "店内にいる")
    assert street.deliveries()["P09"].answer == "sighting"
    street.deliver()
    assert len([card for card in street.cards("P01") if "似た人" in card.title]) == 2


def test_a_time_of_day_answers_when(street: Street) -> None:
    """R-115: 「14:20」 is read in the network's time zone; nonsense and old times are asked again."""
    street.say("P01", "通報")
    street.press("P01", "写真なしで続ける")
    street.say("P01", REPORT["goods"])
    for words in ("きのう", "25:99"):
        street.say("P01", words)
        assert "いつのこと" in street.last("P01").title
    street.say("P01", "13：50")
    assert "いつのこと" not in street.last("P01").title


def test_a_code_enrols_and_a_leaver_is_a_stranger(street: Street) -> None:
    """R-063: the new account is greeted; after leaving it says nothing any more."""
    with street.database.unit_of_work() as uow:
        code = uow.people.new_enrolment(street.first_account(uow, "P09").member_id, street.now)
        uow.commit()
    street.run(Enrol("slack", "UNEWSLACK1", code))
    account = street.account("P09", "slack")
    street.run(LoseTouch(account, blocked=False))
    street.deliver()
    assert street.post["slack"].sent["UNEWSLACK1"][0].title == "登録が完了しました"
    street.leave("P09")
    with pytest.raises(NotEnrolled):
        street.run(Say(account, "状況"))


@pytest.mark.parametrize("mine", ["yes", "no"])
def test_the_owner_decides_about_a_second_browser(street: Street, mine: str) -> None:
    """R-001: asked in the chat, decided there."""
    account = street.account("P09")
    with street.database.unit_of_work() as uow:
        uow.people.bind_browser(account, "first", street.now)
        second = uow.people.bind_browser(account, "second", street.now).id
        uow.commit()
    street.run(AskForBrowser(account, second))
    street.run(ConfirmBrowser(account, second, mine))
    with street.reading() as uow:
        browser = uow.people.browser_by_id(second)
        assert browser is not None
        assert (browser.confirmed_at is not None) == (mine == "yes")


def test_a_mask_that_failed_is_not_kept_and_can_be_tried_again(street: Street) -> None:
    """R-119: what could not be hidden safely is gone, and the page says why."""
    street.run(Say(street.account("P01"), "通報"))
    street.run(RefuseMask(street.case().id, turn_of(street.case()), "まだ何もない"))
    assert street.case().evidence is None
