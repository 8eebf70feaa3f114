"""A flood from people nobody knows, and a report in the midst of it (R-061, R-123)."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from sqlalchemy import or_

from policy.lanes import STRANGER_AN_HOUR, STRANGERS_WAITING, Lane
from storage.tables import InboxEvent, InboxState
from tests.served.conftest import ASKERS, ServedTown
from tests.world.wire import line, of_line, on_slack, slack

LEFT = (InboxEvent.lane == Lane.STRANGER, InboxEvent.state == InboxState.NEW)
FLOOD = 720
ATTACKERS = 40
ON_SLACK = 5
A_REQUEST = 100


def test_a_report_waits_behind_no_stranger(town: ServedTown) -> None:
    """R-061, R-123: 720 wrong codes of forty strangers, on both platforms; whoever reports is answered on either while
    most of what was kept of them still waits. None of them costs a message.
    """
    charged = len(town.people.calls("line.push"))
    strangers = ["U" + secrets.token_hex(16) for _ in range(ATTACKERS)]
    for n in range(ON_SLACK):
        body = on_slack(f"U0FLOOD{n % ATTACKERS:03}", f"登録 BBBB-{n:04}", f"Ev{secrets.token_hex(8)}")
        assert slack(town.bot_url, body) == HTTPStatus.OK
    events = [
        town.on_line(strangers[n % ATTACKERS], f"登録 AAAA-{n:04}", secrets.token_hex(8))
        for n in range(FLOOD - ON_SLACK)
    ]
    for first in range(0, len(events), A_REQUEST):
        assert line(town.bot_url, of_line(*events[first : first + A_REQUEST])) == HTTPStatus.OK
    for platform in ("line", "slack"):
        town.is_answered(platform)
    assert 0 < waited(town, strangers) <= STRANGERS_WAITING
    kept = town.read(lambda uow: uow.session.query(InboxEvent).filter(InboxEvent.sender == strangers[0]).count())
    assert 0 < kept <= STRANGER_AN_HOUR
    pushed = {user for call in town.people.calls("line.push")[charged:] for user in call["to"]}
    assert pushed <= {phone.user_id for phone in town.people.phones()}
    with town.database.unit_of_work() as uow:  # the next newcomer need not wait until their lane has done them all
        uow.session.query(InboxEvent).filter(*LEFT).delete()
        uow.commit()


def waited(town: ServedTown, strangers: list[str]) -> int:
    """Of the strangers' events, how many were not handled yet when the last of two people's words was."""
    with town.reading() as uow:
        event = uow.session.query(InboxEvent)
        people = [town.people.phone(who, platform).user_id for platform, who in ASKERS.items()]
        ends = [event.filter_by(sender=who).order_by(InboxEvent.received_at.desc()).first() for who in people]
        last = max(end.next_at for end in ends if end)
        later = or_(InboxEvent.state == InboxState.NEW, InboxEvent.next_at > last)
        return event.filter(InboxEvent.sender.in_(strangers), later).count()
