"""The addresses below ``/desk``; what is shown there stands in ``rooms``, who may see it in ``reception``."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request, Response

from bot.web.desk.acts import Posted
from bot.web.desk.alerts import Chosen
from bot.web.desk.people import Narrowed
from bot.web.desk.rooms import Rooms
from policy.forms.names import Choice


async def _rooms(request: Request) -> Rooms:
    rooms: Rooms = request.app.state.desk
    return rooms


Desk = Annotated[Rooms, Depends(_rooms)]
Text = Annotated[str, Form()]

LONGEST_DESK: Final = 48 * 1024
"""Bytes; an answer to somebody outside is the longest: 2000 characters and 300 for each item, each up to 9 bytes."""

router = APIRouter(prefix="/desk", include_in_schema=False, max_body_size=LONGEST_DESK)
"""They need ``SecurityHeaders`` around the application: see ``bot.web.pages.add_pages``."""


@router.get("")
def today(desk: Desk, request: Request) -> Response:
    """What is due."""
    return desk.today(request)


@router.get("/alerts")
def alerts(
    desk: Desk, request: Request, *, state: str = "", store: str = "", week: str = "", after: str = ""
) -> Response:
    """The list of alerts."""
    return desk.alerts(request, Chosen(state, store.strip(), week), after)


@router.get("/alerts/{number}")
def alert(desk: Desk, request: Request, number: str) -> Response:
    """One alert from its report to its end."""
    return desk.alert(request, number)


@router.get("/stores")
def stores(desk: Desk, request: Request, *, code: str = "", name: str = "", after: str = "") -> Response:
    """The list of stores."""
    return desk.stores(request, code.strip(), name.strip(), after)


@router.get("/stores/{store_id}")
def store(desk: Desk, request: Request, store_id: str) -> Response:
    """One store and its lights."""
    return desk.store(request, store_id)


@router.get("/people")
def people(
    desk: Desk, request: Request, *, code: str = "", store: str = "", outside: str = "", gone: str = "", after: str = ""
) -> Response:
    """The list of people."""
    return desk.people(request, Narrowed(code.strip(), store.strip(), outside == Choice.YES, gone == Choice.YES), after)


@router.get("/reach")
def reach(desk: Desk, request: Request, *, code: str = "", metres: str = "") -> Response:
    """Whom an alert of a store would reach."""
    return desk.reach(request, code.strip(), metres)


@router.get("/figures")
def figures(desk: Desk, request: Request) -> Response:
    """The weeks in numbers."""
    return desk.figures(request)


@router.get("/rules")
def rules(desk: Desk, request: Request, *, version: str = "", against: str = "") -> Response:
    """The rules, and what changed in them."""
    return desk.rules(request, version, against)


@router.get("/rules/change")
def rule_form(desk: Desk, request: Request) -> Response:
    """The form of other rules; with answers, what they would change."""
    return desk.rule_form(request, request.query_params)


@router.get("/rules/review")
def review(desk: Desk, request: Request) -> Response:
    """What the year's review has to look at."""
    return desk.review(request)


@router.get("/records")
def records(desk: Desk, request: Request, *, after: str = "") -> Response:
    """Holds, and the form of exports."""
    return desk.records(request, after)


@router.post("/export")
def export(
    desk: Desk,
    request: Request,
    form_token: Text = "",
    once: Text = "",
    content: Text = "",
    purpose: Text = "",
    form: Text = "",
) -> Response:
    """A file is taken out."""
    return desk.export(request, Posted(form_token, once), content, purpose, form)


@router.get("/chats")
def chats(desk: Desk, request: Request) -> Response:
    """LINE and Slack."""
    return desk.chats(request)


@router.post("/chats/look")
def look(desk: Desk, request: Request, form_token: Text = "") -> Response:
    """Both are asked anew."""
    return desk.look(request, form_token)


@router.get("/log")
def log(desk: Desk, request: Request, *, case: str = "", after: str = "") -> Response:
    """The ledger."""
    return desk.log(request, case.strip(), after)


@router.get("/twofold/{act_id}")
def twofold(desk: Desk, request: Request, act_id: str) -> Response:
    """What waits for a second person."""
    return desk.twofold(request, act_id)


@router.get("/people/{code}")
def person(desk: Desk, request: Request, code: str) -> Response:
    """One person."""
    return desk.person(request, code)


@router.get("/people/{code}/card")
def card(desk: Desk, request: Request, code: str) -> Response:
    """The code that was just made for them."""
    return desk.card(request, code)


@router.get("/people/{code}/card/pdf")
def card_file(desk: Desk, request: Request, code: str) -> Response:
    """The same to print."""
    return desk.card_file(request, code)


@router.get("/new/{what}")
def join(desk: Desk, request: Request, what: str) -> Response:
    """The form by which a store or a person comes in."""
    return desk.join(request, what)


@router.get("/me")
def me(desk: Desk, request: Request) -> Response:
    """One's own sessions."""
    return desk.me(request)


@router.get("/in/{token}")
def way_in(desk: Desk, request: Request, token: str) -> Response:
    """Behind a link from the chat."""
    return desk.way_in(request, token)


@router.get("/in/{token}/state")
def state(desk: Desk, request: Request, token: str) -> Response:
    """What that page asks while the chat is asked about the browser."""
    return desk.state(request, token)


@router.post("/in/{token}/open")
def begin(desk: Desk, request: Request, token: str, form_token: Text = "") -> Response:
    """The person signs in."""
    return desk.begin(request, token, form_token)


@router.post("/known")
def known(desk: Desk, request: Request, form_token: Text = "") -> Response:
    """The person has compared the number of their browser."""
    return desk.known(request, form_token)


@router.post("/out")
def leave(desk: Desk, request: Request, form_token: Text = "") -> Response:
    """The person signs out."""
    return desk.leave(request, form_token)
