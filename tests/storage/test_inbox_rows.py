"""The inbox: kept once, in order per sender, one at a time, taken over from the dead, given up after eight."""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from sqlalchemy.event import listen

from policy.lanes import MEMBERS, Lane
from storage.inbox import ATTEMPTS, InboundEvent
from storage.leases import LeaseLost
from storage.tables import InboxEvent
from storage.unit_of_work import Database
from storage.vault import Erased
from tests.world.rows import comes_in

LEASE = 60


def keep(database: Database, event_id: str, sender: str, happened_at: datetime) -> bool:
    """Keep an event as a webhook does, in a unit of its own."""
    with database.unit_of_work() as uow:
        new = comes_in(uow, event_id, sender, happened_at, f"body {event_id}".encode())
        uow.commit()
    return new


def waits(database: Database, now: datetime, lanes: Collection[Lane] = ()) -> bool:
    """Look as a worker does before it claims."""
    with database.unit_of_work(read_only=True) as uow:
        return uow.inbox.waits(now, lanes)


def claim(database: Database, now: datetime) -> InboxEvent | None:
    """Claim as a worker does, in a unit of its own."""
    told_to = waits(database, now)
    with database.unit_of_work() as uow:
        event = uow.inbox.claim(now, LEASE)
        uow.commit()
    assert told_to or event is None, "the look said that nothing waits"
    return event


def done(database: Database, event: InboxEvent | None, now: datetime) -> None:
    """Finish as a worker does."""
    assert event is not None
    with database.unit_of_work() as uow:
        uow.inbox.done(event, now)
        uow.commit()


def name(event: InboxEvent | None) -> str | None:
    return event.event_id if event else None


def test_an_event_is_kept_once(database: Database, now: datetime) -> None:
    """A platform that delivers twice makes us work once, before and after the work is done."""
    assert keep(database, "e1", "anna", now)
    assert not keep(database, "e1", "anna", now)

    done(database, claim(database, now), now)

    assert not keep(database, "e1", "anna", now)
    assert claim(database, now) is None


def test_a_worker_that_looks_in_vain_keeps_nobody_from_writing(database: Database, now: datetime) -> None:
    """Most bells ring for nothing: there is nothing to claim, or another worker has it, or it is of other lanes."""
    assert not waits(database, now)

    keep(database, "e1", "anna", now)
    assert waits(database, now)
    assert waits(database, now, MEMBERS)
    assert not waits(database, now, (Lane.STRANGER,))

    event = claim(database, now)
    assert not waits(database, now)

    done(database, event, now)
    assert not waits(database, now + timedelta(seconds=LEASE))


def test_events_of_one_sender_come_in_the_order_they_happened(database: Database, now: datetime) -> None:
    """Webhooks arrive in any order; people's words don't."""
    for second in (3, 1, 2):
        keep(database, f"e{second}", "anna", now + timedelta(seconds=second))
    later = now + timedelta(seconds=10)

    order = []
    for _ in range(3):
        event = claim(database, later)
        order.append(name(event))
        done(database, event, later)

    assert order == ["e1", "e2", "e3"]


def test_what_waits_behind_an_event_is_its_senders_alone_and_can_be_done_with_it(
    database: Database, now: datetime
) -> None:
    """R-123: in order; what is done so is never claimed, and remembered: delivered again, it is not done again."""
    for number, sender in enumerate(("anna", "anna", "bruno", "anna")):
        keep(database, f"e{number}", sender, now + timedelta(seconds=number))
    later = now + timedelta(seconds=10)
    with database.unit_of_work() as uow:
        event = uow.inbox.claim(later, LEASE)
        assert event is not None
        behind = uow.inbox.behind(event)
        uow.commit()
    assert [(one.event_id, body) for one, body in behind] == [("e1", b"body e1"), ("e3", b"body e3")]

    with database.unit_of_work() as uow:
        uow.inbox.done(event, later, again=[one for one, _ in behind[:1]])
        uow.commit()
    assert not keep(database, "e1", "anna", now)
    claimed = [claim(database, later) for _ in range(2)]
    assert [name(one) for one in claimed] == ["e2", "e3"]


