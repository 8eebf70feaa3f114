"""The outbox: urgent first, in order per account, never two workers on one card, truth about what left."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.tables import Account, Delivery, Failure, OutboxMessage
from storage.unit_of_work import Database
from storage.vault import Erased
from tests.world.rows import Rows

LEASE = 60


def queue(database: Database, account_id: str, topic: str, now: datetime, **more: object) -> OutboxMessage:
    """Queue a card in a unit of its own."""
    with database.unit_of_work() as uow:
        message = uow.outbox.queue(
            account_id=account_id,
            card_json=b'{"title": "secret words"}',
            topic=topic,
            now=now,
            **more,  # type: ignore[arg-type]
        )
        uow.commit()
    return message


def claim(database: Database, now: datetime, limit: int = 10) -> list[OutboxMessage]:
    """Claim as a sender does."""
    with database.unit_of_work() as uow:
        messages = uow.outbox.claim(now, limit, LEASE)
        uow.commit()
    return messages


def sent(database: Database, message: OutboxMessage, now: datetime, **receipt: str) -> None:
    """The platform took it."""
    with database.unit_of_work() as uow:
        uow.outbox.sent({message.id: receipt}, now)
        uow.commit()


def topics(messages: list[OutboxMessage]) -> list[str]:
    return [message.topic for message in messages]


def test_urgent_cards_go_first_then_the_oldest(database: Database, town: Rows, now: datetime) -> None:
    """A recall overtakes whatever waits."""
    queue(database, town.account, "old", now)
    queue(database, town.other_account, "recall", now + timedelta(seconds=1), urgent=True)

    assert topics(claim(database, now + timedelta(seconds=2))) == ["recall", "old"]


def test_cards_of_one_account_leave_one_at_a_time_and_in_order(database: Database, town: Rows, now: datetime) -> None:
    """The second card waits until the first one is known to have left, also when it is tried again."""
    with database.unit_of_work() as uow:
        for topic in ("1", "2"):
            uow.outbox.queue(account_id=town.account, card_json=b"{}", topic=topic, now=now)
        uow.commit()

    (first,) = claim(database, now)
    assert claim(database, now) == []
    with database.unit_of_work() as uow:
        uow.outbox.attempted([first], now)
        uow.commit()
    with database.unit_of_work() as uow:
        uow.outbox.answered(first)
        uow.outbox.retry(first, now + timedelta(seconds=30), Failure.RATE)
        uow.commit()
    assert claim(database, now + timedelta(seconds=29)) == []

    (again,) = claim(database, now + timedelta(seconds=30))
    assert (again.topic, again.attempts, again.in_doubt) == ("1", 1, False)
    assert again.retry_key == first.retry_key
    sent(database, again, now)
    assert topics(claim(database, now)) == ["2"]


def test_an_urgent_card_waits_for_the_one_that_is_leaving(database: Database, town: Rows, now: datetime) -> None:
    """A recall must not arrive before the alert it recalls."""
    queue(database, town.account, "alert", now)
    (alert,) = claim(database, now)
    queue(database, town.account, "recall", now, urgent=True)

    assert claim(database, now) == []
    sent(database, alert, now)
    assert topics(claim(database, now)) == ["recall"]


def test_a_killed_senders_card_is_taken_over_after_the_lease(database: Database, town: Rows, now: datetime) -> None:
    """And the next sender knows that the first attempt may have arrived."""
    queue(database, town.account, "alert", now)
    (message,) = claim(database, now)
    with database.unit_of_work() as uow:
        uow.outbox.attempted([message], now)
        uow.commit()

    assert claim(database, now + timedelta(seconds=LEASE - 1)) == []
    (taken,) = claim(database, now + timedelta(seconds=LEASE))

    assert taken.id == message.id
    assert (taken.in_doubt, taken.unanswered_since) == (True, now)


def test_attempts_are_counted_wherever_the_row_is_held(database: Database, town: Rows, now: datetime) -> None:
    """R-078: a silence leaves the card in doubt for good; each answer ends the time since when there is none."""
    queue(database, town.account, "alert", now)
    seen = []
    for second, answered in enumerate((True, False, False, True)):
        moment = now + timedelta(seconds=second)
        with database.unit_of_work() as uow:
            (message,) = uow.outbox.claim(moment, 1, LEASE)
            uow.outbox.attempted([message], moment)
            uow.commit()
        began = message.unanswered_since
        with database.unit_of_work() as uow:
            if answered:
                uow.outbox.answered(message)
            uow.outbox.retry(message, moment, Failure.RATE)
            uow.commit()
        with database.unit_of_work() as uow:
            row = uow.session.get_one(OutboxMessage, message.id)
        seen.append((row.attempts, row.answered, row.in_doubt, began, row.unanswered_since))

    one = now + timedelta(seconds=1)
    assert seen == [(1, 1, False, now, None), (2, 1, True, one, one), (3, 1, True, one, one), (4, 2, True, one, None)]


def test_cards_for_a_resting_platform_stay_where_they_are(database: Database, town: Rows, now: datetime) -> None:
    """The others leave; nobody's place in the queue changes."""
    queue(database, town.account, "1", now)
    with database.unit_of_work() as uow:
        platform = uow.people.account_by_id(town.account).platform
        assert uow.outbox.claim(now, 10, LEASE, resting=[platform]) == []
        (message,) = uow.outbox.claim(now, 10, LEASE, resting=["elsewhere"])
    assert message.topic == "1"


