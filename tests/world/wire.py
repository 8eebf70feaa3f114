"""Requests as LINE and Slack sign them, written by hand: from whoever has a secret, or has guessed one."""

from __future__ import annotations

import base64
import hmac
import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.line_state import Channel
from simulator.slack_state import Workspace
from simulator.webhook_delivery import FRESH, LOOPBACK

HTTP = httpx.Client(verify=LOOPBACK, trust_env=False, limits=FRESH, timeout=90)
"""One for all requests, since making one takes longer than a request."""

PATIENCE_SECONDS = 120


def line(bot_url: str, body: bytes, secret: str = Channel.secret) -> int:
    """A request to LINE's entrance, signed with this secret, as long as the bot can't keep it: the answer's status."""
    return _while_it_waits(lambda: line_once(bot_url, body, secret))


def slack(bot_url: str, body: bytes, stamp: str = "", secret: str = Workspace.signing_secret) -> int:
    """The same for Slack; ``stamp``: when it claims to be signed, by default now."""
    return _while_it_waits(lambda: slack_once(bot_url, body, stamp, secret))


def _while_it_waits(bring: Callable[[], int]) -> int:
    """Whoever hears 503 brings it again, as both platforms do: a busy machine keeps it at the second try."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (status := bring()) == HTTPStatus.SERVICE_UNAVAILABLE and time.monotonic() < end:
        time.sleep(0.2)
    return status


def line_once(bot_url: str, body: bytes, secret: str = Channel.secret) -> int:
    """One request, whatever its answer is."""
    return answered(bot_url, body, secret).status_code


def answered(bot_url: str, body: bytes, secret: str = Channel.secret) -> httpx.Response:
    """The whole of that answer."""
    signature = base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()
    return HTTP.post(f"{bot_url}/line/webhook", content=body, headers={"x-line-signature": signature})


def slack_once(bot_url: str, body: bytes, stamp: str = "", secret: str = Workspace.signing_secret) -> int:
    """The same for Slack."""
    stamp = stamp or str(int(time.time()))
    signature = "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, "sha256").hexdigest()
    headers = {"x-slack-request-timestamp": stamp.encode(), "x-slack-signature": signature.encode()}
    headers["content-type"] = b"application/json"
    return HTTP.post(f"{bot_url}/slack/events", content=body, headers=headers).status_code


def on_line(user_id: str, text: str, event_id: str, *, at: float | None = None) -> dict[str, Any]:
    """LINE's event of somebody's words; ``at``: seconds since 1970, by default now. Its reply token is none."""
    return {
        "type": "message",
        "mode": "active",
        "webhookEventId": event_id,
        "timestamp": int((time.time() if at is None else at) * 1000),
        "source": {"type": "user", "userId": user_id},
        "replyToken": event_id,
        "message": {"type": "text", "id": event_id, "text": text},
    }


def of_line(*events: dict[str, Any]) -> bytes:
    """The body that brings these events."""
    return json.dumps({"destination": Channel.destination, "events": events}).encode()


def on_slack(user_id: str, text: str, event_id: str, **outer: str) -> bytes:
    """The body that brings somebody's words; ``outer`` stands beside the event, such as another ``team_id``."""
    inner = {"type": "message", "channel_type": "im", "user": user_id, "text": text, "ts": f"{time.time():.6f}"}
    told = {"type": "event_callback", "event_id": event_id, "team_id": Workspace.team, "event": inner}
    return json.dumps(told | outer).encode()


def opened(bot_url: str, *parts: bytes, patience: float = 60) -> socket.socket:
    """A connection of one's own, on which these bytes were sent."""
    server = urlsplit(bot_url)
    wire = socket.create_connection((server.hostname, server.port), timeout=patience)
    for part in parts:
        wire.sendall(part)
    return wire


def heard(wire: socket.socket) -> bytes:
    """Everything until the server hangs up; then so do we."""
    told = b""
    with wire, suppress(ConnectionResetError):
        while more := wire.recv(65536):
            told += more
    return told
