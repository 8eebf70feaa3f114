"""Whose requests are ours: our own app's, from the workspace, or the organisation, that gave us our token."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.inbound import NotKept
from bot.log import log
from bot.loop import fault_id

CHALLENGE = "url_verification"
"""Slack asks whether we are there, before anybody has installed us."""


class Workspace:
    """``auth.test``, asked once: an app that others installed too signs their requests with the same secret.

    Args:
        client: With our token.
        app_id: Our own app; "": what a request says of that is not looked at.
    """

    def __init__(self, client: AsyncWebClient, app_id: str) -> None:
        self._client = client
        self._app_id = app_id
        self._asking = asyncio.Lock()
        self._home: tuple[bool, str] | None = None

    async def sent(self, request: AsyncBoltRequest) -> bool:
        """Whether it did.

        Raises:
            NotKept: Slack does not say who we are, so that nothing of it may be done yet.
        """
        if request.body.get("type") == CHALLENGE:
            return True
        # Slack names the app everywhere but in global shortcuts.
        if self._app_id and request.body.get("api_app_id", self._app_id) != self._app_id:
            return False
        organisation, name = await self._ours()
        context = request.context
        return name == (context.enterprise_id if organisation else context.team_id)

    @contextlib.asynccontextmanager
    async def asked_early(self, _: Starlette) -> AsyncIterator[None]:
        """Ask at the start, so that nobody's first message waits for it; if Slack is away, the first message asks."""
        task = asyncio.create_task(self._early())
        yield
        task.cancel()

    async def _early(self) -> None:
        with contextlib.suppress(NotKept):
            await self._ours()

    async def _ours(self) -> tuple[bool, str]:
        async with self._asking:
            if self._home is None:
                try:
                    told = await self._client.auth_test()
                except (SlackApiError, aiohttp.ClientError, TimeoutError) as trouble:
                    log().error("Slack does not say whose token this is", fault=type(trouble).__name__, id=fault_id())
                    raise NotKept from None
                organisation = bool(told.get("is_enterprise_install"))
                self._home = organisation, str(told.get("enterprise_id" if organisation else "team_id") or "")
            return self._home