def test_who_waits_for_what_is_counted_until_the_card_leaves(database: Database, town: Rows, now: datetime) -> None:
    """The alarm of a refused token: on as long as a card waits for it, and no longer."""
    queue(database, town.account, "1", now)
    (message,) = claim(database, now)
    with database.unit_of_work() as uow:
        platform = message.account.platform
        assert uow.outbox.waiting_for(Failure.TOKEN) == {}
        uow.outbox.retry(message, now, Failure.TOKEN)
        assert (uow.outbox.waiting_for(Failure.TOKEN), uow.outbox.waiting_for(Failure.RATE)) == ({platform: 1}, {})
        uow.outbox.sent({message.id: {}}, now)
        assert uow.outbox.waiting_for(Failure.TOKEN) == {}


def test_a_limit_is_kept(database: Database, town: Rows, now: datetime) -> None:
    """A sender takes no more than it can send."""
    queue(database, town.account, "1", now)
    queue(database, town.other_account, "2", now)

    assert len(claim(database, now, limit=1)) == 1


def test_a_recall_withholds_the_alert_but_not_the_rest(database: Database, town: Rows, now: datetime) -> None:
    """R-078: what waits is cancelled, words to the reporter are not; a card on its way is recorded as sent."""
    with database.unit_of_work() as uow:
        deliveries = [
            Delivery(
                case_id=town.case, store_id=town.store, member_id=town.reporter, account_id=account, state="queued"
            )
            for account in (town.account, town.other_account)
        ]
        for delivery in deliveries:
            uow.deliveries.add(delivery)
        uow.commit()
    queue(database, town.account, "alert", now, case_id=town.case, delivery_id=deliveries[0].id)
    queue(database, town.other_account, "alert", now, case_id=town.case, delivery_id=deliveries[1].id)
    now += timedelta(seconds=1)  # of two units at one instant either may leave first
    queue(database, town.account, "words", now, case_id=town.case)
    (leaving,) = claim(database, now, limit=1)

    with database.unit_of_work() as uow:
        assert uow.outbox.withhold(town.case, now) == 2
        uow.commit()
    sent(database, leaving, now, request="r")

    assert topics(claim(database, now)) == ["words"]
    with database.unit_of_work(read_only=True) as uow:
        states = sorted(row.state for row in uow.session.query(OutboxMessage).filter_by(topic="alert"))
        assert states == ["sent", "withheld"]
        assert uow.outbox.waiting() == 1


def test_a_recall_leaves_a_lost_attempt_to_be_settled(database: Database, town: Rows, now: datetime) -> None:
    """R-078: a card that may have left in a process that died is looked at again, so that the stop can follow it."""
    with database.unit_of_work() as uow:
        delivery = Delivery(
            case_id=town.case, store_id=town.store, member_id=town.reporter, account_id=town.account, state="queued"
        )
        uow.deliveries.add(delivery)
        uow.commit()
    queue(database, town.account, "alert", now, case_id=town.case, delivery_id=delivery.id)
    (lost,) = claim(database, now)
    with database.unit_of_work() as uow:
        uow.outbox.attempted([lost], now)
        uow.commit()

    with database.unit_of_work() as uow:
        assert uow.outbox.withhold(town.case, now) == 0
        uow.commit()

    assert topics(claim(database, now + timedelta(minutes=2))) == ["alert"]


def test_a_card_given_up_is_not_tried_again(database: Database, town: Rows, now: datetime) -> None:
    """Its reason stays, its words go."""
    queue(database, town.account, "alert", now)
    (message,) = claim(database, now)

    with database.unit_of_work() as uow:
        uow.outbox.failed(message, Failure.BLOCKED, now)
        uow.outbox.retry(message, now, Failure.RATE)
        uow.commit()

    with database.unit_of_work() as uow:
        row = uow.session.get_one(OutboxMessage, message.id)
        assert (row.state, row.failure, row.body) == ("failed", "blocked", None)
    assert claim(database, now + timedelta(hours=1)) == []


