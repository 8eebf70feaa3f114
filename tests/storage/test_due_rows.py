"""Due work: planned once, done once, never given up."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from storage.due import RETRY
from storage.leases import LeaseLost
from storage.tables import DueWork
from storage.unit_of_work import Database
from tests.world.rows import Rows

LEASE = 60


def plan(database: Database, kind: str, subject: str, due_at: datetime, case_id: str | None = None) -> bool:
    """Plan in a unit of its own."""
    with database.unit_of_work() as uow:
        new = uow.due.plan(kind, subject, due_at, case_id=case_id, arguments={"round": subject})
        uow.commit()
    return new


def claim(database: Database, now: datetime) -> DueWork | None:
    """Claim as a worker does."""
    with database.unit_of_work() as uow:
        work = uow.due.claim(now, LEASE)
        uow.commit()
    return work


def test_work_is_planned_and_done_once(database: Database, now: datetime) -> None:
    """Planning again changes nothing, before and after it is done."""
    assert plan(database, "expire", "case-1", now)
    assert not plan(database, "expire", "case-1", now + timedelta(hours=1))
    work = claim(database, now)
    assert work is not None
    assert (work.kind, work.subject, work.arguments, work.due_at) == ("expire", "case-1", {"round": "case-1"}, now)

    with database.unit_of_work() as uow:
        uow.due.done(work, now)
        uow.commit()

    assert not plan(database, "expire", "case-1", now)
    assert claim(database, now + timedelta(days=1)) is None


def test_nothing_happens_before_its_time_and_the_oldest_comes_first(database: Database, now: datetime) -> None:
    """A worker that was down catches up in order."""
    for hour in (3, 1, 2):
        plan(database, "expire", str(hour), now + timedelta(hours=hour))

    assert claim(database, now + timedelta(minutes=59)) is None
    found = [claim(database, now + timedelta(hours=9)) for _ in range(4)]
    assert [work.subject if work else None for work in found] == ["1", "2", "3", None]


def test_only_the_kinds_asked_for_are_claimed(database: Database, now: datetime) -> None:
    """Masking has a worker of its own."""
    plan(database, "mask", "1", now)
    with database.unit_of_work() as uow:
        assert uow.due.claim(now, LEASE, kinds=("expire",)) is None
        assert uow.due.claim(now, LEASE, kinds=("expire", "mask")) is not None


def test_a_killed_workers_work_is_taken_over_and_its_late_end_refused(database: Database, now: datetime) -> None:
    """What two workers did at once would be done twice: the late one rolls back."""
    plan(database, "expire", "1", now)
    slow = claim(database, now)
    assert slow is not None
    assert claim(database, now + timedelta(seconds=LEASE - 1)) is None

    taken_over = claim(database, now + timedelta(seconds=LEASE))

    assert taken_over is not None
    with database.unit_of_work() as uow:
        with pytest.raises(LeaseLost):
            uow.due.done(slow, now)
        with pytest.raises(LeaseLost):
            uow.due.retry(slow, now, "fault")
        uow.due.done(taken_over, now)


def test_failed_work_is_tried_for_ever_at_growing_intervals(database: Database, now: datetime) -> None:
    """R-040: an erasure that fails is never given up, and is reported as overdue."""
    plan(database, "erase_text", "1", now)
    moment = now
    for _ in range(40):
        work = claim(database, moment)
        assert work is not None
        with database.unit_of_work() as uow:
            uow.due.retry(work, moment, "fa017")
            uow.commit()
        moment += RETRY.longest

    with database.unit_of_work() as uow:
        assert uow.due.overdue(now + timedelta(hours=1), timedelta(hours=1)) == []
        (late,) = uow.due.overdue(now + timedelta(hours=2), timedelta(hours=1))
        assert (late.subject, late.failure, late.attempts) == ("1", "fa017", 40)


def test_cancelled_work_is_gone_and_can_be_planned_anew(database: Database, town: Rows, now: datetime) -> None:
    """Only what is named, of that case, and not yet done."""
    for kind, subject in (("remind_stop", "1"), ("remind_stop", "2"), ("expire", "1")):
        plan(database, kind, subject, now, town.case)
    plan(database, "remind_stop", "elsewhere", now)
    done = claim(database, now)
    assert done is not None
    with database.unit_of_work() as uow:
        uow.due.done(done, now)
        uow.due.cancel(town.case, ("remind_stop", "expire") if done.kind == "expire" else ("remind_stop",))
        uow.commit()

    with database.unit_of_work() as uow:
        left = {(work.kind, work.subject) for work in uow.session.query(DueWork)}
    assert ("remind_stop", "elsewhere") in left
    assert {kind for kind, subject in left if subject in "12"} <= {"expire", done.kind}
    assert plan(database, "remind_stop", "2" if done.subject == "1" else "1", now, town.case)


def test_work_may_cancel_itself(database: Database, town: Rows, now: datetime) -> None:
    """Whoever closes a case cancels its reminders, though it be a reminder that closes it."""
    plan(database, "lapse", "1", now, town.case)
    work = claim(database, now)
    assert work is not None

    with database.unit_of_work() as uow:
        uow.due.cancel(town.case, ("lapse",))
        uow.due.done(work, now)
        uow.commit()

    assert claim(database, now + timedelta(days=1)) is None


def test_many_workers_never_share_work(database: Database, now: datetime) -> None:
    """Six threads, sixty pieces of work, each done once."""
    with database.unit_of_work() as uow:
        for number in range(60):
            uow.due.plan("expire", f"{number:02}", now)
        uow.commit()
    done: list[str] = []

    def run() -> None:
        while (work := claim(database, now)) is not None:
            done.append(work.subject)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(done) == [f"{number:02}" for number in range(60)]


def test_a_clock_set_back_holds_up_nothing_that_waits_for_no_moment(database: Database, now: datetime) -> None:
    """R-043: what is to be done at once is done at once, a dead worker's and failed work soon; times stay times."""
    back = now - timedelta(hours=1)
    plan(database, "erase_text", "at its time", now + timedelta(minutes=5))
    for subject in ("in a dead worker's hand", "failed"):
        plan(database, "mask", subject, now - timedelta(seconds=1))
    dead, failed = claim(database, now), claim(database, now)
    assert dead is not None
    assert failed is not None
    with database.unit_of_work() as uow:
        uow.due.retry(failed, now, "fa017")
        uow.due.plan("mask", "at once", now, at_once=True)
        uow.commit()

    at_once = claim(database, back)
    with database.unit_of_work() as uow:
        uow.catch_up(back)
        uow.commit()

    assert at_once is not None
    assert at_once.subject == "at once"
    assert claim(database, back) is None
    found = [claim(database, back + timedelta(minutes=10)) for _ in range(4)]
    assert {work.subject for work in found if work} == {"in a dead worker's hand", "failed", "at once"}
    assert claim(database, now + timedelta(minutes=4)) is not None
    assert claim(database, now + timedelta(minutes=5)) is not None
