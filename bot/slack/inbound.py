"""``POST /slack/events``: events, clicks, modals, shortcuts and ``/hansho``; kept first, acknowledged after (3 s)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import aiohttp
from fastapi import APIRouter
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response

from bot.inbound import Keep, NotKept, event_id, keep_each, moment, patiently, plain_id, write_json
from bot.log import log
from bot.loop import fault_id
from bot.refusals import Refusal, refused
from bot.slack import changing, commands, modal
from bot.slack.form_view import FormSource
from bot.slack.render import LINK
from bot.slack.workspace import Ends, Homes, is_end
from storage.inbox import InboundEvent
from storage.tables.workspaces import within

_OPEN_SECONDS = 2
"""A trigger lives 3 s; what is left is for the database."""

_KEPT = ("type", "event", "actions", "command", "text", "callback_id")
"""What ``bot.slack.commands`` reads, and of a form its view, of a message its files' ids. The rest (names, tokens, the
message or page under the button) is not stored."""

_WAIT_SECONDS = 2.7
"""Slack hangs up after three seconds; the rest is for the way."""

_SAYING = frozenset({None, "file_share", "me_message", "thread_broadcast"})
"""Subtypes of what a person says; in a thread, or as /me, it is said all the same."""

_OF_A_MESSAGE = "message_action"
"""A shortcut from a message's own menu."""

_SHAPELESS = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What Bolt and we stumble with over a body that has not the shape it should have."""

CHALLENGE = "url_verification"
"""Slack asks whether we are there, before anybody has installed us."""

_HOME = "hansho_home"
"""Where a request's ``Home`` stands in its context."""

_ANY = re.compile(".*")
_STAMP = re.compile("[0-9]{1,12}")


def client(api_url: str, token: str | None = None) -> AsyncWebClient:
    """For calls that somebody waits for."""
    return AsyncWebClient(token, base_url=api_url, timeout=_OPEN_SECONDS, retry_handlers=[])


def events(
    keep: Keep, source: FormSource, homes: Homes, ends: Ends, *, signing_secret: str, app_id: str, api_url: str
) -> APIRouter:
    """The entrance for everything Slack sends.

    Raises:
        ValueError: there is no signing secret; without one everybody could sign.
    """
    verifier = SignatureVerifier(signing_secret)
    app = _app(signing_secret, client(api_url))
    _listen_to_events(app, keep, ends)
    _listen_to_clicks(app, keep, source)
    _listen_to_forms(app, keep, source)
    _listen_to_starts(app, keep, source)
    router = APIRouter(lifespan=homes.asked_early)

    @router.post("/slack/events")
    async def receive(request: Request) -> Response:
        body = await request.body()
        if not _signed(verifier, body, request.headers):
            refused(Refusal.SIGNATURE)
            return Response(status_code=HTTPStatus.UNAUTHORIZED)
        try:
            told = to_async_bolt_request(request, body)
            if told.body.get("type") == CHALLENGE or await _is_ours(told, homes, app_id):
                return to_starlette_response(await app.async_dispatch(told))
        except NotKept:
            return Response(status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        except _SHAPELESS:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        refused(Refusal.TEAM)
        return Response()  # delivered again it would be no more ours

    return router


async def _is_ours(told: AsyncBoltRequest, homes: Homes, app_id: str) -> bool:
    """Whether it is for our app, in a workspace of ours; which one is noted in its context."""
    # Slack names the app everywhere but in global shortcuts.
    if app_id and told.body.get("api_app_id", app_id) != app_id:
        return False
    home = await homes.of(told)
    told.context[_HOME] = home
    return home is not None


def _app(signing_secret: str, client: AsyncWebClient) -> AsyncApp:
    """Bolt, answering only once its listeners are done, so that nothing is acknowledged before it is kept."""

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        # Bolt's own way asks auth.test first and, if Slack can't be reached, acknowledges and drops the request.
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=context[_HOME].token)

    app = AsyncApp(
        name="hansho",
        signing_secret=signing_secret,
        client=client,
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )

    @app.error
    async def failed(error: Exception) -> BoltResponse:
        """What nobody listens to needs no second delivery; what we could not keep does."""
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=HTTPStatus.OK)
        if isinstance(error, NotKept):
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        log().error("request from Slack failed", fault=type(error).__name__, id=fault_id())
        return BoltResponse(status=HTTPStatus.BAD_REQUEST if isinstance(error, _SHAPELESS) else 500)

    return app


def _listen_to_events(app: AsyncApp, keep: Keep, ends: Ends) -> None:
    @app.event(_ANY)
    async def event(body: dict[str, Any], client: AsyncWebClient, req: AsyncBoltRequest) -> None:
        told, workspace = body["event"], _workspace(req)
        if workspace and await is_end(told, req.context[_HOME], client):
            await patiently(_until(), partial(ends, workspace, moment(body.get("event_time"))))
            return
        writer = _writer(told)
        if writer:
            stamp = told.get("event_ts") or told.get("ts") or body.get("event_time")
            await keep_each(keep, _until(), _inbound(body, req, body.get("event_id"), writer, stamp))