def test_the_first_card_to_the_asker_uses_the_reply_token_once(database: Database, town: Rows, now: datetime) -> None:
    """Replies are free on LINE; a token works once, and only for whoever asked."""
    with database.unit_of_work() as uow:
        uow.outbox.answer_with("token", town.account, now + timedelta(seconds=50))
        cards = [
            uow.outbox.queue(account_id=account, card_json=b"{}", topic="t", now=now)
            for account in (town.other_account, town.account, town.account)
        ]

        assert [card.reply_token for card in cards] == [None, "token", None]
        assert cards[1].reply_until == now + timedelta(seconds=50)


def test_what_one_unit_tells_somebody_leaves_in_one_call(database: Database, town: Rows, now: datetime) -> None:
    """R-003: LINE charges calls: up to five cards of one case and one urgency; what may not join keeps its place."""

    def calls(*told: dict[str, Any]) -> list[tuple[bytes, str | None, int]]:
        with database.unit_of_work() as uow:
            usual = {"account_id": town.account, "card_json": b"1", "topic": "t", "now": now, "joins": True}
            rows = dict.fromkeys(uow.outbox.queue(**{**usual, **more}) for more in told)
            uow.session.flush()
            return [(uow.outbox.body(row), row.case_id, row.cards) for row in rows]

    of_case = {"case_id": town.case, "card_json": b"2"}
    assert calls({}, of_case) == [(b"[1,2]", town.case, 2)]
    assert calls(of_case, {}) == [(b"[2,1]", town.case, 2)]
    assert calls(*[{}] * 6) == [(b"[1,1,1,1,1]", None, 5), (b"1", None, 1)]
    assert len(calls({}, {"urgent": True})) == len(calls({}, {"account_id": town.other_account})) == 2
    assert [body for body, *_ in calls({}, of_case | {"joins": False}, {})] == [b"1", b"2", b"1"]


def test_the_newest_receipt_of_a_topic_is_found(database: Database, town: Rows, now: datetime) -> None:
    """Slack cards are overwritten; the newest one counts."""
    for ts in ("1", "2"):
        queue(database, town.account, "progress", now + timedelta(seconds=int(ts)))
        (message,) = claim(database, now + timedelta(seconds=5))
        sent(database, message, now, ts=ts)
    queue(database, town.account, "progress", now + timedelta(seconds=6))

    with database.unit_of_work() as uow:
        assert uow.outbox.previous_receipt(town.account, "progress") == {"ts": "2"}
        assert uow.outbox.previous_receipt(town.account, "other") is None
        assert uow.outbox.previous_receipt(town.other_account, "progress") is None


@pytest.mark.parametrize("of_case", [True, False])
def test_words_are_sealed_and_go_when_sent(database: Database, town: Rows, now: datetime, *, of_case: bool) -> None:
    """R-064: no card lies readable in the database, and a sent one does not lie there at all."""
    queue(database, town.account, "t", now, case_id=town.case if of_case else None)
    (message,) = claim(database, now)

    assert b"secret words" not in (message.body or b"")
    with database.unit_of_work() as uow:
        assert uow.outbox.body(message) == b'{"title": "secret words"}'
    sent(database, message, now)

    with database.unit_of_work() as uow:
        assert uow.session.get_one(OutboxMessage, message.id).body is None


def test_a_waiting_card_dies_with_the_cases_texts(database: Database, town: Rows, now: datetime) -> None:
    """R-040: erasing a case's texts reaches the cards that still wait; a later card about it can still be sent."""
    queue(database, town.account, "before", now, case_id=town.case)
    with database.unit_of_work() as uow:
        uow.vault.destroy(town.case, "text", now)
        uow.commit()
    later = now + timedelta(seconds=1)
    queue(database, town.other_account, "after", later, case_id=town.case)

    before, after = claim(database, later)
    with database.unit_of_work() as uow:
        with pytest.raises(Erased):
            uow.outbox.body(before)
        assert uow.outbox.body(after) == b'{"title": "secret words"}'


def test_many_senders_never_share_a_card_or_an_account(database: Database, town: Rows, now: datetime) -> None:
    """Five threads, twenty accounts, forty cards: each card once, each account's cards in order."""
    with database.unit_of_work() as uow:
        accounts = [
            Account(member_id=town.reporter, platform="slack", external_id=f"S{n}", created_at=now) for n in range(20)
        ]
        for account in accounts:
            uow.add(account)
        for number in range(40):
            uow.outbox.queue(account_id=accounts[number % 20].id, card_json=b"{}", topic=f"{number:02}", now=now)
        uow.commit()
    taken: list[tuple[str, str]] = []

    def work() -> None:
        while len(taken) < 40:
            for message in claim(database, now, limit=3):
                taken.append((message.account_id, message.topic))
                sent(database, message, now)

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(topic for _, topic in taken) == [f"{number:02}" for number in range(40)]
    for account in accounts:
        own = [topic for owner, topic in taken if owner == account.id]
        assert own == sorted(own)
