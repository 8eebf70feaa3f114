"""The addresses of the room of requests; what happens there stands in ``request_rooms``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from bot.web.desk.posts import Sent
from bot.web.desk.routes import LONGEST_DESK, Desk
from policy.forms.names import FieldName

router = APIRouter(prefix="/desk/requests", include_in_schema=False, max_body_size=LONGEST_DESK)
"""As ``bot.web.desk.routes.router``."""


async def _given(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]


@router.get("")
def requests(desk: Desk, request: Request) -> Response:
    """What people outside ask."""
    return desk.requests(request)


@router.get("/new")
def entering(desk: Desk, request: Request) -> Response:
    """The form for whoever telephones, writes on paper or stands there."""
    return desk.entering(request)


@router.post("/new")
def write_down(desk: Desk, request: Request, sent: Sent, given: Given) -> Response:
    """It is written down."""
    return desk.write_down(request, sent, given)


@router.get("/{number}/receipt")
def receipt(desk: Desk, request: Request, number: str) -> Response:
    """What the person needs to read the answer, to be read out or printed."""
    return desk.receipt(request, number)


@router.get("/{number}/slip")
def slip(desk: Desk, request: Request, number: str) -> Response:
    """The same on paper."""
    return desk.slip(request, number)


@router.get("/{number}/letter")
def letter(desk: Desk, request: Request, number: str) -> Response:
    """The answer as a letter, to post."""
    return desk.request_letter(request, number)


@router.get("/{number}")
def one(desk: Desk, request: Request, number: str, *, purpose: str = "") -> Response:
    """One of them, read for a purpose."""
    return desk.request(request, number, purpose)


@router.post("/{number}/paper")
def hand_over(desk: Desk, request: Request, number: str, sent: Sent, given: Given) -> Response:
    """What is shown to whom it is about, on paper, once."""
    return desk.hand_over(request, sent, number, given)


@router.post("/{number}/{how}")
async def answer(desk: Desk, request: Request, number: str, how: str, sent: Sent) -> Response:
    """What somebody outside asks is answered."""
    form = await request.form()
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    boxes = ("cases", FieldName.WRONG)
    ticked = {name: tuple(value for value in form.getlist(name) if isinstance(value, str)) for name in boxes}
    return await run_in_threadpool(desk.answer, request, sent, number, how, given, ticked)
