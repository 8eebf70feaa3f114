"""A fake of Slack's Web API, file store and response addresses; strict about Block Kit, triggers and ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, PlainTextResponse

from simulator.slack_methods import ChatMethods, SlackError
from simulator.slack_state import SlackState
from simulator.slack_views import ViewMethods

ANSWERS: dict[int, dict[str, Any]] = {
    200: {"ok": False, "error": "invalid_auth"},
    429: {"ok": False, "error": "ratelimited"},
}
"""Slack refuses with status 200, here as if the token had been revoked."""
Method = Callable[[dict[str, Any]], dict[str, Any]]


def methods(state: SlackState) -> dict[str, Method]:
    """Every method by its name."""
    chat, views = ChatMethods(state), ViewMethods(state)
    return {
        "api.test": lambda arguments: {"args": arguments},
        "auth.test": chat.auth_test,
        "chat.postMessage": chat.post,
        "chat.update": chat.update,
        "chat.delete": chat.delete,
        "chat.postEphemeral": chat.ephemeral,
        "conversations.open": chat.open_conversation,
        "conversations.history": chat.history,
        "users.info": chat.user,
        "files.info": chat.file,
        "files.delete": chat.delete_file,
        "files.getUploadURLExternal": chat.upload_url,
        "files.completeUploadExternal": chat.complete_upload,
        "views.open": views.open,
        "views.push": views.push,
        "views.update": views.update,
        "views.publish": views.publish,
    }


def create(state: SlackState) -> FastAPI:
    """The HTTP side, to be mounted so that ``/api/`` is where ``HANSHO_SLACK_API_URL`` points."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    known = methods(state)

    @app.api_route("/api/{name}", methods=["GET", "POST"])
    async def call(name: str, request: Request) -> JSONResponse:
        given = await _arguments(request)
        answer = await run_in_threadpool(_call, state, known, name, given, _bearer(request))
        return JSONResponse(answer, headers={"x-oauth-scopes": state.workspace.scopes})

    _files(app, state)

    @app.post("/response/{code}")
    async def respond(code: str, request: Request) -> Response:
        given = json.loads(await request.body())
        return await run_in_threadpool(_respond, state, code, given)

    return app


def _call(
    state: SlackState, known: dict[str, Method], name: str, arguments: dict[str, Any], bearer: str
) -> dict[str, Any]:
    token = arguments.pop("token", None) or bearer
    try:
        _check(state, known, name, token)
        with state.world.lock:
            answer = {"ok": True, **known[name](arguments)}
    except SlackError as error:
        answer = error.answer
    state.world.note(f"slack.{name}", arguments=arguments, ok=answer["ok"], error=answer.get("error"))
    return answer


def _check(state: SlackState, known: dict[str, Method], name: str, token: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token != state.workspace.token:
        raise SlackError("invalid_auth")
    if name not in known:
        raise SlackError("unknown_method")


async def _arguments(request: Request) -> dict[str, Any]:
    """From the address, a form or JSON: Slack takes all three."""
    given: dict[str, Any] = dict(request.query_params)
    if "json" in request.headers.get("content-type", ""):
        body = json.loads(await request.body() or b"{}")
        return given | body if isinstance(body, dict) else given
    return given | {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def _files(app: FastAPI, state: SlackState) -> None:
    @app.post("/upload/{file_id}")
    async def upload(file_id: str, request: Request) -> Response:
        file = state.files.get(file_id)
        if file is None or file.complete:
            return PlainTextResponse("not found", status_code=404)
        file.data = await request.body()
        return PlainTextResponse(f"OK - {len(file.data)}")

    @app.get("/files-pri/{place}/{rest:path}")
    def download(place: str, rest: str, request: Request) -> Response:
        file = state.files.get(place.rpartition("-")[2])
        if _bearer(request) != state.workspace.token:
            # Slack answers with its sign-in page, status 200, and bots have stored that as the picture.
            return Response("<!DOCTYPE html><title>Sign in | Slack</title>", media_type="text/html")
        if file is None or file.deleted or not file.complete:
            return PlainTextResponse("not found", status_code=404)
        state.world.note("slack.download", file=file.id, path=rest)
        return Response(file.data, media_type=file.kind)


def _respond(state: SlackState, code: str, given: dict[str, Any]) -> Response:
    with state.world.lock:
        place = state.redeem_response(code)
        if place is None:
            return PlainTextResponse("used_url" if code else "expired_url", status_code=404)
        user_id, ts = place
        state.world.note("slack.response_url", to=user_id, arguments=given)
        try:
            _answer_response(state, user_id, ts, given)
        except SlackError as error:
            return JSONResponse(error.answer)
    return PlainTextResponse("ok")


def _answer_response(state: SlackState, user_id: str, ts: str, given: dict[str, Any]) -> None:
    chat, channel = ChatMethods(state), state.channel(user_id)
    if given.get("delete_original"):
        chat.delete({"channel": channel, "ts": ts})
    elif given.get("replace_original"):
        chat.update({**given, "channel": channel, "ts": ts})
    elif given.get("response_type") == "in_channel":
        chat.post({**given, "channel": channel})
    else:
        chat.ephemeral({**given, "channel": channel, "user": user_id})
