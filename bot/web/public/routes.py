"""The addresses below ``/r``, for anybody; what is shown there stands in ``door``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from bot.web.public.door import PublicDoor
from bot.web.security import LONGEST_ANSWERS


async def _door(request: Request) -> PublicDoor:
    door: PublicDoor = request.app.state.public
    return door


async def _posted(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Door = Annotated[PublicDoor, Depends(_door)]
Posted = Annotated[dict[str, str], Depends(_posted)]

router = APIRouter(prefix="/r", include_in_schema=False, max_body_size=LONGEST_ANSWERS)
"""They need ``SecurityHeaders`` around the application: see ``bot.web.pages.add_pages``."""


@router.get("")
def network(door: Door, request: Request) -> Response:
    """What the network says of itself."""
    return door.facts(request)


@router.get("/ask")
def form(door: Door, request: Request) -> Response:
    """The questions."""
    return door.form(request)


@router.post("/ask")
def receive(door: Door, request: Request, posted: Posted) -> Response:
    """The receipt."""
    return door.receive(request, posted)


@router.get("/answer")
def ask_answer(door: Door, request: Request, number: str = "") -> Response:
    """Where number and secret are typed."""
    return door.ask_answer(request, number)


@router.post("/answer")
def answer(door: Door, request: Request, posted: Posted) -> Response:
    """Where it stands; and what the person adds."""
    return door.answer(request, posted)


@router.post("/letter")
def letter(door: Door, request: Request, posted: Posted) -> Response:
    """The answer as a letter."""
    return door.letter(request, posted)


@router.get("/paper")
def paper(door: Door, request: Request) -> Response:
    """The questions, to be filled in by hand."""
    return door.paper(request)


@router.get("/notices")
def notices(door: Door, request: Request) -> Response:
    """What people whom nobody can find have to know."""
    return door.notices(request)


@router.get("/{business}/{store}")
def store(door: Door, request: Request, business: str, store: str) -> Response:
    """The same facts, at the address on a shop's notice."""
    return door.facts(request, business, store)


@router.get("/{business}/{store}/ask")
def store_form(door: Door, request: Request, business: str, store: str) -> Response:
    """The questions, about this shop."""
    return door.form(request, business, store)


@router.post("/{business}/{store}/ask")
def store_receive(door: Door, request: Request, posted: Posted, business: str, store: str) -> Response:
    """The receipt."""
    return door.receive(request, posted, business, store)
