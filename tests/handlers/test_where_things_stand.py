"""「状況」: what is known is told, whatever card is still on its way, and from there something new can be reported."""

from __future__ import annotations

from bot.chat import Outgoing
from tests.handlers.test_stuck_cards import line_id
from tests.world.in_process import TownInProcess


def test_what_is_known_is_told_while_its_card_is_in_a_senders_hand(town: TownInProcess) -> None:
    """R-078, R-127: a neighbour who asks at the moment of sending reads that there is one."""
    asked: list[str] = []

    def ask(message: Outgoing) -> None:
        if message.to == line_id(town, "P09") and not asked:
            asked.append(message.to)
            town.say("P09", "状況")

    town.chats["line"].before_send = ask
    town.warn()
    town.deliver()
    assert asked
    assert town.titles("P09") == ["警戒のお願い", "お店への警戒情報が出ています"]
    town.say("P09", "ありがとう")
    town.deliver()
    assert town.titles("P09")[-2:] == ["この文はだれにも届いていません", "警戒のお願い"]


def test_beside_a_live_alert_another_theft_can_be_reported(town: TownInProcess) -> None:
    """R-127: from the neighbours' card and from one's own case; not while a report is being written."""
    town.warn()
    for code in ("P02", "P01"):
        town.say(code, "状況")
        assert [button.label for button in town.last(code).choices] == ["別の万引きを通報する"]
    town.press("P01", "別の万引きを通報する")
    assert town.last("P01").title == "写真を送ってください"
    town.say("P01", "状況")
    assert "別の万引きを通報する" not in [button.label for button in town.last("P01").choices]
