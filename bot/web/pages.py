"""The addresses of the pages behind links; what happens there stands in ``viewer``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Form, Request, Response
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import URL
from starlette.exceptions import HTTPException

from bot.application import Application
from bot.web.around import AroundForm
from bot.web.authentication import Late, SignedOut, TurnedAway, Unknown
from bot.web.backdrop import read_backdrop
from bot.web.desk.incident_routes import router as desk_incidents
from bot.web.desk.list_routes import router as desk_lists
from bot.web.desk.notice_room import NoticeRoom
from bot.web.desk.notice_room import router as notices
from bot.web.desk.posts import router as desk_posts
from bot.web.desk.request_routes import router as desk_requests
from bot.web.desk.routes import router as desk
from bot.web.desk.unsent import unsent
from bot.web.pictures import Asked
from bot.web.public.invitation import InvitationPage
from bot.web.public.invitation import router as invitation
from bot.web.public.routes import router as public
from bot.web.render import STATIC, draw_behind_maps
from bot.web.security import ASSETS, LONGEST_ANSWERS, LONGEST_EDIT, LONGEST_FORM, SecurityHeaders
from bot.web.taps import TapForm
from bot.web.viewer import Viewer
from bot.web.wishes import Wish
from storage.stores import NoNetwork


def add_pages(app: FastAPI, application: Application, *, masking: bool = False) -> None:
    """Put the pages, their files and their protecting headers into the application.

    ``masking``: somebody masks pictures, here or in a worker of its own, so that a moment's wait is worth it.

    Raises:
        ValueError: what is to lie behind the maps can't be used; says what to do.
    """
    if application.settings.map_backdrop:
        draw_behind_maps(read_backdrop(application.settings.map_backdrop))
    app.state.viewer = Viewer(application, masking=masking)
    app.state.desk = NoticeRoom(application)
    app.state.public = InvitationPage(application)
    for pages in (router, desk, desk_incidents, desk_lists, desk_requests, notices, desk_posts, public, invitation):
        # Taken as they are: include_router reads every signature again, half a second for whoever asks first.
        app.routes.extend(pages.routes)
    app.mount(ASSETS.rstrip("/"), StaticFiles(directory=STATIC))
    app.add_middleware(SecurityHeaders, https=application.settings.public_url.startswith("https:"))
    _turn_away(app)


def _turn_away(app: FastAPI) -> None:
    """Whoever can't be shown what they asked for is told by a page."""

    @app.exception_handler(TurnedAway)
    async def turned_away(request: Request, away: TurnedAway) -> Response:
        if isinstance(away, SignedOut | Late):
            desk_rooms: NoticeRoom = request.app.state.desk
            kept = unsent(request.url.path, await request.form()) if request.method == "POST" else None
            if isinstance(away, SignedOut):
                return desk_rooms.signed_out(request, kept)
            if kept:
                return desk_rooms.late(request, kept)
        viewer = await _viewer(request)
        return viewer.turn_away(request, away)

    @app.exception_handler(HTTPException)
    async def nowhere(request: Request, error: HTTPException) -> Response:
        """Whoever types an address reads the page that a dead link shows; programs get the framework's answer."""
        if error.status_code != HTTPStatus.NOT_FOUND or "text/html" not in request.headers.get("accept", ""):
            return await http_exception_handler(request, error)
        path = f"/{request.url.path.strip('/')}"  # one slash in front, since two would name another server
        if path != request.url.path:
            there = URL(path).replace(query=request.url.query)
            return RedirectResponse(there, HTTPStatus.PERMANENT_REDIRECT)
        return (await _viewer(request)).turn_away(request, Unknown())

    @app.exception_handler(NoNetwork)
    async def nobody_yet(request: Request, _: NoNetwork) -> Response:
        """Before the first import there is nothing behind any address."""
        return (await _viewer(request)).turn_away(request, Unknown())

    @app.exception_handler(RequestValidationError)
    async def not_understood(_: Request, __: RequestValidationError) -> Response:
        """No page of ours sends it; the framework's own answer would tell what our fields are called."""
        return PlainTextResponse(HTTPStatus.BAD_REQUEST.phrase, HTTPStatus.BAD_REQUEST)


async def _viewer(request: Request) -> Viewer:
    viewer: Viewer = request.app.state.viewer
    return viewer


Pages = Annotated[Viewer, Depends(_viewer)]
Text = Annotated[str, Form()]


