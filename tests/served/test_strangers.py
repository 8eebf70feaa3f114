"""A flood from people nobody knows, and a report in the midst of it (R-061, R-123)."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from policy.lanes import STRANGER_AN_HOUR, STRANGERS_WAITING, Lane
from storage.tables import InboxEvent, InboxState
from tests.served.conftest import ServedTown
from tests.world.wire import line, of_line, on_slack, slack

LEFT = (InboxEvent.lane == Lane.STRANGER, InboxEvent.state == InboxState.NEW)
FLOOD = 720
ATTACKERS = 40
ON_SLACK = 20
A_REQUEST = 100


def waiting(town: ServedTown) -> int:
    """Strangers' events that nobody has handled yet."""
    return town.read(lambda uow: uow.session.query(InboxEvent).filter(*LEFT).count())


def test_a_report_waits_behind_no_stranger(town: ServedTown) -> None:
    """R-061, R-123: 720 wrong codes of forty strangers, on both platforms; whoever reports is answered on either while
    most of what was kept of them still waits. None of them costs a message.
    """
    charged = len(town.people.calls("line.push"))
    strangers = ["U" + secrets.token_hex(16) for _ in range(ATTACKERS)]
    events = [
        town.on_line(strangers[n % ATTACKERS], f"登録 AAAA-{n:04}", secrets.token_hex(8))
        for n in range(FLOOD - ON_SLACK)
    ]
    for first in range(0, len(events), A_REQUEST):
        assert line(town.bot_url, of_line(*events[first : first + A_REQUEST])) == HTTPStatus.OK
    _is_answered_before_them(town, "line")
    for n in range(ON_SLACK):
        body = on_slack(f"U0FLOOD{n % ATTACKERS:03}", f"登録 BBBB-{n:04}", f"Ev{secrets.token_hex(8)}")
        assert slack(town.bot_url, body) == HTTPStatus.OK
    _is_answered_before_them(town, "slack")
    kept = town.read(lambda uow: uow.session.query(InboxEvent).filter(InboxEvent.sender == strangers[0]).count())
    assert 0 < kept <= STRANGER_AN_HOUR
    pushed = {user for call in town.people.calls("line.push")[charged:] for user in call["to"]}
    assert pushed <= {phone.user_id for phone in town.people.phones()}
    with town.database.unit_of_work() as uow:  # the next newcomer need not wait until their lane has done them all
        uow.session.query(InboxEvent).filter(*LEFT).delete()
        uow.commit()


def _is_answered_before_them(town: ServedTown, platform: str) -> None:
    town.is_answered(platform)
    assert 0 < waiting(town) <= STRANGERS_WAITING
