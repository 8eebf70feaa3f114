"""Whom an alert reached, by name; and whose look a photographed piece of a watermark comes from (R-095, R-136)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from handlers.cards import Text
from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.incidents.scope import Scope, scope_of
from handlers.incidents.trace import MOST, Found, trace
from policy.access import Purpose
from policy.clocks import is_of_our_time
from policy.mark import TracePurpose
from policy.verdict import N_

PURPOSES: Final = {
    TracePurpose.INCIDENT: N_("事故や漏えいを調べるため"),
    TracePurpose.DRILL: N_("訓練のため"),
    TracePurpose.AUTHORITY: N_("委員会や警察に答えるため"),
}

PAGES: Final = {
    Purpose.MASK: N_("通報者の画面"),
    Purpose.COMPLETE: N_("書き足す画面"),
    Purpose.PREVIEW: N_("承認の画面"),
    Purpose.ALERT: N_("警戒情報の画面"),
    Purpose.REFUSAL: N_("断られた理由の画面"),
}

BACK: Final = timedelta(days=31)
"""How far back one looks unless another day is chosen."""


@dataclass(frozen=True)
class Asked:
    """What the form holds; ``found`` None: nobody has asked yet, or too little."""

    typed: str
    since: str
    purpose: str
    purposes: tuple[tuple[str, str], ...]
    pages: Mapping[Purpose, str]
    found: Found | None
    most: int
    problem: Text


@dataclass(frozen=True)
class Reach:
    """One alert's scope, with names; None: nobody said what for."""

    number: str
    purposes: tuple[tuple[str, str], ...]
    pages: Mapping[Purpose, str]
    scope: Scope | None


def blank(guest: Guest, ctx: Context) -> Asked:
    """The empty form."""
    since = (ctx.now.astimezone(_zone(guest, ctx)) - BACK).date().isoformat()
    return _asked("", since, TracePurpose.INCIDENT, None, "")


def purpose_in(said: str) -> TracePurpose:
    """One of the list.

    Raises:
        Unknown: none of ours.
    """
    try:
        return TracePurpose(said)
    except ValueError as error:
        raise Unknown from error


def looked_for(guest: Guest, given: Mapping[str, str], ctx: Context) -> Asked:
    """R-136, L247: the looks that fit, or what is wrong with what was typed."""
    typed, since, purpose = (given.get(name, "") for name in ("typed", "since", "purpose"))
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise Unknown from error
    if not is_of_our_time(day):
        raise Unknown
    moment = datetime(day.year, day.month, day.day, tzinfo=_zone(guest, ctx))
    try:
        return _asked(typed, since, purpose, trace(typed, guest.network_id, moment, ctx), "")
    except NotAllowed as error:
        return _asked(typed, since, purpose, None, error.told)


def reach(guest: Guest, number: str, ctx: Context, *, read: bool) -> Reach:
    """R-136, L247: deliveries and looks of one alert.

    Raises:
        Unknown: no such case for this reader.
    """
    case = ctx.uow.desk.case(guest.network_id, number)
    if case is None:
        raise Unknown
    return Reach(number, _purposes(), PAGES, scope_of(case, ctx) if read else None)


def _asked(typed: str, since: str, purpose: str, found: Found | None, problem: Text) -> Asked:
    return Asked(typed, since, purpose, _purposes(), PAGES, found, MOST, problem)


def _purposes() -> tuple[tuple[str, str], ...]:
    return tuple((purpose.value, PURPOSES[purpose]) for purpose in TracePurpose)


def _zone(guest: Guest, ctx: Context) -> ZoneInfo:
    return ZoneInfo(ctx.uow.stores.network(guest.network_id).timezone)
