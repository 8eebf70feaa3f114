"""LINE's messages of the month are used up: what can leave for nothing does, and the rest is told to people (R-078)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.commands.chat import SubmitCase, WithdrawCase
from tests.handlers.test_floods import Counted, Flood
from tests.world.in_process import TownInProcess

ALERT, REQUEST, UNASKED = "警戒のお願い", "承認のお願い", "承認のお願いがまだ届いていない人がいます"


@pytest.fixture
def line(town: TownInProcess) -> Counted:
    """LINE that counts."""
    made = town.chats["line"] = Counted("line")
    return made


def spend(line: Counted) -> None:
    """Not one message is left."""
    line.used = line.limit


def unasked(town: TownInProcess, line: Counted) -> None:
    """A report is handed in, and nobody on LINE can be asked."""
    case = town.hand_in()
    town.deliver()
    spend(line)
    town.run(SubmitCase(case.reporter_account_id, case.id))
    town.wait(retrying=True, seconds=15)


def test_an_alert_that_waits_is_the_answer_to_whoever_asks(town: TownInProcess, line: Counted) -> None:
    """R-078: free, at once, and not once more when there are messages again; the store need not be telephoned."""
    flood = Flood(town)
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.deliver()
    town.answer("P03")
    spend(line)
    town.wait(retrying=True, seconds=15)
    assert ALERT not in town.titles("P09")

    flood.says(flood.user("P09"), "状況")
    flood.work()
    assert town.titles("P09").count(ALERT) == 1
    assert town.deliveries()["P09"].state == "sent"
    assert line.used == line.limit

    line.used = 0
    town.wait(retrying=True, seconds=40)
    assert town.titles("P09").count(ALERT) == 1


def test_a_recall_that_waits_is_the_answer_too(town: TownInProcess, line: Counted) -> None:
    """R-078: whoever looks hears of it first."""
    flood = Flood(town)
    town.warn()
    spend(line)
    town.form("P01", "recall", reason="wrong_person")
    town.wait(retrying=True, seconds=15)
    flood.says(flood.user("P09"), "状況")
    flood.work()
    assert "回収" in town.titles("P09")[-1]
    assert line.used == line.limit


def test_an_approver_who_cannot_be_asked_asks_and_others_are_asked_meanwhile(
    town: TownInProcess, line: Counted
) -> None:
    """R-078, R-113: deputies at once, whoever can telephone is told; the request waits, and is the free answer."""
    flood = Flood(town)
    unasked(town, line)
    assert REQUEST not in town.titles("P02")
    assert REQUEST in town.titles("P04")
    assert UNASKED in town.titles("P29")

    flood.says(flood.user("P02"), "状況")
    flood.work()
    assert town.titles("P02").count(REQUEST) == 1
    line.used = 0
    town.wait(retrying=True, seconds=40)
    assert town.titles("P02").count(REQUEST) == 1


def test_a_request_that_waited_until_nobody_needs_it_is_dropped(town: TownInProcess, line: Counted) -> None:
    """R-112: withdrawn meanwhile; the new month asks nobody about what is over."""
    unasked(town, line)
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    line.used = 0
    town.now += timedelta(hours=1)
    town.wait(retrying=True, seconds=40)
    assert REQUEST not in town.titles("P02")
