"""The addresses of the room of incidents; what happens there stands in ``incident_rooms``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from bot.web.desk.posts import Sent
from bot.web.desk.routes import Desk, Text
from policy.incidents.clocks import Report
from policy.incidents.nine import LONGEST_ITEM, Item

LONGEST_REPORT = 9 * LONGEST_ITEM * len(Item) + 8 * 1024
"""Bytes: nine items of so many characters, each up to nine bytes as a form sends them."""

router = APIRouter(prefix="/desk/incidents", include_in_schema=False, max_body_size=LONGEST_REPORT)
"""As ``bot.web.desk.routes.router``."""


async def _given(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]


@router.get("")
def incidents(desk: Desk, request: Request) -> Response:
    """What is open."""
    return desk.incidents(request)


@router.post("")
def open_incident(desk: Desk, request: Request, sent: Sent, what: Text = "", drill: Text = "") -> Response:
    """Something went wrong."""
    return desk.open_incident(request, sent, what, drill)


@router.get("/trace")
def trace(desk: Desk, request: Request) -> Response:
    """The leak finder."""
    return desk.trace(request, {})


@router.post("/trace")
def traced(desk: Desk, request: Request, given: Given) -> Response:
    """What it finds."""
    return desk.trace(request, given)


@router.get("/scope/{case}")
def scope(desk: Desk, request: Request, case: str) -> Response:
    """Whom an alert reached: first, what for."""
    return desk.scope(request, case)


@router.post("/scope/{case}")
def scoped(desk: Desk, request: Request, case: str, form_token: Text = "", purpose: Text = "") -> Response:
    """Whom it reached, by name."""
    return desk.scoped(request, form_token, case, purpose)


@router.get("/{number}")
def incident(desk: Desk, request: Request, number: str) -> Response:
    """One of them."""
    return desk.incident(request, number)


@router.get("/{number}/report")
def report(desk: Desk, request: Request, number: str, *, report: str = Report.FIRST) -> Response:
    """The nine items."""
    return desk.report(request, number, report)


@router.get("/{number}/report.pdf")
def report_file(desk: Desk, request: Request, number: str, *, report: str = Report.FIRST) -> Response:
    """The newest version that was kept, for the certified body."""
    return desk.report_file(request, number, report)


@router.post("/{number}/{how}")
def act(desk: Desk, request: Request, number: str, how: str, sent: Sent, given: Given) -> Response:
    """Something is done about it."""
    return desk.act_on(request, sent, number, how, given)
