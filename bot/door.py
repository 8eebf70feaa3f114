"""What every request passes first, signed or not: a size, a time, and an answer even where we are at fault.

Whoever sends slowly or without end, or hangs up in the middle, costs one connection for five seconds and no line of
the log.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.log import log
from bot.loop import fault_id
from bot.refusals import Refusal, refused

BODY_LIMIT: Final = 1_000_000
"""Bytes of one request. LINE and Slack send a few kilobytes; pages have lower limits of their own."""

BODY_SECONDS: Final = 5
"""From the head of a request to its last byte. LINE gives the whole of it two seconds, Slack three."""

ENTRANCES: Final = frozenset({"line", "slack", "p", "r", "desk", "assets"})
"""How our addresses begin; a log names no other, since anybody may write anything into one."""


class Door:
    """Reads the whole body before the application sees the request, and answers for it when it fails.

    Args:
        app: The application.
        seconds: How long a body may take.
    """

    def __init__(self, app: ASGIApp, *, seconds: float = BODY_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or turn it away."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if {"content-length", "transfer-encoding"} <= {*Headers(scope=scope)}:
            await _turn_away(Refusal.LENGTHS, HTTPStatus.BAD_REQUEST, scope, receive, send)
            return
        if _announced(scope) > BODY_LIMIT:
            await _turn_away(Refusal.SIZE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await _whole(receive)
        except TimeoutError:
            await _turn_away(Refusal.TIME, HTTPStatus.REQUEST_TIMEOUT, scope, receive, send)
            return
        except ValueError:
            await _turn_away(Refusal.SIZE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, scope, receive, send)
            return
        if body is not None:
            await self._let_in(body, scope, receive, send)

    async def _let_in(self, body: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        told, begun = False, False

        async def tell() -> Message:
            nonlocal told
            if told:
                return await receive()
            told = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def answer(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, tell, answer)
        except Exception as fault:  # noqa: BLE001 - edge: an id for the log and the person, nothing of the request
            error_id, first = fault_id(), scope["path"].strip("/").split("/")[0]
            path = first if first in ENTRANCES else "other"
            log().error("request failed", path=path, fault=type(fault).__name__, id=error_id)
            if not begun:  # else the server hangs up, so that nobody takes half an answer for a whole one
                await PlainTextResponse(f"error {error_id}", status_code=500)(scope, receive, send)


def _announced(scope: Scope) -> int:
    """The length that the request says its body has; what is no number the server refused before."""
    return int(Headers(scope=scope).get("content-length", "0"))


async def _whole(receive: Receive) -> bytes | None:
    """The body; None if its sender hung up.

    Raises:
        ValueError: it is longer than BODY_LIMIT.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            raise ValueError
        if not message.get("more_body", False):
            return bytes(body)


async def _turn_away(why: Refusal, status: HTTPStatus, scope: Scope, receive: Receive, send: Send) -> None:
    refused(why)
    # What is still to come of this body is not read.
    await PlainTextResponse(status.phrase, status_code=status, headers={"Connection": "close"})(scope, receive, send)
