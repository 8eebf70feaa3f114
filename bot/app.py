"""The HTTP application: webhooks in, pages out, health."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from fastapi import FastAPI

from bot.door import Door
from bot.health import health
from bot.inbox_batch import InboxBatch
from bot.web.pages import add_pages
from bot.web.security import SecurityHeaders
from bot.wiring import ADAPTERS, Bot


class Working(Protocol):
    """Who does the work that webhooks and the clock bring: threads of this process, or one beside it."""

    def start(self) -> None:
        """Begin, in the server's loop."""

    def stop(self) -> None:
        """Finish what is at hand."""


def create(bot: Bot, worker: Working | None) -> FastAPI:
    """The application of one process, whose ``worker``, if it has one, does what the webhooks bring."""
    app = watched(bot, worker)
    keep = InboxBatch(bot.application)
    for name in bot.platforms:
        app.routes.extend(ADAPTERS[name].webhook(bot.application, keep).routes)
    add_pages(app, bot.application, masking=True)
    return app


def working(bot: Bot, worker: Working | None) -> FastAPI:
    """What a worker by itself shows: its health and figures, under the same headers as any page."""
    app = watched(bot, worker)
    app.add_middleware(SecurityHeaders, https=bot.settings.public_url.startswith("https:"))
    return app


def watched(bot: Bot, worker: Working | None) -> FastAPI:
    """Health and figures of this process, whose ``worker`` lives as long as it."""

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if worker:
            worker.start()
        yield
        if worker:
            worker.stop()

    app = FastAPI(lifespan=life, openapi_url=None, redirect_slashes=False)
    app.add_middleware(Door)
    app.routes.extend(health(bot.application).routes)
    return app
