"""A fake of the LINE Messaging API; strict about limits, tokens, quota and retry keys, as LINE is."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Form, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from simulator import line_menu_api
from simulator.line_limits import check_request
from simulator.line_phone import LinePhones
from simulator.line_state import TOKEN_SECONDS, LineState
from simulator.world import World

NO_TOKEN = "Authentication failed. Confirm that the access token in the authorization header is valid."  # noqa: S105
OVER_QUOTA = "You have reached your monthly limit."
ANSWERS: dict[int, dict[str, Any]] = {
    401: {"message": NO_TOKEN},
    429: {"message": "The API rate limit has been exceeded. Try again later."},
    500: {"message": "Internal Server Error"},
}
LOADING_STEP, LOADING_MOST = 5, 60


class Refused(Exception):
    """LINE says no: status, message, and what exactly is wrong."""

    def __init__(self, status: int, message: str, details: list[dict[str, str]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message} | ({"details": details} if details else {})


class LineApi:
    """The endpoints' work; one instance per simulated LINE."""

    def __init__(self, world: World, state: LineState, phones: LinePhones) -> None:
        self.world = world
        self.state = state
        self.phones = phones

    def send(self, kind: str, body: Any, retry_key: str | None) -> JSONResponse:
        """Reply, push or multicast: checked, charged, delivered once."""
        problems = check_request(kind, body)
        if problems:
            raise Refused(400, f"The request body has {len(problems)} error(s)", problems)
        _check_retry_key(kind, retry_key)
        request_id = str(uuid.uuid4())
        with self.world.lock:
            before = self.state.accepted(retry_key)
            if before:
                return _already(request_id, *before)
            recipients = self._recipients(kind, body)
            if kind != "reply" and not self.state.charge(recipients):
                raise Refused(429, OVER_QUOTA)
            sent = [self._deliver(recipients, message) for message in body["messages"]]
            self.state.remember(retry_key, request_id, sent)
            self.world.note(f"line.{kind}", to=recipients, messages=body["messages"], retry_key=retry_key)
        answer = {} if kind == "multicast" else {"sentMessages": sent}
        return JSONResponse(answer, headers={"x-line-request-id": request_id})

    def _recipients(self, kind: str, body: dict[str, Any]) -> list[str]:
        if kind == "reply":
            user_id = self.state.redeem_reply(body["replyToken"])
            if user_id is None:
                raise Refused(400, "Invalid reply token")
            return [user_id]
        recipients: list[str] = [body["to"]] if kind == "push" else body["to"]
        if any(self.world.account(user_id, "line") is None for user_id in recipients):
            raise Refused(400, "The property, 'to', in the request body is invalid (line: -, column: -)")
        return recipients

    def _deliver(self, recipients: list[str], message: dict[str, Any]) -> dict[str, str]:
        message_id = str(500_000_000_000_000_000 + self.world.number())
        for user_id in recipients:
            if user_id not in self.state.blocked:
                self.world.add(user_id, message_id, message, mine=False)
        return {"id": message_id, "quoteToken": f"quote-{message_id}"}

    def content(self, message_id: str) -> Response:
        """The file: 200, 202 while it is prepared, 410 after an unsend, 404 if there is none."""
        content = self.state.contents.get(message_id)
        if content is None:
            raise Refused(404, "Not found")
        if content.gone:
            raise Refused(410, "Gone")
        if content.spoilt or self.state.clock.now() < content.ready_at:
            return Response(status_code=202)
        self.world.note("line.content", message=message_id)
        return Response(content.data, media_type=content.kind)

    def transcoding(self, message_id: str) -> dict[str, str]:
        """Whether a video can be fetched yet."""
        content = self.state.contents.get(message_id)
        if content is None or content.gone:
            raise Refused(404, "Not found")
        if content.spoilt:
            return {"status": "failed"}
        return {"status": "succeeded" if self.state.clock.now() >= content.ready_at else "processing"}

    def profile(self, user_id: str) -> dict[str, str]:
        """Name and language of a friend who hasn't blocked the bot."""
        account = self.world.account(user_id, "line")
        if account is None or user_id in self.state.blocked:
            raise Refused(404, "Not found")
        return {"userId": user_id, "displayName": account.name, "language": account.language}

    def loading(self, body: dict[str, Any]) -> JSONResponse:
        """The dots that say the bot is working; only in one-to-one chats."""
        seconds = body.get("loadingSeconds", 20)
        if not isinstance(seconds, int) or seconds % LOADING_STEP or not LOADING_STEP <= seconds <= LOADING_MOST:
            raise Refused(400, "loadingSeconds must be a multiple of 5 between 5 and 60")
        if self.world.account(str(body.get("chatId")), "line") is None:
            raise Refused(400, "Invalid chatId")
        self.world.note("line.loading", to=body["chatId"])
        return JSONResponse({}, status_code=202)


