"""LINE's messages of the month are used up: what can leave for nothing does, and the rest is told to people (R-078)."""

from __future__ import annotations

from datetime import timedelta

from handlers.commands.chat import SubmitCase, WithdrawCase
from tests.handlers.approved import approved
from tests.handlers.test_floods import Counted, Flood, counted
from tests.world.beginnings import remembered
from tests.world.in_process import TownInProcess

ALERT, REQUEST, UNASKED = "警戒のお願い", "承認のお願い", "承認のお願いがまだ届いていない人がいます"


def spent(town: TownInProcess) -> Counted:
    """From now on not one message is left on LINE."""
    line = counted(town)
    line.used = line.limit
    return line


@remembered
def written(town: TownInProcess) -> None:
    """A report that can be handed in."""
    town.hand_in()
    town.deliver()


def unasked(town: TownInProcess) -> Counted:
    """A report is handed in, and nobody on LINE can be asked."""
    written(town)
    line, case = spent(town), town.case()
    town.run(SubmitCase(case.reporter_account_id, case.id))
    town.wait(retrying=True, seconds=15)
    return line


def test_an_alert_that_waits_is_the_answer_to_whoever_asks(town: TownInProcess) -> None:
    """R-078: free, at once, and not once more when there are messages again; the store need not be telephoned."""
    approved(town)
    line, flood = spent(town), Flood(town)
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


def test_a_recall_that_waits_is_the_answer_too(town: TownInProcess) -> None:
    """R-078: whoever looks hears of it first."""
    town.warn()
    line, flood = spent(town), Flood(town)
    town.form("P01", "recall", reason="wrong_person")
    town.wait(retrying=True, seconds=15)
    flood.says(flood.user("P09"), "状況")
    flood.work()
    assert "回収" in town.titles("P09")[-1]
    assert line.used == line.limit


def test_an_approver_who_cannot_be_asked_asks_and_others_are_asked_meanwhile(town: TownInProcess) -> None:
    """R-078, R-113: deputies at once, whoever can telephone is told; the request waits, and is the free answer."""
    line, flood = unasked(town), Flood(town)
    assert REQUEST not in town.titles("P02")
    assert REQUEST in town.titles("P04")
    assert UNASKED in town.titles("P29")

    flood.says(flood.user("P02"), "状況")
    flood.work()
    assert town.titles("P02").count(REQUEST) == 1
    line.used = 0
    town.wait(retrying=True, seconds=40)
    assert town.titles("P02").count(REQUEST) == 1


def test_a_request_that_waited_until_nobody_needs_it_is_dropped(town: TownInProcess) -> None:
    """R-112: withdrawn meanwhile; the new month asks nobody about what is over."""
    line = unasked(town)
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    line.used = 0
    town.now += timedelta(hours=1)
    town.wait(retrying=True, seconds=40)
    assert REQUEST not in town.titles("P02")