async def _posted(request: Request) -> dict[str, str]:
    """The fields of a form whose questions depend on the case."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Posted = Annotated[dict[str, str], Depends(_posted)]

router = APIRouter(prefix="/p", include_in_schema=False, max_body_size=LONGEST_FORM)
"""The routes below ``/p/``. They need ``SecurityHeaders`` around the application: see ``add_pages``."""


@router.get("/{token}")
def page(
    viewer: Pages, request: Request, token: str, *, again: str = "", edit: str = "", part: str = "", tried: str = ""
) -> Response:
    """The page itself; or what the reader wishes to see in place of what comes next."""
    return viewer.page(request, token, Wish(again=again, edit=edit, part=part, tried=tried))


@router.post("/{token}/open")
def open_page(viewer: Pages, request: Request, token: str, form_token: Text = "") -> Response:
    """The person says that this browser is theirs."""
    return viewer.open(request, token, form_token)


@router.post("/{token}/known")
def known(viewer: Pages, request: Request, token: str, form_token: Text = "") -> Response:
    """The person has compared the number of their browser."""
    return viewer.known(request, token, form_token)


@router.get("/{token}/state")
def state(viewer: Pages, request: Request, token: str) -> Response:
    """What the page asks while it waits for us."""
    return viewer.state(request, token)


@router.get("/{token}/picture")
def picture(
    viewer: Pages,
    request: Request,
    token: str,
    *,
    original: str | None = None,
    near: str | None = None,
    still: int = 0,
    sha256: str = "",
) -> Response:
    """The masked picture, or for the reporter the original or a video's still."""
    asked = Asked(original=original is not None, near=near is not None, still=still, sha256=sha256)
    return viewer.picture(request, token, asked)


@router.post("/{token}/still")
def choose(viewer: Pages, request: Request, token: str, form_token: Text = "", still: Text = "") -> Response:
    """The reporter picks a still of their video."""
    return viewer.choose(request, token, form_token, still)


@router.post("/{token}/pick")
def pick(
    viewer: Pages,
    request: Request,
    token: str,
    *,
    form_token: Text = "",
    x: Text = "",
    y: Text = "",
    person: Text = "",
) -> Response:
    """The reporter taps the suspect, or names them by number."""
    return viewer.pick(request, token, form_token, point=(x, y), person=person)


@router.post("/{token}/turn")
def turn(viewer: Pages, request: Request, token: str, form_token: Text = "") -> Response:
    """The reporter turns a photo that lies on its side."""
    return viewer.turn(request, token, form_token)


@router.post("/{token}/around", max_body_size=LONGEST_EDIT)
def around(viewer: Pages, request: Request, token: str, form: Annotated[AroundForm, Form()]) -> Response:
    """The reporter draws a line around the suspect, at once or corner by corner."""
    return viewer.around(request, token, form)


@router.post("/{token}/narrow")
def narrow(
    viewer: Pages,
    request: Request,
    token: str,
    *,
    form_token: Text = "",
    binding: Text = "",
    form: Text = "",
    store: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI's way to say none
) -> Response:
    """An approver says whom to warn, and how."""
    return viewer.narrow(request, token, form_token, binding=binding, stores=tuple(store), form=form)


@router.post("/{token}/tick")
def tick(viewer: Pages, request: Request, token: str, form_token: Text = "", binding: Text = "") -> Response:
    """An approver looked at what a hand opened."""
    return viewer.tick(request, token, form_token, binding=binding)


@router.post("/{token}/edit", max_body_size=LONGEST_EDIT)
def edit(
    viewer: Pages, request: Request, token: str, *, form_token: Text = "", sha256: Text = "", strokes: Text = ""
) -> Response:
    """The reporter's brush strokes."""
    return viewer.edit(request, token, form_token, sha256=sha256, strokes=strokes)


@router.post("/{token}/tap")
def tap(viewer: Pages, request: Request, token: str, form: Annotated[TapForm, Form()]) -> Response:
    """The reporter's tap on what belongs to the suspect, or on what doesn't."""
    return viewer.tap(request, token, form)


@router.post("/{token}/confirm", max_body_size=LONGEST_ANSWERS)
def confirm(viewer: Pages, request: Request, token: str, posted: Posted) -> Response:
    """The reporter says that only the suspect is left to be seen, and what happened."""
    return viewer.confirm(request, token, posted)


@router.post("/{token}/answer", max_body_size=LONGEST_ANSWERS)
def answer(viewer: Pages, request: Request, token: str, posted: Posted) -> Response:
    """One part of a form."""
    return viewer.answer(request, token, posted)


@router.post("/{token}/take")
def take(viewer: Pages, request: Request, token: str, form_token: Text = "") -> Response:
    """Somebody responsible takes it on to complete the report."""
    return viewer.take(request, token, form_token)


@router.post("/{token}/submit")
def submit(viewer: Pages, request: Request, token: str, form_token: Text = "") -> Response:
    """The reporter hands the alert to its approvers."""
    return viewer.submit(request, token, form_token)


@router.post("/{token}/reply")
def reply(viewer: Pages, request: Request, token: str, form_token: Text = "", press: Text = "") -> Response:
    """A neighbour answers to the alert."""
    return viewer.reply(request, token, form_token, press)
