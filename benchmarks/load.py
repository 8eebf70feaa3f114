"""Signed LINE webhooks at a steady rate, bounded in number; each timed from the moment it was due."""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from simulator.line_state import Channel

PER_SECOND, SECONDS = 50, 20
PATIENCE = 10.0
"""Longer than LINE's two seconds, so that a late answer is measured instead of lost."""


@dataclass(frozen=True)
class Answers:
    """How the requests were answered: milliseconds of each that got 200, and how many did not."""

    milliseconds: tuple[float, ...]
    failed: int

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share was answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def press(
    url: str,
    senders: Sequence[str],
    *,
    per_second: int = PER_SECOND,
    seconds: int = SECONDS,
    text: str = "状況",
    reply_token: str | None = None,
) -> Answers:
    """Send so many messages a second, one after another of the senders, whether or not earlier ones were answered."""
    gc.collect()
    gc.freeze()  # a collection in the sender would look like a slow answer
    requests = [_request(senders[n % len(senders)], text, reply_token) for n in range(per_second * seconds)]
    return asyncio.run(_press(url, requests, per_second))


async def _press(url: str, requests: list[tuple[bytes, dict[str, str]]], per_second: int) -> Answers:
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
        await client.get(url)  # what the sender itself loads at its first request is not the bot's time
        begin = time.perf_counter() + 0.1
        sent = [_send(client, url, begin + n / per_second, *request) for n, request in enumerate(requests)]
        times = await asyncio.gather(*sent)
    answered = tuple(seconds * 1000 for seconds in times if seconds is not None)
    return Answers(answered, len(times) - len(answered))


async def _send(client: httpx.AsyncClient, url: str, due: float, body: bytes, headers: dict[str, str]) -> float | None:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    try:
        answer = await client.post(url, content=body, headers=headers)
    except httpx.TransportError:
        return None
    # From when it was due: a sender that is held up must not make the answers look quick.
    return time.perf_counter() - due if answer.is_success else None


def _request(sender: str, text: str, reply_token: str | None) -> tuple[bytes, dict[str, str]]:
    event: dict[str, Any] = {
        "type": "message",
        "mode": "active",
        "timestamp": int(time.time() * 1000),
        "source": {"type": "user", "userId": sender},
        "webhookEventId": uuid.uuid4().hex.upper()[:26],
        "deliveryContext": {"isRedelivery": False},
        "message": {"type": "text", "id": str(uuid.uuid4().int)[:18], "text": text, "quoteToken": "q"},
    }
    if reply_token is not None:
        event["replyToken"] = reply_token
    body = json.dumps({"destination": Channel.destination, "events": [event]}).encode()
    signature = base64.b64encode(hmac.new(Channel.secret.encode(), body, hashlib.sha256).digest()).decode()
    return body, {"content-type": "application/json", "x-line-signature": signature}
