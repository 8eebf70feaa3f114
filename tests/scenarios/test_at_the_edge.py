"""A stranger with a script, and a platform with odd events, before the running bot (R-064)."""

from __future__ import annotations

import base64
import hmac
import json
import socket
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from bot.refusals import Refusal, so_far
from masking import MaskingPool
from simulator.line_state import Channel
from simulator.phones import Phone
from simulator.slack_state import Workspace
from simulator.webhook_delivery import FRESH, LOOPBACK
from tests.world.over_http import TownOverHttp

DAY = 24 * 3600


HTTP = httpx.Client(verify=LOOPBACK, trust_env=False, limits=FRESH)
"""One for all requests, since making one takes longer than a request."""


OPERATOR = "what an operator's monitoring shows"


@pytest.fixture
def town(tmp_path: Path, database_url: str, master_keys: str, pool: MaskingPool) -> Iterator[TownOverHttp]:
    """The demo town, which shows how it is to its operator alone."""
    with TownOverHttp(tmp_path, database_url, master_keys, pool, metrics_token=OPERATOR) as made:
        yield made


def line(town: TownOverHttp, body: bytes, secret: str = Channel.secret) -> int:
    """A request to LINE's entrance, signed with this secret."""
    signature = base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()
    answer = HTTP.post(f"{town.bot_url}/line/webhook", content=body, headers={"x-line-signature": signature})
    return answer.status_code


def slack(town: TownOverHttp, body: bytes, stamp: str = "", secret: str = Workspace.signing_secret) -> int:
    """The same for Slack."""
    stamp = stamp or str(int(time.time()))
    signature = "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, "sha256").hexdigest()
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature, "content-type": "application/json"}
    return HTTP.post(f"{town.bot_url}/slack/events", content=body, headers=headers).status_code


def says(phone: Phone, text: str, event_id: str, *, age: float = 0) -> dict[str, Any]:
    """LINE's event of somebody's words."""
    return {
        "type": "message",
        "mode": "active",
        "webhookEventId": event_id,
        "timestamp": int((time.time() - age) * 1000),
        "source": {"type": "user", "userId": phone.user_id},
        "replyToken": event_id,
        "message": {"type": "text", "id": event_id, "text": text},
    }


def hang_up(town: TownOverHttp, path: str) -> None:
    """Go away in the middle of a body."""
    server = urlsplit(town.bot_url)
    with socket.create_connection((server.hostname, server.port), timeout=5) as wire:
        wire.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf".encode())


def test_a_stranger_s_script_gets_no_500_and_changes_nothing(town: TownOverHttp) -> None:
    """R-064: whatever is wrong with a request that nobody signed, it is refused, counted, and not looked into."""
    refused, forged = so_far(Refusal.SIGNATURE), 0
    bodies = (b"", b"\xff\xfe\x00", b"[" * 100_000, b'{"events":' + b"[" * 50_000, b"payload=%7B", b"{" * 10)
    for body in bodies:
        for stamp in ("9" * 310, "-1", "1e9", "soon", ""):
            assert slack(town, body, stamp, secret="guessed") == HTTPStatus.UNAUTHORIZED
            forged += 1
        assert line(town, body, secret="guessed") == HTTPStatus.UNAUTHORIZED
        forged += 1
    for path in ("/line/webhook", "/slack/events", "/p/x/open"):
        for _ in range(10):
            hang_up(town, path)
        too_much = HTTP.post(f"{town.bot_url}{path}", content=b"x" * 1_100_000)
        assert too_much.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert "default-src 'none'" in too_much.headers["content-security-policy"]
    for path in (
        "/p/x/",
        "/line/webhook/",
        "/p/%00",
        "/p/" + "a" * 3000,
        "/assets/..%2f..%2fetc%2fpasswd",
        "//",
        "/metrics%00",
        "/metrics",
        "/readyz",
    ):
        nothing = HTTP.get(f"{town.bot_url}{path}")
        assert nothing.status_code == HTTPStatus.NOT_FOUND
        assert "default-src 'none'" in nothing.headers["content-security-policy"]
    assert so_far(Refusal.SIGNATURE) == refused + forged
    figures = HTTP.get(f"{town.bot_url}/metrics", headers={"authorization": f"Bearer {OPERATOR}"}).text
    assert f'hansho_refused_total{{what="bad_signature"}} {refused + forged}.0' in figures


def test_odd_and_old_and_foreign_events_leave_the_good_ones_alone(town: TownOverHttp) -> None:
    """R-064: of one request the good event is done; a day-old one, foreign workspaces and apps, and odd ids are not."""
    nul, long = says(town.neighbour, "状況", "a\0b"), says(town.deputy, "状況", "x" * 300)
    nobody = says(town.reporter, "状況", "nobody") | {"source": {"type": "user", "userId": "U\0"}}
    overheard = says(town.responsible, "状況", "old", age=DAY + 60)
    good = says(town.reporter, "状況", "good")
    body = json.dumps({"destination": "U", "events": [nul, nobody, overheard, long, good]}).encode()
    assert line(town, body) == HTTPStatus.OK
    inner = {"type": "message", "channel_type": "im", "user": town.approver.user_id, "text": "状況", "ts": "1.1"}
    event = {"type": "event_callback", "event_id": "Ev1", "event": inner}
    for foreign in ({"team_id": "T0ELSEWHERE"}, {"team_id": Workspace.team, "api_app_id": "A0ELSEWHERE"}):
        assert slack(town, json.dumps(event | foreign).encode()) == HTTPStatus.OK

    town.reporter.wait_for("できること")
    town.neighbour.wait_for("できること")
    town.wait_until_sent()
    assert town.responsible.inbox() == town.approver.inbox() == []
    assert slack(town, json.dumps(event | {"team_id": Workspace.team}).encode()) == HTTPStatus.OK
    town.approver.wait_for("できること")
