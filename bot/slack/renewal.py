"""Tokens that expire, renewed before they do; ``oauth.v2.access`` with the refresh token, which is used up by it.

One worker has the due work in hand, by its lease; everybody else goes on with the token that still lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.application import Application
from bot.settings import Settings
from handlers.commands.workspaces import RenewTokens
from handlers.errors import NotFound
from storage.installations import Tokens

_TIMEOUT = 10


@dataclass(frozen=True)
class Renewal:
    """With the app's own credentials."""

    app: Application

    def renew(self, installation_id: str, expires_at: str) -> RenewTokens:
        """A fresh token.

        Raises:
            NotFound: the one that expires then is in use no longer.
            SlackApiError: refused, or Slack is in trouble.
        """
        with self.app.reading() as ctx:
            row = ctx.uow.installations.find(installation_id)
            tokens = ctx.uow.installations.tokens(row) if row else None
        if not (row and tokens and row.expires_at and row.expires_at.isoformat() == expires_at):
            raise NotFound
        answer = exchange(self.app.settings, grant_type="refresh_token", refresh_token=tokens.refresh)
        return RenewTokens(installation_id, *tokens_in(answer, self.app.now()))


def exchange(settings: Settings, **given: str) -> dict[str, Any]:
    """``oauth.v2.access``, in which a code or a refresh token is given for an access token.

    The SDK's synchronous client, since the other one makes its credentials in a way that aiohttp is about to drop.
    """
    client = WebClient(base_url=settings.slack_api_url, timeout=_TIMEOUT, retry_handlers=[])
    secret = settings.slack_client_secret.get_secret_value()
    answer = client.oauth_v2_access(client_id=settings.slack_client_id, client_secret=secret, **given)
    return answer.data if isinstance(answer.data, dict) else {}


def tokens_in(answer: dict[str, Any], now: datetime) -> tuple[Tokens, datetime | None]:
    """What ``oauth.v2.access`` gave, and when it expires, if it does.

    Raises:
        KeyError: no token of a bot.
    """
    lives = answer.get("expires_in")
    tokens = Tokens(str(answer["access_token"]), str(answer.get("refresh_token") or ""))
    return tokens, now + timedelta(seconds=int(lives)) if lives and tokens.refresh else None
