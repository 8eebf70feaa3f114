"""A file is fetched within a time, however it comes."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot import attachment
from bot.attachment import download
from bot.chat import ContentNotReady
from bot.due_loop import ERRAND_SECONDS
from tests.bot.stages import Stage


async def trickle(scope: object, receive: object, send: object) -> None:
    """A byte now and then, for a minute; all at once under ``/quick``."""
    request = Request(scope)  # type: ignore[arg-type]

    async def bytes_now_and_then() -> object:
        for _ in range(600):
            yield b"x"
            await asyncio.sleep(0.1)

    quick = request.url.path == "/quick"
    answer = Response(b"x" * 200_000) if quick else StreamingResponse(bytes_now_and_then())  # type: ignore[arg-type]
    await answer(scope, receive, send)  # type: ignore[arg-type]


def test_a_download_that_trickles_ends(bot_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-123: it is tried again later and holds up nobody meanwhile; a quick one is there whole."""
    monkeypatch.setattr(attachment, "LONGEST", 0.3)
    bot_stage.app = trickle
    with pytest.raises(ContentNotReady):
        download(bot_stage.url, "token")
    assert download(f"{bot_stage.url}/quick", "token") == b"x" * 200_000


def test_a_download_is_over_before_its_work_is_taken_for_dead() -> None:
    """No second worker begins the same download beside the first."""
    assert attachment._TIMEOUT.connect_timeout
    assert attachment._TIMEOUT.read_timeout
    waits = attachment._TIMEOUT.connect_timeout + attachment._TIMEOUT.read_timeout
    assert attachment.LONGEST + waits < ERRAND_SECONDS