def _listen_to_clicks(app: AsyncApp, keep: Keep, source: FormSource) -> None:
    @app.action(_ANY)
    async def press(body: dict[str, Any], ack: AsyncAck, client: AsyncWebClient, req: AsyncBoltRequest) -> None:
        action, until = body["actions"][0], _until()
        if modal.is_open(body.get("view")):
            await changing.change(source, client, body["view"], _person(body, req), until)
            await ack()
            return
        button = plain_id(action.get("value"))
        if action.get("action_id") != LINK and not await _opened(source, client, body, req, button, until):
            await keep_each(keep, until, _interaction(body, req, action.get("action_ts")))
        await ack()


def _listen_to_forms(app: AsyncApp, keep: Keep, source: FormSource) -> None:
    @app.view_submission(_ANY)
    async def submit(body: dict[str, Any], ack: AsyncAck, req: AsyncBoltRequest) -> None:
        told, until = modal.read(body["view"]), _until()
        if told:
            wrong = await patiently(until, partial(source.check_form, told, _person(body, req)))
            if wrong:
                unseen = await changing.with_all_asked(source, told, wrong, body["view"], _person(body, req), until)
                if unseen:
                    await ack(response_action="update", view=unseen)
                else:
                    await ack(response_action="errors", errors=modal.errors(body["view"], wrong))
                return
            await keep_each(keep, until, _interaction(body, req, None))
        await ack()


def _listen_to_starts(app: AsyncApp, keep: Keep, source: FormSource) -> None:
    """``/hansho`` and the shortcuts open the report form; with words behind it, ``/hansho`` is like a message, as is a
    shortcut that says something else, and a message's photo like one that was sent here.
    """

    @app.command(_ANY)
    @app.shortcut(_ANY)
    async def start(body: dict[str, Any], ack: AsyncAck, client: AsyncWebClient, req: AsyncBoltRequest) -> None:
        until = _until()
        has_photo = body.get("type") == _OF_A_MESSAGE and commands.pictures(body.get("message"))
        says = body.get("text", "").strip() or body.get("callback_id") in commands.SHORTCUTS
        if has_photo or says or not await _opened(source, client, body, req, None, until):
            await keep_each(keep, until, _interaction(body, req, body.get("action_ts")))
        await ack()


async def _opened(
    source: FormSource,
    client: AsyncWebClient,
    body: dict[str, Any],
    req: AsyncBoltRequest,
    button_id: str | None,
    until: float,
) -> bool:
    """Whether a modal answers this press; if not, it goes into the inbox and is answered in the chat."""
    view = await patiently(until, partial(source.open_form, button_id, _person(body, req)))
    if view is None:
        return False
    try:
        await client.views_open(trigger_id=body.get("trigger_id", ""), view=modal.render(view))
    except SlackApiError as error:
        # Used already: this is a repeated delivery of a press whose modal is open.
        return bool(error.response.get("error") == "exchanged_trigger_id")
    except (aiohttp.ClientError, TimeoutError):
        return False
    return True


def _interaction(body: dict[str, Any], req: AsyncBoltRequest, stamp: str | None) -> InboundEvent:
    sent = req.headers.get("x-slack-request-timestamp", [""])[0]
    return _inbound(body, req, body.get("trigger_id"), _user(body), stamp or sent)


def _inbound(body: dict[str, Any], req: AsyncBoltRequest, given_id: object, user: str, stamp: object) -> InboundEvent:
    workspace = _workspace(req)
    kept = {name: body[name] for name in _KEPT if name in body}
    if commands.opens_home(body.get("event") or {}):
        kept["event"] = {name: body["event"][name] for name in ("type", "tab")}
    if body.get("type") == "view_submission":
        kept["view"] = body["view"]
    if body.get("type") == _OF_A_MESSAGE:
        kept["files"] = commands.pictures(body.get("message"))
    if workspace:
        kept[commands.WORKSPACE] = workspace
    return InboundEvent(
        platform="slack",
        event_id=event_id(given_id, write_json(body)),
        sender=within(workspace, user),
        happened_at=moment(stamp),
        body=write_json(kept),
    )


def _writer(event: dict[str, Any]) -> str | None:
    """Whose message to the bot this is, who took one back or opens their Home; None for all else, our own included."""
    if commands.opens_home(event):
        return plain_id(event.get("user")) or None
    if event.get("type") != "message" or event.get("channel_type") != "im":
        return None
    message = event
    if commands.removed_file(event) or commands.is_edited(event):
        message = event.get("previous_message") or event["message"]
    elif event.get("subtype") not in _SAYING:
        return None
    return None if message.get("bot_id") else plain_id(message.get("user")) or None


def _until() -> float:
    return asyncio.get_running_loop().time() + _WAIT_SECONDS


def _workspace(req: AsyncBoltRequest) -> str:
    return str(req.context[_HOME].workspace)


def _person(body: dict[str, Any], req: AsyncBoltRequest) -> str:
    """As accounts are known by."""
    return within(_workspace(req), _user(body))


def _user(body: dict[str, Any]) -> str:
    """Interactions name the user as an object, commands by id."""
    user = body.get("user")
    return plain_id(user.get("id") if isinstance(user, dict) else body.get("user_id"))


def _signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Before Bolt's own check, which parses first and writes the body of a refused request into the log."""
    stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not (_STAMP.fullmatch(stamp) and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body, stamp, signature)
    except UnicodeDecodeError:  # Slack signs UTF-8 only
        return False
