"""Nobody reads an alert untrained; whoever's training ends hears so in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.cards import PageLink
from handlers.network.imports import import_members
from handlers.network.training import plan_training
from policy.states import DeliveryState
from simulator.town import MEMBER_COLUMNS
from tests.world.in_process import TownInProcess

WAITS = "警戒情報が届いています"
ALERT = "警戒のお願い"
TRAINING = "https://training.example/hansho"


def train(town: TownInProcess, code: str, days: int) -> None:
    """Somebody's training ends in so many days."""
    with town.database.unit_of_work() as uow:
        town.member(code, uow).trained_until = town.now.date() + timedelta(days=days)
        uow.commit()


def test_the_untrained_hear_that_an_alert_waits_and_the_next_contact_gets_it(town: TownInProcess) -> None:
    """R-062: with no word of the case, and with the way to the training."""
    town.set_rules(training_url=TRAINING)
    train(town, "P09", -1)
    case = town.warn()
    (card,) = [card for card in town.cards("P09") if card.title == WAITS]
    assert case.number not in repr(card)
    assert card.link == PageLink("研修を受ける", TRAINING)
    assert "P09" not in town.deliveries()
    assert ALERT in town.titles("P10")


def test_training_that_ends_before_the_card_leaves_keeps_it_back(town: TownInProcess) -> None:
    """R-062: asked again before each card."""
    town.hand_in()
    town.submit()
    town.answer("P02")
    town.answer("P03")
    train(town, "P09", -1)
    town.deliver()
    assert town.deliveries()["P09"].state == DeliveryState.WITHHELD
    assert (ALERT in town.titles("P09"), WAITS in town.titles("P09")) == (False, True)
    assert ALERT in town.titles("P10")


def test_a_date_too_far_ahead_is_refused_with_its_row(town: TownInProcess) -> None:
    """R-062: thirteen months."""
    row = "P01,小暮 灯,ja,2029-03-31,staff,H01,,"
    with town.app.writing() as ctx:
        faults = import_members(f"{MEMBER_COLUMNS}\n{row}\n", ctx).errors
    assert [(fault.line, fault.column) for fault in faults] == [(2, "trained_until")]


@pytest.mark.parametrize(
    ("days", "title"),
    [(29, "研修の期限が近づいています"), (6, "研修の期限まで 1 週間です"), (-3, "研修の期限が切れました")],
)
def test_a_reminder_comes_once_to_the_person_and_who_is_responsible(town: TownInProcess, days: int, title: str) -> None:
    """R-062: a month before, a week before, and when it has ended; without an address there is no button."""
    train(town, "P01", days)
    with town.app.writing() as ctx:
        plan_training(ctx)
        ctx.uow.commit()
    town.wait(days=1)
    assert (town.titles("P01").count(title), town.titles("P02").count(title)) == (1, 1)
    assert all(card.link is None for card in town.cards("P01"))
    if days != 6:  # a week has a day on which it ends
        town.wait(days=3)
        assert town.titles("P01").count(title) == 1
