"""The HTTP side of rich menus: those calls that the bot makes."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse

from simulator.line_menus import MenuRefused, Menus
from simulator.world import World


async def _world(request: Request) -> World:
    world: World = request.app.state.line.world
    return world


async def _menus(request: Request) -> Menus:
    menus: Menus = request.app.state.line.state.menus
    return menus


Around = Annotated[World, Depends(_world)]
Kept = Annotated[Menus, Depends(_menus)]


def add_to(router: APIRouter) -> None:
    """Put them among LINE's addresses, behind the same token (``router`` asks for it)."""
    _making(router)
    _pictures(router)
    _showing(router)


def refusing(app: FastAPI, world: World) -> None:
    """What LINE answers to a menu that it refuses."""

    @app.exception_handler(MenuRefused)
    def refused(request: Request, error: MenuRefused) -> JSONResponse:
        body = {"message": error.message} | ({"details": error.details} if error.details else {})
        world.note("line.refused", path=request.url.path, status=error.status, answer=body)
        return JSONResponse(body, status_code=error.status)


def _making(router: APIRouter) -> None:
    @router.post("/richmenu")
    def create(world: Around, menus: Kept, body: dict[str, Any]) -> dict[str, str]:
        with world.lock:
            menu_id = menus.create(body)
            world.note("line.menu.create", name=body["name"])
        return {"richMenuId": menu_id}

    @router.get("/richmenu/list")
    def every(menus: Kept) -> dict[str, Any]:
        return {"richmenus": [{"richMenuId": menu.id, **menu.form} for menu in menus.made.values()]}

    @router.delete("/richmenu/{menu_id}")
    def delete(world: Around, menus: Kept, menu_id: str) -> dict[str, Any]:
        with world.lock:
            menus.delete(menu_id)
            world.note("line.menu.delete", id=menu_id)
            world.touch()
        return {}


def _pictures(router: APIRouter) -> None:
    @router.post("/richmenu/{menu_id}/content")
    async def upload(world: Around, menus: Kept, menu_id: str, request: Request) -> dict[str, Any]:
        data = await request.body()
        with world.lock:
            menus.upload(menu_id, data, request.headers.get("content-type", ""))
        return {}

    @router.get("/richmenu/{menu_id}/content")
    def picture(menus: Kept, menu_id: str) -> Response:
        found = menus.get(menu_id).picture
        if not found:
            raise MenuRefused(404, "Not found")
        return Response(found, media_type="image/png")


def _showing(router: APIRouter) -> None:
    @router.post("/user/all/richmenu/{menu_id}")
    def default(world: Around, menus: Kept, menu_id: str) -> dict[str, Any]:
        with world.lock:
            menus.set_default(menu_id)
            world.note("line.menu.default", id=menu_id)
            world.touch()
        return {}

    @router.post("/richmenu/bulk/link", status_code=202)
    def link(world: Around, menus: Kept, body: dict[str, Any]) -> dict[str, Any]:
        with world.lock:
            if any(world.account(str(user), "line") is None for user in body.get("userIds") or []):
                raise MenuRefused(400, "The value for the 'userIds' parameter is invalid")
            menus.link(body)
            world.note("line.menu.link", to=body["userIds"], name=menus.get(body["richMenuId"]).form["name"])
            world.touch()
        return {}

    @router.post("/richmenu/bulk/unlink", status_code=202)
    def unlink(world: Around, menus: Kept, body: dict[str, Any]) -> dict[str, Any]:
        with world.lock:
            menus.unlink(body)
            world.note("line.menu.unlink", to=body["userIds"])
            world.touch()
        return {}
