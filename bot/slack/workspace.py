"""Whose requests are ours: our own app's, from a workspace, or the organisation, that gave us a token."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import aiohttp
from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.application import Application
from bot.inbound import NotKept, patiently
from bot.log import log
from bot.loop import fault_id

TAKEN_BACK = {"account_inactive", "token_revoked", "invalid_auth", "team_access_not_granted"}
"""What Slack says of a token once nobody lets us in by it any more."""

_SECONDS = 1
"""For a look into the database; Slack waits three in all."""


@dataclass(frozen=True)
class Home:
    """Where a request comes from; ``workspace`` "": there is one only."""

    workspace: str
    token: str = field(repr=False)
    bot_user: str = ""


class Ends(Protocol):
    """Ends what is a workspace's, unless it was installed after that moment, and commits; called in a thread."""

    def __call__(self, workspace: str, at: datetime) -> None: ...


async def is_end(event: dict[str, Any], home: Home, client: AsyncWebClient) -> bool:
    """Whether whoever let us in took our app out, or took back the token that is ours.

    An organisation takes us out of its workspaces one by one; it is over when none of them is left.

    Raises:
        NotKept: Slack does not say at the moment which are left, and tells us again if we don't acknowledge.
    """
    match event.get("type"):
        case "app_uninstalled":
            return True
        case "tokens_revoked":
            tokens = event.get("tokens")
            return home.bot_user in ((tokens.get("bot") if isinstance(tokens, dict) else None) or [])
        case "team_access_revoked":
            return home.workspace in (event.get("team_ids") or []) or not await _is_let_in(home, client)
    return False


async def _is_let_in(home: Home, client: AsyncWebClient) -> bool:
    """Whether the token still opens a workspace. It is named here, since Bolt gives the client none for an end."""
    try:
        return bool((await client.auth_teams_list(limit=1, token=home.token)).get("teams"))
    except (SlackApiError, aiohttp.ClientError, TimeoutError) as trouble:
        if isinstance(trouble, SlackApiError) and trouble.response.get("error") in TAKEN_BACK:
            return False
        log().error("Slack does not say who still lets us in", fault=type(trouble).__name__, id=fault_id())
        raise NotKept from None


class Homes(Protocol):
    """An app that others installed too signs their requests with the same secret: those are none of ours."""

    async def of(self, request: AsyncBoltRequest) -> Home | None:
        """Whence it comes, if from one of ours.

        Raises:
            NotKept: that can't be known at the moment, so that nothing of it may be done yet.
        """

    def asked_early(self, app: Starlette) -> contextlib.AbstractAsyncContextManager[None]:
        """What is done at the start, lest somebody's first message waits for it."""


class OneHome:
    """The workspace, or organisation, of the one token: ``auth.test`` tells, asked once.

    Args:
        client: With our token.
        token: The same.
    """

    def __init__(self, client: AsyncWebClient, token: str) -> None:
        self._client = client
        self._token = token
        self._asking = asyncio.Lock()
        self._ours: str | None = None

    async def of(self, request: AsyncBoltRequest) -> Home | None:
        return Home("", self._token) if await self._known() in _named(request) else None

    @contextlib.asynccontextmanager
    async def asked_early(self, _: Starlette) -> AsyncIterator[None]:
        task = asyncio.create_task(self._early())
        yield
        task.cancel()

    async def _early(self) -> None:
        with contextlib.suppress(NotKept):
            await self._known()

    async def _known(self) -> str:
        async with self._asking:
            if self._ours is None:
                try:
                    told = await self._client.auth_test()
                except (SlackApiError, aiohttp.ClientError, TimeoutError) as trouble:
                    log().error("Slack does not say whose token this is", fault=type(trouble).__name__, id=fault_id())
                    raise NotKept from None
                self._ours = str(told.get("enterprise_id" if told.get("is_enterprise_install") else "team_id") or "-")
            return self._ours


class InstalledHomes:
    """The workspaces that let us in, as the database has them at this moment."""

    def __init__(self, app: Application) -> None:
        self._app = app

    async def of(self, request: AsyncBoltRequest) -> Home | None:
        named = _named(request)
        return await patiently(asyncio.get_running_loop().time() + _SECONDS, lambda: self._found(named))

    @contextlib.asynccontextmanager
    async def asked_early(self, _: Starlette) -> AsyncIterator[None]:
        yield

    def _found(self, named: tuple[str, ...]) -> Home | None:
        with self._app.reading() as ctx:
            for workspace in named:
                row = ctx.uow.installations.of(workspace)
                tokens = ctx.uow.installations.tokens(row) if row else None
                if row and tokens:
                    return Home(workspace, tokens.access, row.bot_user)
        return None


def _named(request: AsyncBoltRequest) -> tuple[str, ...]:
    """The installation that a request is for.

    An organisation's requests name a workspace beside it, or none at all; a workspace's may name the organisation.
    """
    context: Any = request.context
    given = [context.enterprise_id] if context.is_enterprise_install else [context.team_id, context.enterprise_id]
    return tuple(str(name) for name in given if name)
