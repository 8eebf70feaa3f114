"""Trouble on demand: slow answers, server errors, rate limits, and time-outs after the request was accepted."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_A_BYTE_EACH = 0.05
"""Seconds."""


@dataclass
class Faults:
    """What is wrong with one platform just now.

    Attributes:
        fail_next: So many requests are refused with ``status`` before anything is done.
        hang_next: So many requests are carried out, but their answer comes ``hang_seconds`` late.
        trickle_next: So many are answered byte by byte and without end, until the asker hangs up.
        latency_ms: Added to every answer.
        retry_after: Seconds named by a 429.
        error: What a refusal says, where the platform says it in the body (Slack, status 200).
        only: Part of the path that a request must contain to be refused or to hang.
    """

    fail_next: int = 0
    status: int = 500
    hang_next: int = 0
    hang_seconds: float = 30.0
    trickle_next: int = 0
    latency_ms: int = 0
    retry_after: int = 1
    error: str = ""
    only: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def set(self, **values: Any) -> None:
        """Change some of them; unknown names raise AttributeError."""
        with self._lock:
            for name, value in values.items():
                if name.startswith("_") or name not in self.__dataclass_fields__:
                    raise AttributeError(name)
                setattr(self, name, value)

    def take(self, path: str) -> str:
        """What happens to this request: ``fail``, ``hang``, ``trickle`` or nothing."""
        with self._lock:
            for fate in ("fail", "hang", "trickle") if self.only in path else ():
                left = getattr(self, f"{fate}_next")
                if left > 0:
                    setattr(self, f"{fate}_next", left - 1)
                    return fate
            return ""


class Troubled:
    """ASGI wrapper that lets ``Faults`` happen to an app; ``answers`` words the body of a refusal by status."""

    def __init__(self, app: ASGIApp, faults: Faults, answers: dict[int, dict[str, Any]]) -> None:
        self._app = app
        self._faults = faults
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._faults.latency_ms:
            await asyncio.sleep(self._faults.latency_ms / 1000)
        fate = self._faults.take(scope["path"])
        if fate == "fail":
            await self._refuse(receive, send)
        elif fate == "hang":
            await self._hang(scope, receive, send)
        elif fate == "trickle":
            await _trickle(receive, send)
        else:
            await self._app(scope, receive, send)

    async def _refuse(self, receive: Receive, send: Send) -> None:
        # A server that answers before it has read the question resets the connection under its own answer.
        while (await receive()).get("more_body"):
            pass
        status = self._faults.status
        headers = [(b"content-type", b"application/json")]
        if status == 429:  # noqa: PLR2004 - the HTTP status
            headers.append((b"retry-after", str(self._faults.retry_after).encode()))
        told = self._answers.get(status, {"message": "Internal Server Error"})
        body = json.dumps(told | {"error": self._faults.error} if self._faults.error else told).encode()
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _hang(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)
        await asyncio.sleep(self._faults.hang_seconds)
        for message in answer:
            await send(message)


async def _trickle(receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"image/jpeg")]})
    left = asyncio.ensure_future(receive())
    while not left.done():
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        await asyncio.sleep(_A_BYTE_EACH)
