"""The LINE channel's API client and its access token."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob
from linebot.v3.oauth import ApiClient as TokenClient
from linebot.v3.oauth import ChannelAccessToken
from linebot.v3.oauth import Configuration as TokenConfiguration

TIMEOUT = (3.0, 10.0)
"""Seconds to connect and to wait for an answer; the SDK's own default is 300."""

_SPARE = 120
"""Seconds by which a stateless token, which lives 15 minutes, is renewed early: longer than any request with it."""

_CONNECTIONS = 64
"""Kept open: one for each sender thread, at most ``Settings.senders``."""


class Channel:
    """One LINE channel: a client with a token that is good now. Safe to use from several threads.

    With ``token`` (long-lived) that one is used; else stateless tokens are issued by the channel secret.
    """

    def __init__(self, channel_id: str, secret: str, token: str, api_url: str, now: Callable[[], float]) -> None:
        self._id, self._secret, self._fixed = channel_id, secret, token
        self._host = api_url.rstrip("/") or None
        self._now = now
        self._lock = Lock()
        self._good_until = 0.0
        self._token = ""
        self._api: MessagingApi | None = None

    def api(self) -> MessagingApi:
        """The messaging client; built anew with each token, since the SDK fixes the token at construction.

        Raises:
            linebot.v3.oauth.exceptions.ApiException, urllib3.exceptions.HTTPError: no token was to be had.
        """
        with self._lock:
            if self._api is None or not self._is_good():
                self._token = self._fixed or self._issue()
                configuration = _undisturbed(Configuration(host=self._host, access_token=self._token))
                self._api = MessagingApi(ApiClient(configuration))
            return self._api

    def content_api(self) -> MessagingApiBlob:
        """The client for what lies behind a message. Raises as ``api``."""
        return MessagingApiBlob(self.api().api_client)

    def token(self) -> str:
        """The access token, for what the SDK can't do. Raises as ``api``."""
        self.api()
        return self._token

    def content_url(self, message_id: str) -> str:
        """Where the picture somebody sent is fetched."""
        return f"{self._host or 'https://api-data.line.me'}/v2/bot/message/{message_id}/content"

    def forget_token(self) -> bool:
        """LINE refused the token: the next call asks for a fresh one; False if the operator has to."""
        with self._lock:
            self._api = None
        return not self._fixed

    def _is_good(self) -> bool:
        return bool(self._fixed) or self._now() < self._good_until

    def _issue(self) -> str:
        client = ChannelAccessToken(TokenClient(_undisturbed(TokenConfiguration(host=self._host))))
        answer = client.issue_stateless_channel_token_by_client_secret(self._id, self._secret, _request_timeout=TIMEOUT)
        self._good_until = self._now() + answer.expires_in - _SPARE
        return str(answer.access_token)


def _undisturbed(configuration: Any) -> Any:
    """No attempts behind our back: the outbox alone decides when to try again."""
    configuration.retries = False
    configuration.connection_pool_maxsize = _CONNECTIONS
    return configuration
