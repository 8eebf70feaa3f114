"""LINE as a chat platform: cards out, files in, quota."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from http import HTTPStatus
from itertools import chain
from typing import Any
from urllib.parse import quote

import urllib3
from linebot.v3.messaging import (
    ApiException,
    Message,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
    TestWebhookEndpointRequest,
)
from linebot.v3.oauth import ApiException as TokenException
from pydantic.v1 import ValidationError

from bot.attachment import download
from bot.chat import Access, Allowance, ContentGone, ContentNotReady, Door, Outgoing, SendFailed, retry_after
from bot.line import commands
from bot.line.channel import TIMEOUT, Channel
from bot.line.render import render
from bot.line.rich_menus import RichMenus
from handlers.commands.chat import Command
from handlers.errors import NotFound
from handlers.home import Home
from storage.tables import Amiss, Failure

_OPERATOR = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
"""A wrong token, or an account or plan that may not do this, is for the operator to repair."""

_OF_A_PERSON = {"Failed to send messages": Failure.BLOCKED, "'to'": Failure.NOT_FOUND}
"""LINE's words for a user it can't deliver to, and for an id of nobody or of another provider."""

_LOADING_SECONDS = 60
"""The longest LINE shows its dots; a card ends them earlier."""


class LinePlatform:
    """LINE Messaging API for one channel.

    Args:
        channel_id: With ``channel_secret``, issues stateless tokens.
        channel_secret: The channel's secret.
        channel_token: A long-lived token; "" to prefer stateless ones.
        api_url: "" for LINE itself, else the base of everything (api, api-data and oauth alike).
        webhook_url: Where LINE should bring what people write.
        now: Seconds by a clock that nobody sets, for the life of tokens.
    """

    name = "line"
    finds = False
    command = staticmethod(commands.command)
    enrolment_code = staticmethod(commands.enrolment_code)
    reply_token = staticmethod(commands.reply_token)

    def __init__(
        self,
        *,
        channel_id: str,
        channel_secret: str,
        channel_token: str,
        api_url: str,
        webhook_url: str,
        now: Callable[[], float],
    ) -> None:
        self._channel = Channel(channel_id, channel_secret, channel_token, api_url, now)
        self._menus = RichMenus(self._channel)
        self._webhook_url = webhook_url

    def send(self, message: Outgoing) -> dict[str, Any]:
        """Reply if there is a fresh token (free), else push under the retry key, unless it must be free.

        Raises SendFailed.
        """
        forms = chain.from_iterable(map(render, (message.card, *message.more)))
        messages = [_Rendered(type=form["type"], form=form) for form in forms]
        way = self._reply if message.reply_token else self._push
        with self._failures():
            try:
                return way(message, messages)
            except ApiException as error:
                # A stateless token can die before its time; a fresh one costs a moment, waiting costs the reply.
                if error.status != HTTPStatus.UNAUTHORIZED or not self._channel.forget_token():
                    raise
                return way(message, messages)

    def find(self, message_id: str, to: str) -> None:  # noqa: ARG002 - LINE shows nobody what it delivered
        return None

    def take_back(self, message_id: str, to: str, keep: dict[str, Any] | None) -> int:  # noqa: ARG002 - nor deleted
        return 0

    def workspaces(self) -> Mapping[str, str]:
        return {"": ""}

    def renew(self, installation_id: str, expires_at: str) -> Command:  # noqa: ARG002 - our own token is no workspace's
        raise NotFound

    def check(self, workspace: str = "") -> Access:  # noqa: ARG002 - there is one channel
        """Whether the token is good, our menus are there, and what people write comes to us."""
        door = self.door()
        with self._failures():
            missing = self._menus.missing()
            amiss, at = self._webhook()
        return Access({**amiss, **({Amiss.MENUS: str(missing)} if missing else {})}, door, at)

    def _webhook(self) -> tuple[dict[Amiss, str], datetime | None]:
        """LINE sends our own address a call without an event, and says what came of it and when (LINE's clock)."""
        api = self._channel.api()
        try:
            told = api.get_webhook_endpoint(_request_timeout=TIMEOUT)
        except ApiException as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise
            return {Amiss.WEBHOOK_UNSET: self._webhook_url}, None
        if told.endpoint != self._webhook_url:
            return {Amiss.WEBHOOK_ELSEWHERE: self._webhook_url}, None
        tried = api.test_webhook_endpoint(TestWebhookEndpointRequest(), _request_timeout=TIMEOUT)
        off = {} if told.active else {Amiss.WEBHOOK_OFF: ""}
        fails = {} if tried.success else {Amiss.WEBHOOK_FAILS: f"{tried.status_code} {tried.reason}"}
        return {**off, **fails}, tried.timestamp

    def door(self) -> Door:
        """``oaMessage`` opens the chat with a text in its field (LINE URL scheme); on phones, not on computers."""
        with self._failures():
            basic_id = self._channel.api().get_bot_info(_request_timeout=TIMEOUT).basic_id
        return Door(f"https://line.me/R/oaMessage/{quote(basic_id, safe='')}/?", ready=True)

    def show_home(self, to: Sequence[str], home: Home) -> bool:
        """Link the menu. Raises SendFailed."""
        with self._failures():
            return self._menus.link(to, home)

    def furnish(self, relink: Callable[[], None]) -> Iterator[str]:
        """Create, picture, link and delete menus. Raises SendFailed."""
        with self._failures():
            yield from self._menus.furnish(relink)

    def at_work(self, to: str) -> None:
        """The dots in the chat; they cost no message, and nobody waits for them."""
        with suppress(SendFailed), self._failures():
            request = ShowLoadingAnimationRequest(chatId=to, loadingSeconds=_LOADING_SECONDS)
            self._channel.api().show_loading_animation(request, _request_timeout=TIMEOUT)

    def fetch(self, reference: str) -> bytes:
        """The file of a message. By hand: the SDK reads one of any size and keeps it as ``last_response``."""
        try:
            with self._failures():
                token = self._channel.token()
        except SendFailed as failure:
            raise ContentNotReady(failure.asked) from None
        try:
            return download(self._channel.content_url(reference), token)
        except ContentNotReady:
            if self._will_never_be_ready(reference):
                raise ContentGone from None
            raise

    def delete(self, reference: str) -> bool:  # noqa: ARG002 - no call deletes what a user sent
        return False

    def _will_never_be_ready(self, reference: str) -> bool:
        """Whether LINE gave up preparing a video; as long as it can't say, there is hope."""
        try:
            with self._failures():
                api = self._channel.content_api()
                told = api.get_message_content_transcoding_by_message_id(reference, _request_timeout=TIMEOUT)
        except (SendFailed, ValidationError):
            return False
        return str(told.status) == "failed"

    def allowance(self) -> Allowance:
        """This month's quota and what of it is used. Raises SendFailed if LINE can't be asked."""
        with self._failures():
            api = self._channel.api()
            quota = api.get_message_quota(_request_timeout=TIMEOUT)
            used = api.get_message_quota_consumption(_request_timeout=TIMEOUT)
        return Allowance(allowed=quota.value, used=used.total_usage)

    def _reply(self, message: Outgoing, messages: list[Any]) -> dict[str, Any]:
        api = self._channel.api()
        message.begin()
        request = ReplyMessageRequest(replyToken=message.reply_token, messages=messages)
        try:
            answer = api.reply_message_with_http_info(request, _request_timeout=TIMEOUT)
        except ApiException as error:
            if error.status != HTTPStatus.BAD_REQUEST or "reply token" not in (error.body or "").lower():
                raise
            if message.in_doubt:  # a fresh token that no longer works was used by the attempt with the lost answer
                return {"by": "reply"}
            raise SendFailed(Failure.REPLY) from None
        except ValidationError:  # accepted, with an answer the SDK has no model for
            return {"by": "reply"}
        return {"by": "reply", "request": answer.headers.get("x-line-request-id")}

    def _push(self, message: Outgoing, messages: list[Any]) -> dict[str, Any]:
        if message.free:
            raise SendFailed(Failure.QUOTA)
        api = self._channel.api()
        message.begin()
        request = PushMessageRequest(to=message.to, messages=messages)
        try:
            answer = api.push_message_with_http_info(
                request, x_line_retry_key=message.retry_key, _request_timeout=TIMEOUT
            )
        except ApiException as error:
            if error.status != HTTPStatus.CONFLICT:
                raise
            return {"by": "push", "request": error.headers.get("x-line-accepted-request-id")}
        except ValidationError:  # as in _reply
            return {"by": "push"}
        return {"by": "push", "request": answer.headers.get("x-line-request-id")}

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """What LINE says, in the outbox's words; the causes are dropped, since they quote bodies and headers."""
        try:
            yield
        except (ApiException, TokenException) as error:
            if error.status == HTTPStatus.UNAUTHORIZED:
                self._channel.forget_token()
            raise _failure(error) from None
        except urllib3.exceptions.HTTPError:
            raise SendFailed(Failure.UNREACHABLE) from None


def _failure(error: ApiException | TokenException) -> SendFailed:
    status, body = error.status or 0, error.body or ""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        over = "monthly limit" in body
        return SendFailed(Failure.QUOTA) if over else SendFailed(Failure.RATE, retry_after(error.headers))
    if status == 0 or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return SendFailed(Failure.UNREACHABLE)
    if status in _OPERATOR or isinstance(error, TokenException):
        return SendFailed(Failure.TOKEN)
    if status == HTTPStatus.NOT_FOUND:
        return SendFailed(Failure.NOT_FOUND)
    return SendFailed(next((reason for words, reason in _OF_A_PERSON.items() if words in body), Failure.REFUSED))


class _Rendered(Message):  # type: ignore[misc] # the SDK has no types
    """A message as ``render`` wrote it, which the tests hold against the SDK's own models.

    Those take 8 ms to read a bubble and to write it again: most of what a card costs, and a hundred leave at once.
    """

    form: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        return self.form
