"""``POST /line/webhook``: signature on the raw bytes, each event into the inbox once, then 200 (LINE waits 2 s)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Final

from fastapi import APIRouter
from linebot.v3.webhook import SignatureValidator
from starlette.requests import Request
from starlette.responses import Response

from bot.inbound import Keep, NotKept, event_id, keep_each, moment, plain_id, read_json, write_json
from bot.refusals import Refusal, refused
from policy.lanes import STRANGER_ROWS
from storage.inbox import InboundEvent

OLDEST: Final = STRANGER_ROWS
"""LINE delivers again for hours at most, with the same event id; ``storage.tidy`` keeps no id for a shorter time."""

WAIT_SECONDS: Final = 1.7
"""LINE hangs up after two seconds; the rest is for the way."""


def webhook(keep: Keep, channel_secret: str, now: Callable[[], datetime]) -> APIRouter:
    """The entrance for LINE's events.

    Raises:
        ValueError: there is no channel secret; without one everybody could sign.
    """
    if not channel_secret:
        raise ValueError("HANSHO_LINE_CHANNEL_SECRET: needed to tell LINE's requests from others'")
    validator = SignatureValidator(channel_secret)
    router = APIRouter()

    @router.post("/line/webhook")
    async def receive(request: Request) -> Response:
        until = asyncio.get_running_loop().time() + WAIT_SECONDS
        body = await request.body()
        if not _signed(validator, body, request.headers.get("x-line-signature", "")):
            refused(Refusal.SIGNATURE)
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        try:
            events = [event for event in events_in(body) if _fresh(event, now())]
        except ValueError:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        try:
            if events:
                await keep_each(keep, until, *events)
        except NotKept:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response()

    return router


def events_in(body: bytes) -> list[InboundEvent]:
    """Each event for itself, so that one LINE invented yesterday does not take its neighbours with it.

    In the order they happened, so that a worker that is quicker than the rest of the request meets them in it.
    Left out: events in ``standby`` (another module of the account answers them), and those of groups or of nobody,
    since the bot talks to one person at a time.

    Raises:
        ValueError: this is not a webhook body.
    """
    events = read_json(body).get("events")
    if not isinstance(events, list):
        raise ValueError("no list of events")  # noqa: TRY004 - as read_json
    told = [kept for event in events if (kept := _event(event)) is not None]
    return sorted(told, key=lambda event: event.happened_at)


def _fresh(event: InboundEvent, now: datetime) -> bool:
    """LINE signs no time of sending, so what was overheard once could be sent again when its row is long gone."""
    if now - event.happened_at <= OLDEST:
        return True
    refused(Refusal.AGE)
    return False


def _event(raw: object) -> InboundEvent | None:
    if not isinstance(raw, dict) or raw.get("mode") == "standby":
        return None
    source = raw.get("source")
    if not isinstance(source, dict) or source.get("type", "user") != "user":
        return None
    sender = plain_id(source.get("userId"))
    if not sender:
        return None
    body = write_json(raw)
    return InboundEvent(
        platform="line",
        event_id=event_id(raw.get("webhookEventId"), body),
        sender=sender,
        happened_at=moment(raw.get("timestamp"), per_second=1000),
        body=body,
    )


def _signed(validator: SignatureValidator, body: bytes, signature: str) -> bool:
    try:
        text = body.decode()
    except UnicodeDecodeError:  # LINE signs UTF-8 only
        return False
    return bool(validator.validate(text, signature))
