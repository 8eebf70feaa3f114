"""What was overheard and is sent again, or was meant for somebody else's app: not done (R-064)."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus

from simulator.slack_state import Workspace
from storage.tables import InboxEvent
from tests.served.conftest import ServedTown
from tests.world.wire import line, of_line, on_slack, slack

A_REPLAY = 400
"""Seconds; Slack's signatures hold for 300."""


def kept(town: ServedTown, event_id: str) -> int:
    """How often an event was taken in."""
    return town.read(lambda uow: uow.session.query(InboxEvent).filter_by(event_id=event_id).count())


def refused(town: ServedTown, why: str, attack: Callable[[], int]) -> None:
    """It is answered, so that nobody delivers it again, and counted each time that it is brought."""
    before = town.figure(f'hansho_refused_total{{what="{why}"}}')
    assert attack() == HTTPStatus.OK
    assert town.figure(f'hansho_refused_total{{what="{why}"}}') >= before + 1


def test_what_line_said_yesterday_is_said_once(town: ServedTown) -> None:
    """R-064: byte for byte at once, a day later, and beside a new word, which is heard; one of next year, once."""
    asker = town.people.phone("P31", "line")
    old, fresh, ahead = (town.on_line(asker.user_id, "ヘルプ", f"{name}-{time.time()}") for name in ("a", "b", "c"))
    ahead["timestamp"] += 365 * 86_400_000
    for _ in range(2):
        assert line(town.bot_url, of_line(old, ahead)) == HTTPStatus.OK
    town.until(lambda: town.is_done(old["webhookEventId"]), "it to be done")
    town.until(lambda: town.is_done(ahead["webhookEventId"]), "the one ahead to be done")
    town.people.wait(hours=25)
    fresh["timestamp"] += 25 * 3_600_000
    refused(town, "too_old", lambda: line(town.bot_url, of_line(old, fresh)))
    town.until(lambda: town.is_done(fresh["webhookEventId"]), "the new word to be done")
    assert kept(town, old["webhookEventId"]) <= 1


def test_what_slack_says_to_another_workspace_or_app_is_not_done(town: ServedTown) -> None:
    """R-064: rightly signed, as Slack signs for whoever has installed the same app; and what was signed a while ago."""
    person, own = town.people.phone("P30", "slack").user_id, f"Ev{time.time()}"
    for number, outer in enumerate(({"team_id": "T0ELSEWHERE"}, {"api_app_id": "A0ELSEWHERE"})):
        body = on_slack(person, "ヘルプ", f"{own}{number}", **outer)
        refused(town, "foreign_team", lambda body=body: slack(town.bot_url, body))
        assert not kept(town, f"{own}{number}")
    late = str(int(time.time()) - A_REPLAY)
    assert slack(town.bot_url, on_slack(person, "ヘルプ", own), late) == HTTPStatus.UNAUTHORIZED
    assert not kept(town, own)
    for _ in range(2):
        assert slack(town.bot_url, on_slack(person, "ヘルプ", own, api_app_id=Workspace.app)) == HTTPStatus.OK
    town.until(lambda: town.is_done(own), "our own to be done")
    assert kept(town, own) == 1
