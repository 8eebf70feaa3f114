"""One request as the desk and the person see it: its words, its clock, the cases around it, and who is a party."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.case.sealed import load_report
from handlers.context import Context
from handlers.errors import NotFound
from policy.clocks import Clock, Wait
from policy.rights import FROM_PERSON, TO_PERSON, Asked, Channel, Part, RequestState, Wish, concerns
from policy.states import State
from policy.steps import Standing
from storage.tables import Case, Request
from storage.vault import Erased

A_DAY = timedelta(days=1)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def packed(asked: Asked) -> bytes:
    """As it is sealed; how to reach the person lies beside it (``Part.CONTACT``)."""
    return json.dumps(asdict(replace(asked, contact="")), ensure_ascii=False, default=str).encode()


def asked_in(request: Request, ctx: Context) -> Asked | None:
    """What the person answered; None once it is erased, or where a backup brought the request back without it."""
    try:
        raw = json.loads(
            next(ctx.uow.requests.read(request, row) for row in ctx.uow.requests.parts(request, Part.ASKED))
        )
    except (Erased, StopIteration):
        return None
    day = date.fromisoformat(raw["day"]) if raw["day"] else None
    contact = "".join(words for _, _, words in told_in(request, ctx, Part.CONTACT))
    asked = Asked(**{**raw, "wish": Wish(raw["wish"]), "day": day})
    return replace(asked, contact=contact or asked.contact)


def told_in(request: Request, ctx: Context, *parts: Part) -> list[tuple[Part, datetime, str]]:
    """What else was written, by time; what is erased has no words."""
    found = []
    for row in ctx.uow.requests.parts(request, *parts):
        try:
            words = ctx.uow.requests.read(request, row).decode()
        except Erased:
            words = ""
        found.append((row.part, row.at, words))
    return found


def clock_of(request: Request, ctx: Context) -> Clock:
    """R-070: the request's time; we wait from a question of ours until the person writes again."""
    waits: list[Wait] = []
    for row in ctx.uow.requests.parts(request, Part.QUESTION, Part.ADDED):
        open_ = bool(waits) and waits[-1].until is None
        if row.part is Part.QUESTION and not open_:
            waits.append(Wait(row.at))
        elif row.part is Part.ADDED and open_:
            waits[-1] = Wait(waits[-1].since, row.at)
    if waits and waits[-1].until is None and request.state is not RequestState.WAITING:
        waits[-1] = Wait(waits[-1].since, request.answered_at)
    zone = ZoneInfo(ctx.uow.stores.network(request.network_id).timezone)
    return Clock(request.received_at, zone, waits, extended=request.extended_at is not None)


def cases_around(request: Request, ctx: Context) -> list[Case]:
    """R-070, L146: alerts of that store on that day, about that hour; nothing else is looked for."""
    asked = asked_in(request, ctx)
    if asked is None or asked.day is None or not asked.store_id:
        return []
    zone = ZoneInfo(ctx.uow.stores.network(request.network_id).timezone)
    noon = datetime(asked.day.year, asked.day.month, asked.day.day, 12, tzinfo=UTC)
    found = ctx.uow.requests.around(asked.store_id, noon - 2 * A_DAY, noon + 2 * A_DAY)
    return [
        case
        for case in found
        if case.event_at is not None and concerns(asked, case.store_id, case.event_at.astimezone(zone))
    ]


def cases_of(request: Request, ctx: Context) -> list[Case]:
    """Those that somebody, or the clock, found it to be about."""
    return [ctx.uow.cases.get(link.case_id) for link in ctx.uow.requests.links(request)]


def is_gone(request: Request, ctx: Context) -> bool:
    """R-070, R-071, L146, L150: the shop and the day are known, and of none of its alerts anything is held any more."""
    asked = asked_in(request, ctx)
    if asked is None or asked.day is None or not asked.store_id:
        return False
    return not any(is_held(case, ctx) for case in (*cases_around(request, ctx), *cases_of(request, ctx)))


def is_held(case: Case, ctx: Context) -> bool:
    """R-070, L146: whether its alert still tells somebody something, or its words can still be read."""
    return case.state is State.LIVE or load_report(case, ctx) is not None


def parties(request: Request, ctx: Context) -> frozenset[str]:
    """R-099: member ids of whoever reported or judged what it may be about, works at the shop it names, or doubted."""
    found: set[str] = set()
    stores = {request.store_id} - {None}
    for case in {case.id: case for case in (*cases_around(request, ctx), *cases_of(request, ctx))}.values():
        found |= case.reporters | {answer.member_id for answer in ctx.uow.cases.assessments(case.id)}
        stores.add(case.store_id)
        if request.channel is Channel.NEIGHBOUR:
            found |= {row.account.member_id for row in ctx.uow.deliveries.of_case(case.id) if row.doubted_at}
    return frozenset(found | {one.id for store in stores if store for one in ctx.uow.people.working_at(store)})


def numbered(number: str, network_id: str, ctx: Context) -> Request:
    """The request of this number, for this unit to change alone.

    Raises:
        NotFound: no such request of this network.
    """
    found = ctx.uow.requests.by_number(number)
    if found is None or found.network_id != network_id:
        raise NotFound
    return ctx.uow.requests.get(found.id)


def kept_back_since(request: Request, ctx: Context) -> datetime | None:
    """R-099: since when a live alert's picture waits for it to be looked at; None if none is kept back.

    From when the person asked, whenever that was written down; or, if they asked before there was an alert, from then.
    """
    if request.answered_at is not None:
        return None
    links = [link for link in ctx.uow.requests.links(request) if link.suspended_at]
    cases = (ctx.uow.cases.get(link.case_id) for link in links)
    sent = [case.sent_at for case in cases if case.state is State.LIVE and case.sent_at]
    return max(request.received_at, min(sent)) if sent else None


def standing_of(request: Request, ctx: Context) -> Standing:
    """R-070, R-099: how far it has come."""
    return Standing(
        clock_of(request, ctx),
        request.seen_at is not None,
        kept_back_since(request, ctx),
        request.state is RequestState.PROPOSED,
        request.answered_at is not None,
        unbrought_since(request, ctx),
    )


def unbrought_since(request: Request, ctx: Context) -> datetime | None:
    """R-070, L146: when the first word was written that somebody has to bring to the person, and nobody has."""
    if not ctx.uow.requests.is_to_bring(request):
        return None
    if request.answered_at is not None:
        return request.answered_at
    known = [row.at for row in ctx.uow.requests.parts(request, *FROM_PERSON)]
    return min(row.at for row in ctx.uow.requests.parts(request, *TO_PERSON) if row.at > max(known, default=EVER))
