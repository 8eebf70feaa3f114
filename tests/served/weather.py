"""Bad weather over LINE and Slack, and how time passes in it."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import select

from policy.states import DeliveryState
from simulator.message import Message
from simulator.phones import Phone
from storage.leases import NOW, at, held
from storage.tables import OPEN, InboxEvent, InboxState, OutboxMessage
from storage.turns import claimable
from tests.served.conftest import ServedTown

CALM: dict[str, Any] = {"fail_next": 0, "hang_next": 0}
AFTER_TROUBLE = 300
"""Seconds of patience: through a door that refused, nothing is tried for about as long as it had been refusing."""

CALLS = {"line": "push", "slack": "chat.postMessage"}


def clear_up(town: ServedTown) -> None:
    """Both platforms are as they should be, and the month has room."""
    for platform in CALLS:
        town.people.faults(platform, only="", error="", latency_ms=0, **CALM)
    town.people.quota(5000)


def times(phone: Phone, *words: str) -> int:
    """How many messages on a phone say all of it."""
    return sum(all(word in message.text for word in words) for message in phone.inbox())


def offered(phone: Phone, number: str, label: str) -> Message | None:
    """The message about this alert that has such a button."""
    return next((each for each in phone.inbox() if number in each.text and label in each.buttons), None)


def known(town: ServedTown) -> bool:
    """Whether of every card it is known that it arrived."""
    with town.reading() as uow:
        return {row.state for row in uow.deliveries.of_case(town.case().id)} == {DeliveryState.SENT}


def wait_until_known(town: ServedTown) -> None:
    """Time passes, until everybody has the card, once."""
    town.until(lambda: passed(town, 31) and known(town), "every card to be known", AFTER_TROUBLE)
    number = town.case().number
    assert {times(phone, number) for phone in town.warned()} == {1}


def passed(town: ServedTown, seconds: float) -> bool:
    """Some time later, unless a card is due, in hand or about to be written: whoever the clock overtakes with one can't
    tell what became of it. A moment later in any case.
    """
    if not busy(town):
        go_on(town, seconds)
    time.sleep(0.5)
    return True


def go_on(town: ServedTown, seconds: float) -> None:
    """Time passes, whatever is being done."""
    town.people.wait(seconds=seconds)


def busy(town: ServedTown) -> bool:
    """Whether a sender has a card in hand, it is some card's turn, or an event is about to bring one."""
    now = at(town.app.now())
    in_hand = select(OutboxMessage.id).where(OutboxMessage.state.in_(OPEN), held(OutboxMessage.lease_until))
    turn = select(OutboxMessage.id).where(*claimable())
    coming = select(InboxEvent.id).where(InboxEvent.state == InboxState.NEW, InboxEvent.next_at <= NOW)
    with town.reading() as uow:  # what comes first is asked first, or it could become the next unseen
        return any(uow.session.scalars(which.limit(1), now).all() for which in (coming, turn, in_hand))


def neighbours_shop(town: ServedTown) -> str:
    """What it is called on cards."""
    with town.reading() as uow:
        rows = uow.deliveries.of_case(town.case().id)
        return next(row.store.full_name for row in rows if row.account.member.code == town.neighbour.code)
