"""Stores keep somebody who can see a live alert, whoever leaves or blocks the bot."""

from __future__ import annotations

import pytest

from handlers.commands.chat import ConfirmStop, LoseTouch
from tests.world.in_process import TownInProcess

ALERT = "警戒のお願い"


def goes(town: TownInProcess, code: str, how: str) -> None:
    """The person leaves the network, or blocks the bot on the account they read on."""
    if how == "leaves":
        town.leave(code)
    else:
        town.run(LoseTouch(town.account(code), blocked=True))
    town.deliver()


def second_account(town: TownInProcess, code: str) -> None:
    """The person enrols on Slack as well, and still reads on LINE."""
    with town.database.unit_of_work() as uow:
        account = town.first_account(uow, code)
        other = uow.people.bind_account(account.member, "slack", f"U{code}SLACK", town.now)
        account.created_at = town.now
        other.created_at = account.created_at.replace(year=2025)
        uow.commit()


@pytest.mark.parametrize("how", ["leaves", "blocks the bot"])
@pytest.mark.parametrize("minutes", [1, 15])
def test_the_last_reader_of_a_store_is_replaced_at_once(town: TownInProcess, how: str, minutes: int) -> None:
    """D13, R-124: before the second contacts are called anyway, and after."""
    town.warn()
    town.press("P09", "確認しました")
    town.wait(minutes=minutes)
    assert ALERT not in town.titles("P10")
    goes(town, "P09", how)
    assert ALERT in town.titles("P10")


@pytest.mark.parametrize("how", ["leaves", "blocks the bot"])
def test_as_long_as_a_colleague_sees_it_nobody_else_is_called(town: TownInProcess, how: str) -> None:
    """R-117: both contacts of the store have it; one goes, and nothing is sent."""
    town.warn()
    town.wait(minutes=11)
    assert ALERT in town.titles("P10")
    before = town.deliveries().keys()
    goes(town, "P09", how)
    assert town.deliveries().keys() == before
    goes(town, "P10", how)
    assert town.deliveries().keys() == before


def test_a_person_with_another_account_gets_the_alert_there(town: TownInProcess) -> None:
    """R-078: so that the recall reaches them where they can still act on it; the colleague is left in peace."""
    second_account(town, "P09")
    town.warn()
    goes(town, "P09", "blocks the bot")
    assert [card.title for card in town.chats["slack"].sent["UP09SLACK"]] == [ALERT]
    assert ALERT not in town.titles("P10")


def test_who_comes_back_is_not_sent_it_twice(town: TownInProcess) -> None:
    """D13: blocking and unblocking brings help, not the alert again."""
    town.warn()
    account = town.account("P09")
    goes(town, "P09", "blocks the bot")
    town.run(LoseTouch(account, blocked=False))
    town.run(LoseTouch(account, blocked=True))
    town.deliver()
    assert town.titles("P09").count(ALERT) == 1
    assert town.titles("P10").count(ALERT) == 1


def test_the_colleague_confirms_the_recall_for_both(town: TownInProcess) -> None:
    """R-078: nobody is reminded for somebody who is gone."""
    town.warn()
    goes(town, "P09", "leaves")
    town.form("P01", "recall", reason="paid")
    town.deliver()
    town.run(ConfirmStop(town.account("P10"), town.case().id))
    assert town.deliveries()["P09"].stop_confirmed_at is not None
    town.wait(hours=3)
    assert "【再度のお願い】取り消し（回収）・訂正を確認してください" not in town.titles("P10")
