"""Payloads that no platform would send: signed, and hostile in any place, however deep (R-064)."""

from __future__ import annotations

import copy
import hmac
import json
import random
import secrets
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from simulator.slack_state import Workspace
from storage.tables import InboxEvent
from tests.served.conftest import ServedTown
from tests.world.wire import HTTP, line, of_line

SEED = 13
REQUESTS, EVENTS, SLACKS = 5, 40, 4
"""So many requests with so many mutated events each; of each of Slack's shapes so many."""

DEEP: Any = json.loads("[" * 150 + "]" * 150)
HOSTILE: tuple[Any, ...] = (
    *("", "\x00", "a\x00b", "\ud800", "9" * 400, "x" * 5000, "\u202e\u200b", "e\u0301" * 300, "../../x", "٣٤", "1e5"),
    *(10**310, -(10**30), float("inf"), float("nan"), -1, 0, 1.5, True, None, [], {}, [None], {"\x00": "\x00"}, DEEP),
)
Path = tuple[str | int, ...]


def paths(part: Any, here: Path = ()) -> Iterator[Path]:
    """Every place below this one."""
    inner = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, value in inner:
        yield (*here, step)
        yield from paths(value, (*here, step))


def mutated(chance: random.Random, told: dict[str, Any]) -> dict[str, Any]:
    """One to three places of it gone, wrapped, renamed or hostile."""
    told = copy.deepcopy(told)
    for _ in range(chance.choice((1, 1, 2, 3))):
        *above, last = chance.choice([*paths(told)] or [("",)])
        place: Any = told
        for step in above:
            place = place[step]
        deed = chance.randrange(8)
        if deed == 0 and isinstance(place, dict):
            place.pop(last, None)
        elif deed == 1 and isinstance(place, dict):
            place[f"\x00{last}"] = place.pop(last, None)
        else:
            place[last] = copy.deepcopy(chance.choice(HOSTILE))
    return told


def on_line(user: str, at: int) -> Iterator[dict[str, Any]]:
    """LINE's events, in every shape that we read."""
    photo = {"type": "image", "id": "2", "contentProvider": {"type": "line"}, "imageSet": {"id": "s", "index": 1}}
    message = ({"type": "text", "id": "1", "text": "状況"}, photo, {"type": "file", "id": "3", "fileName": "a.mp4"})
    about: dict[str, dict[str, Any]] = {
        "postback": {"data": "f" * 32},
        "unsend": {"messageId": "2"},
        "follow": {"isUnblocked": False},
    }
    events: list[dict[str, Any]] = [
        *({"type": "message", "message": one} for one in message),
        *({"type": t, t: about[t]} for t in about),
    ]
    for event in events:
        common = {"timestamp": at, "source": {"type": "user", "userId": user}, "replyToken": "r" * 32}
        yield {**common, "webhookEventId": secrets.token_hex(13), **event}


def on_slack(user: str) -> Iterator[dict[str, Any]]:
    """Slack's events and presses, in the shapes that we read."""
    now, team = f"{time.time():.6f}", Workspace.team
    photo = {"user": user, "text": "x", "files": [{"id": "F1", "mimetype": "image/png", "mode": "tombstone"}]}
    said = {"type": "message", "channel_type": "im", "ts": now, "event_ts": now}
    for event in (
        said | {"user": user, "text": "状況"},
        said | photo | {"subtype": "file_share"},
        said | {"subtype": "message_deleted", "previous_message": photo},
        said | {"subtype": "message_changed", "message": photo, "previous_message": {**photo, "text": "y"}},
        {"type": "app_home_opened", "tab": "home", "user": user},
    ):
        yield {"type": "event_callback", "event_id": secrets.token_hex(8), "team_id": team, "event": event}
    meta = json.dumps({"form": "report", "case": None, "hidden": {}})
    values = {"field:goods": {"field:goods": {"type": "plain_text_input", "value": "x"}}}
    view = {"type": "modal", "callback_id": "form", "private_metadata": meta, "blocks": [], "state": {"values": values}}
    for act in (
        {"type": "block_actions", "actions": [{"action_id": "b", "block_id": "k", "value": "f" * 32}]},
        {"type": "block_actions", "actions": [{"action_id": "b", "block_id": "field:goods"}], "view": view},
        {"type": "view_submission", "view": view},
        {"type": "shortcut", "callback_id": "report"},
        {"type": "message_action", "callback_id": "report_photo", "message": photo},
    ):
        yield {"team": {"id": team}, "user": {"id": user}, "trigger_id": secrets.token_hex(8), **act}


def slack_answers(bot_url: str, told: dict[str, Any]) -> int:
    """The status for one signed request; presses come as a form."""
    event = told.get("type") == "event_callback"
    body = (json.dumps(told) if event else urlencode({"payload": json.dumps(told)})).encode()
    kind = "application/json" if event else "application/x-www-form-urlencoded"
    stamp = str(int(time.time()))
    signature = hmac.new(Workspace.signing_secret.encode(), f"v0:{stamp}:".encode() + body, "sha256").hexdigest()
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signature}", "content-type": kind}
    return HTTP.post(f"{bot_url}/slack/events", content=body, headers=headers).status_code


def test_what_is_hostile_in_any_place_is_no_fault_of_ours_and_takes_no_good_event_along(town: ServedTown) -> None:
    """R-064: of two hundred of LINE's events and forty of Slack's none is answered 500 or fails in the worker; the
    good one among each forty is kept.
    """
    chance, log_before = random.Random(SEED), town.log.stat().st_size
    users = [town.people.phone(code, "line").user_id for code in ("P31", "P34")]
    good, asker = list[str](), town.people.phone("P09", "line").user_id
    for number in range(REQUESTS):
        of = [*users, *("U" + secrets.token_hex(16) for _ in range(5))]
        shapes = [event for user in of for event in on_line(user, int(town.app.now().timestamp() * 1000))]
        events = [mutated(chance, event) for event in shapes[:EVENTS]]
        good.append(secrets.token_hex(13))
        events.insert(chance.randrange(EVENTS), town.on_line(asker, f"ヘルプ {number}", good[-1]))
        assert line(town.bot_url, of_line(*events)) == HTTPStatus.OK
    author = town.people.phone("P04", "slack").user_id
    told = [mutated(chance, one) for _ in range(SLACKS) for one in on_slack(author)]
    assert {slack_answers(town.bot_url, one) for one in told} <= {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}

    with town.reading() as uow:
        assert uow.session.query(InboxEvent).filter(InboxEvent.event_id.in_(good)).count() == REQUESTS
    town.until(lambda: not town.handling("line") and not town.handling("slack"), "all of it to be handled")
    printed = town.log.read_bytes()[log_before:].decode()
    assert "event failed" not in printed
    assert all(each.startswith("{") for each in printed.splitlines()), "our own JSON and nothing else"
