"""Stores keep somebody who can see a live alert, whoever leaves or blocks the bot."""

from __future__ import annotations

import pytest

from handlers.commands.chat import ConfirmStop, LoseTouch
from tests.handlers.street import Street

ALERT = "警戒のお願い"


def goes(street: Street, code: str, how: str) -> None:
    """The person leaves the network, or blocks the bot on the account they read on."""
    if how == "leaves":
        street.leave(code)
    else:
        street.run(LoseTouch(street.account(code), blocked=True))
    street.deliver()


def second_account(street: Street, code: str) -> None:
    """The person enrols on Slack as well, and still reads on LINE."""
    with street.database.unit_of_work() as uow:
        account = street.first_account(uow, code)
        enrolment = uow.people.new_enrolment(account.member_id, street.now)
        other = uow.people.enrol(enrolment, "slack", f"U{code}SLACK", street.now)
        assert other is not None
        account.created_at = street.now
        other.created_at = account.created_at.replace(year=2025)
        uow.commit()


@pytest.mark.parametrize("how", ["leaves", "blocks the bot"])
@pytest.mark.parametrize("minutes", [1, 15])
def test_the_last_reader_of_a_store_is_replaced_at_once(street: Street, how: str, minutes: int) -> None:
    """D13, R-124: before the second contacts are called anyway, and after."""
    street.warn()
    street.press("P09", "確認しました")
    street.wait(minutes=minutes)
    assert ALERT not in street.titles("P10")
    goes(street, "P09", how)
    assert ALERT in street.titles("P10")


@pytest.mark.parametrize("how", ["leaves", "blocks the bot"])
def test_as_long_as_a_colleague_sees_it_nobody_else_is_called(street: Street, how: str) -> None:
    """R-117: both contacts of the store have it; one goes, and nothing is sent."""
    street.warn()
    street.wait(minutes=11)
    assert ALERT in street.titles("P10")
    before = street.deliveries().keys()
    goes(street, "P09", how)
    assert street.deliveries().keys() == before
    goes(street, "P10", how)
    assert street.deliveries().keys() == before


def test_a_person_with_another_account_gets_the_alert_there(street: Street) -> None:
    """R-078: so that the recall reaches them where they can still act on it; the colleague is left in peace."""
    second_account(street, "P09")
    street.warn()
    goes(street, "P09", "blocks the bot")
    assert [card.title for card in street.post["slack"].sent["UP09SLACK"]] == [ALERT]
    assert ALERT not in street.titles("P10")


def test_who_comes_back_is_not_sent_it_twice(street: Street) -> None:
    """D13: blocking and unblocking brings help, not the alert again."""
    street.warn()
    account = street.account("P09")
    goes(street, "P09", "blocks the bot")
    street.run(LoseTouch(account, blocked=False))
    street.run(LoseTouch(account, blocked=True))
    street.deliver()
    assert street.titles("P09").count(ALERT) == 1
    assert street.titles("P10").count(ALERT) == 1


def test_the_colleague_confirms_the_recall_for_both(street: Street) -> None:
    """R-078: nobody is reminded for somebody who is gone."""
    street.warn()
    goes(street, "P09", "leaves")
    street.form("P01", "recall", reason="paid")
    street.deliver()
    street.run(ConfirmStop(street.account("P10"), street.case().id))
    assert street.deliveries()["P09"].stop_confirmed_at is not None
    street.wait(hours=3)
    assert "【再度のお願い】回収・訂正を確認してください" not in street.titles("P10")
