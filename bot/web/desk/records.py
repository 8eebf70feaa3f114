"""Holds, and what can be taken out as a file (R-007, R-097, R-142)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.web.desk.exports import FileForm
from bot.web.desk.paging import MOST, cut, place_in
from bot.web.desk.reception import Guest
from handlers.cards import Text, Until, t
from handlers.context import Context
from policy.desk import may_change
from policy.exports import CONTENTS, NAMED, PURPOSES, Content, ExportPurpose
from policy.hold import HOLD_REASONS, UNCONFIRMED
from storage.queries.desk import Place
from storage.tables import Case, Hold


@dataclass(frozen=True)
class Row:
    """One hold: of which case, why, who asked and who confirmed (member codes), and until when nothing is erased."""

    number: str
    state: Text
    is_held: bool
    reason: Text
    asked_by: str
    asked_at: datetime
    confirmed_by: str
    until: Until | None


@dataclass(frozen=True)
class Records:
    """The holds, the newest first, the address of the next page, and the choices of the form."""

    rows: tuple[Row, ...]
    further: str
    contents: Mapping[Content, str]
    purposes: Mapping[ExportPurpose, str]
    forms: tuple[str, ...]


def shown(guest: Guest, after: str, ctx: Context) -> Records:
    """R-142: who decided what is not erased, and for how long."""
    found = ctx.uow.desk.all_holds(guest.network_id, place_in(after, datetime.fromisoformat), MOST + 1)
    rows, further = cut(found, "/desk/records", lambda one: Place(one[0].asked_at, one[0].id))
    office = bool(may_change(guest.seated.seat))
    contents = {content: name for content, name in CONTENTS.items() if office or content not in NAMED}
    forms = tuple(form.value for form in FileForm)
    return Records(tuple(_row(hold, case, ctx) for hold, case in rows), further, contents, PURPOSES, forms)


def _row(hold: Hold, case: Case, ctx: Context) -> Row:
    held = case.hold_until is not None and case.hold_until > ctx.now and hold.confirmed_at is not None
    waits = hold.confirmed_at is None and hold.asked_at + UNCONFIRMED > ctx.now
    state = t("保全中") if held else t("確認待ち") if waits else t("終了")
    return Row(
        case.number,
        state,
        held,
        t(HOLD_REASONS[hold.reason]),
        ctx.uow.people.member(hold.asked_by).code,
        hold.asked_at,
        ctx.uow.people.member(hold.confirmed_by).code if hold.confirmed_by else "",
        Until(case.hold_until) if held and case.hold_until else None,
    )
