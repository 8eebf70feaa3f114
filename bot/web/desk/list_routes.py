"""The addresses of whole lists; what happens there stands in ``list_rooms``."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from bot.web.desk import lists
from bot.web.desk.posts import Sent
from bot.web.desk.routes import Desk
from handlers.commands.office import Table
from storage.imports.rows import Settles

LONGEST_LIST: Final = 1_000_000
"""Bytes, as much as the door lets in (``bot.door.BODY_LIMIT``): some eight thousand rows; the page says so."""

router = APIRouter(prefix="/desk/lists", include_in_schema=False, max_body_size=LONGEST_LIST)
"""As ``bot.web.desk.routes.router``."""


async def _form(request: Request) -> FormData:
    return await request.form()


Form = Annotated[FormData, Depends(_form)]


@router.get("/{name}")
def page(desk: Desk, request: Request, name: str) -> Response:
    """A file is chosen."""
    return desk.list_page(request, name)


@router.get("/{name}/empty.csv")
def empty(desk: Desk, request: Request, name: str) -> Response:
    """The table without a row."""
    return desk.empty_list(request, name)


@router.post("/{name}/look")
async def look(desk: Desk, request: Request, name: str, sent: Sent, form: Form) -> Response:
    """What it would do; the table of an earlier look is looked at once more."""
    file = form.get("file")
    data = await file.read() if isinstance(file, UploadFile) else None
    text = _text(form) if data is None else lists.read(data)
    return await run_in_threadpool(desk.look_at_list, request, sent, name, _table(name, text, form), data)


@router.post("/{name}/bring")
def bring(desk: Desk, request: Request, name: str, sent: Sent, form: Form) -> Response:
    """It comes in."""
    table = _table(name, _text(form), form)
    return desk.bring_in(request, sent, name, table, _word(form, "against"), _word(form, "at"))


def _table(name: str, text: str, form: FormData) -> Table:
    return Table(lists.named(name).listing, text, _codes(form, Settles.NEW), _codes(form, Settles.SAME))


def _text(form: FormData) -> str:
    return _word(form, "table")


def _word(form: FormData, field: str) -> str:
    value = form.get(field)
    return value if isinstance(value, str) else ""


def _codes(form: FormData, field: str) -> frozenset[str]:
    return frozenset(value for value in form.getlist(field) if isinstance(value, str))
