"""A fake of Slack's Web API, file store and response addresses; strict about Block Kit, triggers and ids."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse

from simulator.slack_methods import ChatMethods, SlackError
from simulator.slack_state import SlackState
from simulator.slack_teams import SlackTeams
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
        "auth.teams.list": chat.teams,
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


def create(teams: SlackTeams) -> FastAPI:
    """The HTTP side, to be mounted so that ``/api/`` is where ``HANSHO_SLACK_API_URL`` points."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.api_route("/api/{name}", methods=["GET", "POST"])
    async def call(name: str, request: Request) -> JSONResponse:
        given = await _arguments(request)
        if name == "oauth.v2.access":
            answer, scopes = await run_in_threadpool(_access, teams, given, _basic(request)), ""
        else:
            answer, scopes = await run_in_threadpool(_call, teams, name, given, _bearer(request))
        return JSONResponse(answer, headers={"x-oauth-scopes": scopes} if scopes else None)

    @app.get("/oauth/v2/authorize")
    def authorize(request: Request) -> Response:
        """Slack's page, on which somebody of ``team`` says yes at once."""
        asked = dict(request.query_params)
        try:
            back = {"code": teams.approve(asked), "state": asked.get("state", "")}
        except SlackError as error:
            return JSONResponse(error.answer)
        return RedirectResponse(f"{asked.get('redirect_uri')}?{urlencode(back)}", status_code=302)

    _files(app, teams)

    @app.post("/response/{code}")
    async def respond(code: str, request: Request) -> Response:
        given = json.loads(await request.body())
        return await run_in_threadpool(_respond, teams, code, given)

    return app


def _access(teams: SlackTeams, arguments: dict[str, Any], credentials: tuple[str, str]) -> dict[str, Any]:
    world = teams.home.world
    try:
        with world.lock:
            answer = {"ok": True, **teams.access(arguments, *credentials)}
    except SlackError as error:
        answer = error.answer
    world.note("slack.oauth.v2.access", grant=arguments.get("grant_type"), ok=answer["ok"], error=answer.get("error"))
    return answer


def _call(teams: SlackTeams, name: str, arguments: dict[str, Any], bearer: str) -> tuple[dict[str, Any], str]:
    token, scopes, team, world = arguments.pop("token", None) or bearer, "", "", teams.home.world
    try:
        state, scopes = teams.opened_by(token)
        team = state.workspace.team
        with world.lock:
            answer = {"ok": True, **methods(state).get(name, _unknown)(arguments)}
    except SlackError as error:
        answer = error.answer
    world.note(f"slack.{name}", arguments=arguments, ok=answer["ok"], error=answer.get("error"), team=team)
    return answer, scopes


async def _arguments(request: Request) -> dict[str, Any]:
    """From the address, a form or JSON: Slack takes all three."""
    given: dict[str, Any] = dict(request.query_params)
    if "json" in request.headers.get("content-type", ""):
        body = json.loads(await request.body() or b"{}")
        return given | body if isinstance(body, dict) else given
    return given | {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def _unknown(_arguments: dict[str, Any]) -> dict[str, Any]:
    raise SlackError("unknown_method")


def _basic(request: Request) -> tuple[str, str]:
    """Client id and secret, as the SDK sends them."""
    try:
        told = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic "), validate=True).decode()
    except ValueError:
        told = ""
    client_id, _, client_secret = told.partition(":")
    return client_id, client_secret


def _files(app: FastAPI, teams: SlackTeams) -> None:
    @app.post("/upload/{file_id}")
    async def upload(file_id: str, request: Request) -> Response:
        file = next((state.files[file_id] for state in teams.all() if file_id in state.files), None)
        if file is None or file.complete:
            return PlainTextResponse("not found", status_code=404)
        file.data = await request.body()
        return PlainTextResponse(f"OK - {len(file.data)}")

    @app.get("/files-pri/{place}/{rest:path}")
    def download(place: str, rest: str, request: Request) -> Response:
        try:
            state, _ = teams.opened_by(_bearer(request))
        except SlackError:
            # Slack answers with its sign-in page, status 200, and bots have stored that as the picture.
            return Response("<!DOCTYPE html><title>Sign in | Slack</title>", media_type="text/html")
        file = state.files.get(place.rpartition("-")[2])
        if file is None or file.deleted or not file.complete:
            return PlainTextResponse("not found", status_code=404)
        state.world.note("slack.download", file=file.id, path=rest)
        return Response(file.data, media_type=file.kind)


def _respond(teams: SlackTeams, code: str, given: dict[str, Any]) -> Response:
    with teams.home.world.lock:
        found = ((state, state.redeem_response(code)) for state in teams.all())
        state, place = next(((state, place) for state, place in found if place), (teams.home, None))
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