def _check_retry_key(kind: str, key: str | None) -> None:
    if key is None:
        return
    if kind == "reply":
        raise Refused(400, "X-Line-Retry-Key is not supported by this endpoint")
    try:
        uuid.UUID(key)
    except ValueError:
        raise Refused(400, "Invalid retry key") from None


def _already(request_id: str, first: str, sent: list[dict[str, str]]) -> JSONResponse:
    headers = {"x-line-request-id": request_id, "x-line-accepted-request-id": first}
    body = {"message": "The retry key is already accepted", "sentMessages": sent}
    return JSONResponse(body, status_code=409, headers=headers)


def create(api: LineApi) -> FastAPI:
    """The HTTP side of it, to be mounted where ``HANSHO_LINE_API_URL`` points."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.line = api
    app.routes.extend((*public.routes, *router.routes))
    line_menu_api.refusing(app, api.world)
    _errors(app, api.world)
    return app


async def _line(request: Request) -> LineApi:
    api: LineApi = request.app.state.line
    return api


Line = Annotated[LineApi, Depends(_line)]


async def _authorised(line: Line, authorization: Annotated[str, Header()] = "") -> None:
    if not line.state.authorised(authorization):
        raise Refused(401, NO_TOKEN)


public = APIRouter()
router = APIRouter(prefix="/v2/bot", dependencies=[Depends(_authorised)])
line_menu_api.add_to(router)


@public.post("/oauth2/v3/token")
def token(
    line: Line, client_id: Annotated[str, Form()] = "", client_secret: Annotated[str, Form()] = ""
) -> JSONResponse:
    """A channel access token for the channel's id and secret."""
    fresh = line.state.issue(client_id, client_secret)
    if fresh is None:
        return JSONResponse({"error": "invalid_client", "error_description": "Invalid client"}, status_code=400)
    return JSONResponse({"access_token": fresh, "expires_in": TOKEN_SECONDS, "token_type": "Bearer"})


@router.post("/message/{kind}")
def send(
    line: Line, kind: str, body: dict[str, Any], x_line_retry_key: Annotated[str | None, Header()] = None
) -> JSONResponse:
    """Reply, push or multicast."""
    if kind not in {"reply", "push", "multicast"}:
        raise Refused(404, "Not found")
    return line.send(kind, body, x_line_retry_key)


@router.post("/chat/loading/start")
def loading(line: Line, body: dict[str, Any]) -> JSONResponse:
    """The dots."""
    return line.loading(body)


@router.get("/message/quota")
def quota(line: Line) -> dict[str, Any]:
    """How many messages a month allows."""
    return {"type": "none"} if line.state.limit is None else {"type": "limited", "value": line.state.limit}


@router.get("/message/quota/consumption")
def consumption(line: Line) -> dict[str, int]:
    """How many of them are used."""
    return {"totalUsage": line.state.used}


@router.get("/message/{message_id}/content")
@router.get("/message/{message_id}/content/preview")
def content(line: Line, message_id: str) -> Response:
    """A photo or video, or its small picture."""
    return line.content(message_id)


@router.get("/message/{message_id}/content/transcoding")
def transcoding(line: Line, message_id: str) -> dict[str, str]:
    """Whether a video is ready."""
    return line.transcoding(message_id)


@router.get("/profile/{user_id}")
def profile(line: Line, user_id: str) -> dict[str, str]:
    """A friend."""
    return line.profile(user_id)


@router.get("/info")
def info(line: Line) -> dict[str, str]:
    """The bot itself."""
    names = {"userId": line.state.channel.destination, "basicId": "@hansho", "displayName": "半鐘"}
    return names | {"chatMode": "bot", "markAsReadMode": "auto"}


@router.get("/channel/webhook/endpoint")
def endpoint(line: Line) -> dict[str, Any]:
    """Where events go."""
    if not line.phones.url:
        raise Refused(404, "Webhook endpoint not found")
    return {"endpoint": line.phones.url, "active": line.state.hears}


@router.post("/channel/webhook/test")
def try_endpoint(line: Line) -> dict[str, Any]:
    """「検証」: what the bot answers to no event at all."""
    tried = line.phones.probe()
    at = datetime.fromtimestamp(line.state.clock.now(), UTC).isoformat().replace("+00:00", "Z")
    said = tried.reason or "OK"
    return {"success": tried.ok, "timestamp": at, "statusCode": tried.status, "reason": said, "detail": said}


def _errors(app: FastAPI, world: World) -> None:
    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> JSONResponse:
        world.note("line.refused", path=request.url.path, status=error.status, answer=error.body)
        return JSONResponse(error.body, status_code=error.status, headers={"x-line-request-id": str(uuid.uuid4())})

    @app.exception_handler(HTTPException)
    def unknown(_request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"message": error.detail}, status_code=error.status_code)

    @app.exception_handler(RequestValidationError)
    def malformed(_request: Request, _error: RequestValidationError) -> JSONResponse:
        return JSONResponse({"message": "The request body could not be parsed as JSON"}, status_code=400)
