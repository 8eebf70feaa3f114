"""LINE can't be asked how many messages are left: a minute's wait, then as the network's rules say, never silently."""

from __future__ import annotations

import pytest

from bot.chat import Allowance, SendFailed
from handlers.commands.worker import NoteQuota
from storage.tables import Failure
from tests.world.in_process import TownInProcess


@pytest.fixture
def approved(town: TownInProcess) -> TownInProcess:
    """Everybody said yes, and LINE doesn't say how many messages are left."""
    town.chats["line"].silent_about_quota = SendFailed(Failure.UNREACHABLE)
    return town


def approve(town: TownInProcess) -> None:
    """Up to the last yes."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.answer("P03")


def test_it_waits_until_line_says_and_no_longer(approved: TownInProcess) -> None:
    """R-078: the answer sends it within a second, and nobody is troubled."""
    approve(approved)
    assert approved.case().state == "assessing"
    approved.chats["line"].silent_about_quota = None
    approved.wait(seconds=20)
    assert approved.case().state == "live"
    assert not {"まだ配信できません", "残り通数を確かめずに配信しました"} & {*approved.titles("P29")}


def test_after_a_minute_it_is_said_that_it_waits(approved: TownInProcess) -> None:
    """R-078: by default what could not be called back stays here, and leaves once LINE answers."""
    approve(approved)
    approved.wait(seconds=61)
    assert approved.case().state == "assessing"
    assert approved.titles("P29").count("まだ配信できません") == 1
    approved.wait(minutes=6)
    assert approved.titles("P29").count("まだ配信できません") == 1
    approved.chats["line"].silent_about_quota = None
    approved.wait(minutes=6)
    assert approved.case().state == "live"


def test_each_broadcast_asks_for_itself(town: TownInProcess) -> None:
    """R-078: others used the month up between the questions and the last yes; by a minute-old figure it would go."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.wait(minutes=2)
    town.chats["line"].allowed = Allowance(200, 199)
    town.answer("P03")
    assert town.case().state == "assessing"
    assert town.titles("P29").count("まだ配信できません") == 0
    town.chats["line"].allowed = Allowance(5000, 199)
    town.wait(minutes=6)
    assert town.case().state == "live"


def test_a_silent_line_costs_a_minute_where_it_answered_lately(town: TownInProcess) -> None:
    """R-078: after it the figure of two minutes ago decides, with what left since."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.wait(minutes=2)
    town.chats["line"].silent_about_quota = SendFailed(Failure.UNREACHABLE)
    town.answer("P03")
    assert town.case().state == "assessing"
    town.wait(seconds=61)
    assert town.case().state == "live"


def test_what_leaves_while_line_is_asked_is_counted(town: TownInProcess) -> None:
    """R-078: its answer may be from before."""
    town.run(NoteQuota("line", 500, 100))
    with town.database.unit_of_work() as uow:
        uow.quota.spend("line", 7)
        uow.commit()
    town.run(NoteQuota("line", 500, 100, known=100))
    with town.reading() as uow:
        row = uow.quota.get("line")
    assert row is not None
    assert row.used == 107


def test_a_network_may_decide_that_it_goes_after_a_minute(approved: TownInProcess) -> None:
    """R-078, R-097: the secretariat is warned, and the ledger says that the quota wasn't known."""
    approved.set_rules(send_when_quota_unknown=True)
    approve(approved)
    assert approved.case().state == "assessing"
    approved.wait(seconds=61)
    assert approved.case().state == "live"
    assert "残り通数を確かめずに配信しました" in approved.titles("P29")
    with approved.reading() as uow:
        entries = uow.ledger.of_case(approved.case().id)
    known = [e["details"]["quota_known"] for e in entries if e["event"] == "case:alert:send"]  # type: ignore[index,call-overload]
    assert known == [False]
