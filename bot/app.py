"""The HTTP application: webhooks in, pages out, health."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from bot.health import health
from bot.inbox_batch import InboxBatch
from bot.log import log
from bot.loop import fault_id
from bot.web.pages import add_pages
from bot.web.security import ALWAYS, UNSTORED
from bot.wiring import ADAPTERS, Bot
from bot.worker import Worker


def create(bot: Bot, worker: Worker | None) -> FastAPI:
    """The application of one process; with a ``worker`` it also does the work that the webhooks bring."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if worker:
            worker.start()
        yield
        if worker:
            worker.stop()

    app = FastAPI(lifespan=life, openapi_url=None)
    app.add_exception_handler(Exception, fault)
    keep = InboxBatch(bot.application, worker.ring if worker else lambda: None)
    for name in bot.platforms:
        app.include_router(ADAPTERS[name].webhook(bot.application, keep))
    app.include_router(health(bot.application))
    add_pages(app, bot.application)
    return app


async def fault(request: Request, error: Exception) -> Response:
    """A fault of ours: an id for the log and the person, and nothing of the request in either."""
    error_id = fault_id()
    log().error("request failed", path=request.scope["path"].split("/")[1], fault=type(error).__name__, id=error_id)
    # The headers' middleware stands inside of what answers a fault, so this answer brings its own.
    return PlainTextResponse(f"error {error_id}", status_code=500, headers=ALWAYS | UNSTORED)
