"""The posts below ``/desk``: each is one command; what they do stands in ``acts``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from bot.web.desk.acts import Posted
from bot.web.desk.routes import LONGEST_DESK, Desk, Text
from policy.forms.names import FieldName, FormName

router = APIRouter(prefix="/desk", include_in_schema=False, max_body_size=LONGEST_DESK)
"""As ``bot.web.desk.routes.router``."""


async def _posted(form_token: Text = "", once: Text = "", seen: Text = "") -> Posted:
    return Posted(form_token, once, seen)


Sent = Annotated[Posted, Depends(_posted)]


@router.post("/twofold/{act_id}")
def decide(desk: Desk, request: Request, act_id: str, sent: Sent, says: Text = "") -> Response:
    """The second person allows it, or doesn't."""
    return desk.decide(request, sent, act_id, says)


@router.post("/new/{what}")
async def joined(desk: Desk, request: Request, what: str, sent: Sent) -> Response:
    """A store or a person comes in."""
    given = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(desk.joined, request, what, sent, given)


@router.post("/rules/change")
async def ask_rules(desk: Desk, request: Request, sent: Sent) -> Response:
    """Other rules are asked for."""
    given = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}

    def asked() -> Response:
        return desk.or_again(
            "ask",
            given,
            lambda: desk.ask_rules(request, sent, given),
            lambda wrong: desk.rule_form(request, given, wrong),
        )

    return await run_in_threadpool(asked)


@router.post("/rules/review")
async def reviewed(desk: Desk, request: Request, sent: Sent) -> Response:
    """The year's review is done."""
    given = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(desk.reviewed, request, sent, given)


@router.post("/holds/{number}")
def hold(desk: Desk, request: Request, number: str, sent: Sent, days: Text = "", reason: Text = "") -> Response:
    """Nothing of a case is to be erased for a while."""
    return desk.or_again(
        "holding",
        {"days": days, FieldName.REASON: reason},
        lambda: desk.hold(request, sent, number, days, reason),
        lambda wrong: desk.alert(request, number, wrong),
    )


@router.post("/alerts/{number}/recall")
def call_back(desk: Desk, request: Request, number: str, sent: Sent, reason: Text = "") -> Response:
    """Nobody is to rely on an alert any more."""
    return desk.or_again(
        FormName.RECALL,
        {FieldName.REASON: reason},
        lambda: desk.call_back(request, sent, number, reason),
        lambda wrong: desk.alert(request, number, wrong),
    )


@router.post("/stores/{code}/{how}")
def change_store(
    desk: Desk, request: Request, code: str, how: str, sent: Sent, *, at: Text = "", why: Text = "", page: Text = ""
) -> Response:
    """It leaves, is suspended, takes part again; ``page``: its id, whose page comes again if that is refused."""
    return desk.or_again(
        how,
        {"at": at, "why": why},
        lambda: desk.change_store(request, sent, code, how, at, why),
        lambda wrong: desk.store(request, page, wrong),
    )


@router.post("/invitations")
def invite_all(desk: Desk, request: Request, sent: Sent, store: Text = "", form: Text = "") -> Response:
    """One-time codes for all who are not in the chat yet."""
    return desk.invite_all(request, sent, store.strip(), form)


@router.post("/people/{code}/invite")
def invite(desk: Desk, request: Request, code: str, sent: Sent) -> Response:
    """A one-time code for somebody."""
    return desk.or_again(
        "invite", {}, lambda: desk.invite(request, sent, code), lambda wrong: desk.person(request, code, wrong)
    )


@router.post("/people/{code}/role")
def change_role(
    desk: Desk, request: Request, code: str, sent: Sent, role: Text = "", store: Text = "", give: Text = ""
) -> Response:
    """One role more or less."""
    return desk.or_again(
        "roles",
        {"role": role, FieldName.STORE: store},
        lambda: desk.change_role(request, sent, code, role, store, give),
        lambda wrong: desk.person(request, code, wrong),
    )


@router.post("/people/{code}/{how}")
def change_member(
    desk: Desk, request: Request, code: str, how: str, sent: Sent, at: Text = "", why: Text = ""
) -> Response:
    """They leave, come back, or all their devices end."""
    return desk.or_again(
        how,
        {"at": at, "why": why},
        lambda: desk.change_member(request, sent, code, how, at, why),
        lambda wrong: desk.person(request, code, wrong),
    )


@router.post("/me/sessions/{session_id}")
def end_session(desk: Desk, request: Request, session_id: str, sent: Sent) -> Response:
    """One of one's own sessions ends."""
    return desk.end_session(request, sent, session_id)


@router.post("/key/question")
def question(desk: Desk, request: Request, form_token: Text = "") -> Response:
    """What a device is to sign so that its owner may come in."""
    return desk.question(request, form_token)


@router.post("/key")
def enter(desk: Desk, request: Request, form_token: Text = "", answer: Text = "") -> Response:
    """It did."""
    return desk.enter(request, form_token, answer)


@router.post("/me/challenge")
def challenge(desk: Desk, request: Request, sent: Sent) -> Response:
    """What a device is to sign, or to make a key for."""
    return desk.challenge(request, sent)


@router.post("/me/key")
def add_key(desk: Desk, request: Request, sent: Sent, answer: Text = "") -> Response:
    """A device made a key."""
    return desk.add_key(request, sent, answer)


@router.post("/me/key/drop")
def drop_key(desk: Desk, request: Request, sent: Sent, key: Text = "") -> Response:
    """A key is good no longer."""
    return desk.drop_key(request, sent, key)


@router.post("/me/prove")
def prove(desk: Desk, request: Request, sent: Sent, answer: Text = "") -> Response:
    """A device signed."""
    return desk.prove(request, sent, answer)


@router.post("/me/app")
def begin_app(desk: Desk, request: Request, sent: Sent) -> Response:
    """An app is to show digits."""
    return desk.begin_app(request, sent)


@router.post("/me/app/confirm")
def confirm_app(desk: Desk, request: Request, sent: Sent, typed: Text = "") -> Response:
    """It does."""
    return desk.me(request, desk.confirm_app(request, sent, typed))


@router.post("/me/code")
def prove_by_code(desk: Desk, request: Request, sent: Sent, typed: Text = "") -> Response:
    """The app's digits, or a code from paper."""
    return desk.me(request, desk.prove_by_code(request, sent, typed))
