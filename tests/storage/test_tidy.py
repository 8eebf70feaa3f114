"""What no case takes with it ends too."""

from __future__ import annotations

from datetime import datetime, timedelta

from policy.caps import DAY, Use
from storage.tables import ButtonMeaning, DueWork, Enrolment, InboxEvent, OutboxMessage
from storage.unit_of_work import UnitOfWork
from tests.world.rows import Rows, comes_in

OLD, YOUNG = timedelta(days=31), timedelta(days=29)


def leave_traces(uow: UnitOfWork, town: Rows, at: datetime, name: str, *, finished: bool) -> None:
    """One of everything that belongs to no case."""
    comes_in(uow, name, name, at)
    uow.buttons.offer(name, town.account, "help", None, {}, at)
    uow.buttons.offer(f"{name} of case", town.account, "help", town.case, {}, at)
    message = uow.outbox.queue(account_id=town.account, card_json=b"{}", topic=name, now=at)
    uow.due.plan("weekly_digest", name, at)
    if finished:
        event, work = uow.inbox.claim(at, 60), uow.due.claim(at, 60)
        assert event is not None
        assert work is not None
        uow.inbox.done(event, at)
        uow.due.done(work, at)
        uow.outbox.sent({message.id: {}}, at)


def test_what_is_finished_for_a_month_goes(uow: UnitOfWork, town: Rows, now: datetime) -> None:
    """R-043: senders' ids and old cards end; what is young, of a case, or still open stays."""
    leave_traces(uow, town, now - OLD, "old", finished=True)
    leave_traces(uow, town, now - YOUNG, "young", finished=True)
    leave_traces(uow, town, now - OLD, "open", finished=False)
    uow.people.new_enrolment(town.reporter, now - OLD - timedelta(days=7))
    uow.people.new_enrolment(town.approver, now)
    uow.usage.count(Use.VIEWS, town.reporter, town.store, now - DAY - timedelta(hours=1))
    uow.usage.count(Use.VIEWS, town.reporter, town.store, now)

    # Inbox, outbox, due work, one enrolment code, what was counted, and the buttons of no case of both old rounds.
    assert uow.tidy(now) == 7
    assert uow.tidy(now) == 0

    assert {row.event_id for row in uow.session.query(InboxEvent)} == {"young", "open"}
    assert {row.topic for row in uow.session.query(OutboxMessage)} == {"young", "open"}
    assert {row.subject for row in uow.session.query(DueWork)} == {"young", "open"}
    assert {row.id for row in uow.session.query(ButtonMeaning)} == {
        "young",
        "old of case",
        "young of case",
        "open of case",
    }
    assert [row.member_id for row in uow.session.query(Enrolment)] == [town.approver]