def test_whoever_lost_the_lease_settles_nothing_of_what_waits_behind(database: Database, now: datetime) -> None:
    """R-123: the next worker looks anew at what its sender said again."""
    for number in range(2):
        keep(database, f"e{number}", "anna", now + timedelta(seconds=number))
    slow = claim(database, now)
    assert slow is not None
    with database.unit_of_work() as uow:
        again = [one for one, _ in uow.inbox.behind(slow)]
        uow.commit()
    later = now + timedelta(seconds=LEASE + 1)
    assert name(claim(database, later)) == "e0"
    with database.unit_of_work() as uow, pytest.raises(LeaseLost):
        uow.inbox.done(slow, later, again=again)
    assert not keep(database, "e1", "anna", now)
    with database.unit_of_work() as uow:
        assert uow.session.get_one(InboxEvent, again[0].id).body is not None


def test_many_events_take_no_more_questions_than_one(database: Database, now: datetime) -> None:
    """R-061: LINE waits two seconds however much it brings; 660 events in one request once took longer. Those that were
    brought before are kept once.
    """
    asked: list[str] = []
    listen(database._engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    events = [(InboundEvent("line", f"e{number}", "anna", now, b"{}"), Lane.PROMPT) for number in range(300)]

    def come_in(*, up_to: int) -> int:
        before = len(asked)
        with database.unit_of_work() as uow:
            new = uow.inbox.keep(events[:up_to], now)
            uow.commit()
        assert len(asked) > before
        return new

    assert come_in(up_to=1) == 1
    alone = len(asked)
    assert come_in(up_to=300) == 299
    assert len(asked) - alone <= alone


def test_events_of_one_webhook_keep_its_order(database: Database, now: datetime) -> None:
    """LINE sends several events of the same millisecond in one request, in order."""
    with database.unit_of_work() as uow:
        for number in range(5):
            comes_in(uow, f"e{number}", "anna", now)
        uow.commit()

    order = []
    for _ in range(5):
        event = claim(database, now)
        order.append(name(event))
        done(database, event, now)

    assert order == ["e0", "e1", "e2", "e3", "e4"]


def test_one_sender_at_a_time_others_in_parallel(database: Database, now: datetime) -> None:
    """Anna's second message waits for her first; Ben's does not."""
    keep(database, "a1", "anna", now)
    keep(database, "a2", "anna", now + timedelta(seconds=1))
    keep(database, "b1", "ben", now + timedelta(seconds=2))
    later = now + timedelta(seconds=5)

    first, second, third = claim(database, later), claim(database, later), claim(database, later)
    assert [name(first), name(second), name(third)] == ["a1", "b1", None]

    done(database, first, later)
    assert name(claim(database, later)) == "a2"


def test_an_older_event_that_arrives_late_waits_for_the_one_in_hand(database: Database, now: datetime) -> None:
    """Never two of one sender at once, even when the second one happened first."""
    keep(database, "late", "anna", now)
    in_hand = claim(database, now)
    keep(database, "early", "anna", now - timedelta(seconds=5))

    assert claim(database, now) is None
    done(database, in_hand, now)
    assert name(claim(database, now)) == "early"


def test_a_killed_workers_event_is_taken_over_after_the_lease(database: Database, now: datetime) -> None:
    """Nothing is lost, and the dead worker, if it was only slow, can't finish what another one does now."""
    keep(database, "e1", "anna", now)
    slow = claim(database, now)
    assert slow is not None

    assert claim(database, now + timedelta(seconds=LEASE - 1)) is None
    taken_over = claim(database, now + timedelta(seconds=LEASE))

    assert name(taken_over) == "e1"
    with database.unit_of_work() as uow, pytest.raises(LeaseLost):
        uow.inbox.done(slow, now)
    done(database, taken_over, now)


def test_a_failing_event_is_tried_again_later_and_given_up_after_eight(database: Database, now: datetime) -> None:
    """Doubling pauses; the body goes in the end; the sender's next event follows."""
    keep(database, "bad", "anna", now)
    keep(database, "next", "anna", now + timedelta(seconds=1))
    moment, pauses = now + timedelta(seconds=1), []

    for attempt in range(1, ATTEMPTS + 1):
        event = claim(database, moment)
        assert name(event) == "bad"
        assert event is not None
        with database.unit_of_work() as uow:
            assert uow.inbox.retry(event, moment) == (attempt < ATTEMPTS)
            uow.commit()
        with database.unit_of_work(read_only=True) as uow:
            row = uow.session.get_one(InboxEvent, event.id)
        pauses.append((row.next_at - moment).total_seconds())
        moment = max(moment, row.next_at)

    assert pauses[: ATTEMPTS - 1] == [2, 4, 8, 16, 32, 64, 128]
    assert (row.state, row.body) == ("dead", None)
    assert name(claim(database, moment)) == "next"


def test_an_event_that_kills_its_worker_every_time_is_buried(database: Database, now: datetime) -> None:
    """Eight workers are enough."""
    keep(database, "bad", "anna", now)
    moment = now
    for _ in range(ATTEMPTS):
        assert name(claim(database, moment)) == "bad"
        moment += timedelta(seconds=LEASE)

    assert waits(database, moment)
    assert claim(database, moment) is None
    assert not waits(database, moment)
    with database.unit_of_work(read_only=True) as uow:
        row = uow.session.query(InboxEvent).one()
    assert (row.state, row.body) == ("dead", None)


def test_a_dead_event_carries_the_id_of_its_fault(database: Database, now: datetime) -> None:
    """The person, the log and the row name the same fault."""
    keep(database, "bad", "anna", now)
    event = claim(database, now)
    assert event is not None

    with database.unit_of_work() as uow:
        uow.inbox.dead(event, "0a1b2c3d")
        uow.commit()

    with database.unit_of_work(read_only=True) as uow:
        assert uow.session.get_one(InboxEvent, event.id).error_id == "0a1b2c3d"


def test_the_body_is_sealed_and_dropped_when_done(database: Database, now: datetime) -> None:
    """R-065: what people wrote lies encrypted while it waits, and nowhere afterwards."""
    keep(database, "e1", "anna", now)
    event = claim(database, now)
    assert event is not None

    with database.unit_of_work() as uow:
        assert uow.inbox.body(event) == b"body e1"
    assert b"body e1" not in (event.body or b"")
    done(database, event, now)

    with database.unit_of_work() as uow:
        row = uow.session.get_one(InboxEvent, event.id)
        assert row.body is None
        with pytest.raises(Erased):
            uow.inbox.body(row)


def test_many_workers_never_share_an_event_or_a_sender(database: Database, now: datetime) -> None:
    """Six threads, twelve senders: every event once, in order, and never two of one sender at the same moment."""
    for number in range(60):
        keep(database, f"{number:02}", f"sender{number % 12}", now + timedelta(milliseconds=number))
    later = now + timedelta(seconds=1)
    handled: list[tuple[str, str]] = []
    busy: set[str] = set()
    clashes: list[str] = []

    def work() -> None:
        while (event := claim(database, later)) is not None or len(handled) < 60:
            if event is None:
                continue
            if event.sender in busy:
                clashes.append(event.sender)
            busy.add(event.sender)
            handled.append((event.sender, event.event_id))
            busy.discard(event.sender)
            done(database, event, later)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert clashes == []
    assert sorted(event for _, event in handled) == [f"{number:02}" for number in range(60)]
    for sender in {sender for sender, _ in handled}:
        own = [event for who, event in handled if who == sender]
        assert own == sorted(own)


def test_enrolled_people_go_first_and_each_in_their_own_order(database: Database, now: datetime) -> None:
    """R-123: strangers wait in a lane of their own, who writes too fast behind the others, also where they wrote first.

    Whoever enrolled a moment ago is not overtaken by their own next word.
    """
    with database.unit_of_work() as uow:
        for number, (sender, lane) in enumerate(
            [
                ("stranger", Lane.STRANGER),
                ("wild", Lane.HASTY),
                ("newcomer", Lane.STRANGER),
                ("newcomer", Lane.PROMPT),
                ("anna", Lane.PROMPT),
            ]
        ):
            comes_in(uow, f"{sender} {number}", sender, now, b"{}", lane, at=now + timedelta(seconds=number))
        uow.commit()

    def next_of(*lanes: Lane) -> str | None:
        with database.unit_of_work() as uow:
            event = uow.inbox.claim(now, LEASE, lanes)
            if event is not None:
                uow.inbox.done(event, now)
            uow.commit()
            return name(event)

    assert [next_of(*MEMBERS) for _ in range(3)] == ["anna 4", "wild 1", None]
    assert [next_of(Lane.STRANGER) for _ in range(3)] == ["stranger 0", "newcomer 2", None]
    assert next_of(*MEMBERS) == "newcomer 3"
