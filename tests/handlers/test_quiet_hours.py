"""At night only what can't wait rings; the rest comes in the morning, whatever planned it."""

from __future__ import annotations

from datetime import datetime

from bot.jobs import CALLS, OUTSIDE
from handlers import night
from handlers.commands.worker import DueCommand
from handlers.routing import DUE
from storage.tables import ERASURES, DueKind, DueWork
from tests.world.in_process import TownInProcess

A_MINUTE_PAST = datetime.fromisoformat("2026-11-24T00:01:00+09:00")
MORNING = datetime.fromisoformat("2026-11-24T07:00:00+09:00")
TELL_NOBODY = frozenset(
    {DueKind.CLOSE_CARDS, DueKind.ERASE_REQUEST, DueKind.ERASE_REQUEST_RECORD, DueKind.TAKE_UP_DOUBTS}
)
"""Beside every other erasure. Of doubts the desk hears when the complaint that they become is taken up."""


def test_of_all_that_can_be_due_it_is_decided_whether_it_rings_at_night() -> None:
    """R-127: a reminder that somebody adds waits, or says why it can't."""
    silent = {*TELL_NOBODY, *ERASURES, DueKind.ERASE_PEOPLE, DueKind.ERASE_INCIDENT}
    assert {*DUE} - silent == night.CAN_WAIT | night.RINGS
    assert not night.CAN_WAIT & night.RINGS
    assert not (night.CAN_WAIT | night.RINGS) & (CALLS | OUTSIDE)


def test_at_a_minute_past_midnight_whatever_can_wait_waits(town: TownInProcess) -> None:
    """R-127: nobody hears of it, and at seven it is there, each with what it is about."""
    town.now = A_MINUTE_PAST
    about = {DueKind.REVIEW_INCIDENT: ({"incident": "one"}, {"incident": "other"})}
    for kind in night.CAN_WAIT:
        for arguments in about.get(kind, ({"about": "anything"},)):
            town.run(DueCommand(kind, None, arguments))
    with town.reading() as uow:
        at_seven = uow.session.query(DueWork).filter_by(due_at=MORNING).all()
        assert uow.outbox.waiting() == 0
    assert {one.kind for one in at_seven} == night.CAN_WAIT
    assert len([one for one in at_seven if one.kind is DueKind.REVIEW_INCIDENT]) == len(about[DueKind.REVIEW_INCIDENT])
