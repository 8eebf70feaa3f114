"""The addresses of the pages behind links; what happens there stands in ``viewer``."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Form, Request, Response
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles

from bot.edge import Edge
from bot.web.door import TurnedAway
from bot.web.render import STATIC
from bot.web.security import ASSETS, LONGEST_EDIT, LONGEST_FORM, Shield
from bot.web.viewer import Viewer

Text = Annotated[str, Form()]


def add_pages(app: FastAPI, edge: Edge) -> None:
    """Put the pages, their files and their protecting headers into the application."""
    app.include_router(pages(edge))
    app.mount(ASSETS.rstrip("/"), StaticFiles(directory=STATIC))
    app.add_middleware(Shield, https=edge.settings.public_url.startswith("https:"))


def pages(edge: Edge) -> APIRouter:
    """The routes below ``/p/``. They need ``Shield`` around the application: see ``add_pages``."""
    viewer = Viewer(edge)
    router = APIRouter(
        prefix="/p", route_class=_turning_away(viewer), include_in_schema=False, max_body_size=LONGEST_FORM
    )

    @router.get("/{token}")
    def page(request: Request, token: str, again: str = "", edit: str = "") -> Response:
        return viewer.page(request, token, again=bool(again), edit=bool(edit))

    @router.post("/{token}/open")
    def open_page(request: Request, token: str, form_token: Text = "") -> Response:
        return viewer.open(request, token, form_token)

    @router.get("/{token}/state")
    def state(request: Request, token: str) -> Response:
        return viewer.state(request, token)

    @router.get("/{token}/picture")
    def picture(
        request: Request, token: str, original: str | None = None, still: int = 0, sha256: str = ""
    ) -> Response:
        return viewer.picture(request, token, original=original is not None, still=still, sha256=sha256)

    @router.post("/{token}/still")
    def choose(request: Request, token: str, form_token: Text = "", still: Text = "") -> Response:
        return viewer.choose(request, token, form_token, still)

    @router.post("/{token}/pick")
    def pick(
        request: Request, token: str, *, form_token: Text = "", x: Text = "", y: Text = "", person: Text = ""
    ) -> Response:
        return viewer.pick(request, token, form_token, point=(x, y), person=person)

    @router.post("/{token}/edit", max_body_size=LONGEST_EDIT)
    def edit(request: Request, token: str, *, form_token: Text = "", sha256: Text = "", strokes: Text = "") -> Response:
        return viewer.edit(request, token, form_token, sha256=sha256, strokes=strokes)

    @router.post("/{token}/confirm")
    def confirm(request: Request, token: str, form_token: Text = "", sha256: Text = "", reason: Text = "") -> Response:
        return viewer.confirm(request, token, form_token, sha256, reason)

    return router


def _turning_away(viewer: Viewer) -> type[APIRoute]:
    """A route that answers with a page of one message where the viewer turns somebody away."""

    class Turning(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handler = super().get_route_handler()

            async def turning(request: Request) -> Response:
                try:
                    return await handler(request)
                except TurnedAway as away:
                    return viewer.turn_away(request, away)

            return turning

    return Turning
