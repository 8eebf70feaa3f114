"""Trouble that passes: cards wait it out, the others leave, the operator hears of what only they can mend."""

from __future__ import annotations

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.chat import Outgoing, SendFailed
from storage.tables import Failure, OutboxMessage, OutboxState
from tests.handlers.approved import approved
from tests.handlers.later import later
from tests.world.in_process import TownInProcess

RATE, TOKEN, SILENCE = (SendFailed(reason) for reason in (Failure.RATE, Failure.TOKEN, Failure.UNREACHABLE))
ALERT = "警戒のお願い"


def pass_by(town: TownInProcess, *, minutes: int) -> None:
    """Time passes; what waits is tried once a minute."""
    for _ in range(minutes):
        later(town, minutes=1)


def states(town: TownInProcess) -> set[str]:
    """What became of the alert's cards."""
    return {row.state for row in town.deliveries().values()}


@pytest.mark.parametrize("trouble", [RATE, TOKEN], ids=["too many messages", "a refused token"])
def test_an_answered_refusal_is_waited_out_however_long_it_lasts(town: TownInProcess, trouble: SendFailed) -> None:
    """R-078: for nine minutes nothing leaves; the next contacts are called, and then each gets their own card, once."""
    approved(town)
    town.chats["line"].trouble = trouble
    pass_by(town, minutes=9)
    assert states(town) == {"late", "sent"}

    town.chats["line"].trouble = None
    town.wait(retrying=True, seconds=35)
    assert states(town) == {"sent"}
    assert (town.titles("P09").count(ALERT), town.titles("P10").count(ALERT)) == (1, 1)


def test_after_a_minute_of_silence_the_second_contact_is_called_and_the_first_one_tried_on(town: TownInProcess) -> None:
    """D13, R-078: long enough for most hiccups, short enough for somebody else to be warned; nothing is given up."""
    with town.reading() as uow:
        there = town.first_account(uow, "P09").external_id
    approved(town)
    town.chats["line"].failing[there] = SILENCE
    town.deliver()
    town.wait(retrying=True, seconds=50)
    assert "P10" not in town.deliveries()
    town.wait(retrying=True, seconds=50)
    assert town.deliveries()["P09"].state == "unknown"
    assert ALERT in town.titles("P10")
    town.now += timedelta(hours=3)
    town.chats["line"].failing.clear()
    town.wait(retrying=True, seconds=35)
    assert town.deliveries()["P09"].state == "sent"
    assert town.titles("P09").count(ALERT) == 1


def test_a_long_rate_limit_leaves_all_patience_for_a_silence_after_it(town: TownInProcess) -> None:
    """R-078: one lost answer after minutes of refusals is tried again like any other."""
    approved(town)
    town.chats["line"].trouble = RATE
    pass_by(town, minutes=7)
    town.chats["line"].trouble = SILENCE
    town.wait(retrying=True, seconds=60)
    town.chats["line"].trouble = None
    town.wait(retrying=True, seconds=60)
    assert states(town) == {"sent"}


def test_who_was_only_ever_refused_is_not_told_to_forget(town: TownInProcess) -> None:
    """R-078: a recall meanwhile follows the cards that may have arrived, and no others."""
    with town.reading() as uow:
        quiet = town.first_account(uow, "P05").external_id
    line = town.chats["line"]

    def trouble(message: Outgoing) -> None:
        line.trouble = SILENCE if message.to == quiet else RATE

    approved(town)
    line.before_send = trouble
    town.wait(retrying=True, seconds=60)
    town.form("P02", "recall", reason="wrong_person")
    line.before_send, line.trouble = lambda _: None, None
    town.wait(retrying=True, seconds=60)
    assert {code: row.state for code, row in town.deliveries().items() if code in {"P05", "P09"}} == {
        "P05": "unknown",
        "P09": "withheld",
    }
    assert not any(title.startswith("【回収】") for title in town.titles("P09"))
    assert town.titles("P05")[-1].startswith("【回収】")


def test_a_platform_that_asks_for_a_pause_is_left_alone_and_the_other_one_is_not(town: TownInProcess) -> None:
    """A 429 is about all our messages: for thirty seconds new ones wait as well, and then everybody gets theirs."""
    asked = []
    approved(town)
    town.chats["slack"].before_send = lambda _: asked.append(town.now)
    town.chats["slack"].trouble = SendFailed(Failure.RATE, timedelta(seconds=30))
    town.deliver()
    town.chats["slack"].trouble = None
    limited, began = len(asked), town.now
    town.say("P30", "状況")  # who had nothing waiting
    for _ in range(14):
        town.wait(seconds=1)
    assert len(asked) == limited
    assert ALERT in town.titles("P09")

    town.wait(retrying=True, seconds=6)
    assert asked[limited] - began >= timedelta(seconds=30)
    assert states(town) == {"sent"}
    with town.reading() as uow:
        assert uow.outbox.waiting() == 0


def test_a_refused_token_is_told_once_and_its_end_too(town: TownInProcess) -> None:
    """For the operator: one error with an id, however many cards wait, and a line that ends it."""
    approved(town)
    with capture_logs() as told:
        town.chats["line"].trouble = TOKEN
        pass_by(town, minutes=3)
        town.chats["line"].trouble = None
        town.wait(retrying=True, seconds=60)
    (began,) = [line for line in told if line["log_level"] == "error"]
    (ended,) = [line for line in told if line["event"] == "token works again"]
    assert (began["event"], began["platform"]) == ("token refused", "line")
    assert began["id"] == ended["id"]
    with town.reading() as uow:
        assert uow.outbox.waiting_for(Failure.TOKEN) == {}


def test_a_card_of_no_alert_is_given_up_after_three_days(town: TownInProcess) -> None:
    """An answer that waited as long as an alert can live helps nobody."""
    town.chats["line"].trouble = TOKEN
    town.say("P01", "状況")
    town.wait(hours=71)
    with town.reading() as uow:
        assert uow.outbox.waiting_for(Failure.TOKEN) == {"line": 1}
    town.wait(hours=2)
    with town.reading() as uow:
        (row,) = uow.session.query(OutboxMessage)
    assert (row.state, row.failure, row.body) == (OutboxState.FAILED, "token", None)
