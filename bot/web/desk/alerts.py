"""Alerts: the list by state, store and week, and one of them from its report to its end (R-110, R-112, R-121)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.web.authentication import Unknown
from bot.web.desk.alert_map import receivers
from bot.web.desk.paging import MOST, cut, place_in
from bot.web.desk.reception import Guest
from bot.web.desk.timeline import Step, steps_of
from bot.web.town import TownMap
from handlers.cards import Text, Until, t
from handlers.case.involved import member_facts
from handlers.case.tally import tally
from handlers.case.told import still_read
from handlers.context import Context
from handlers.forms.definitions import RECALL
from handlers.wording.labels import state_name, tally_head, tally_rows
from policy.access import may_recall
from policy.forms.names import FieldName
from policy.hold import HOLD_REASONS, LONGEST_HOLD
from policy.states import State
from storage.queries.desk import Place
from storage.tables import Case

SHOWN: Final = (
    State.ASSESSING,
    State.LIVE,
    State.ENDED,
    State.REFUSED,
    State.LAPSED,
    State.WITHDRAWN,
    State.ERASED,
)
"""What a list can be narrowed to; all else is still being written."""

WEEKS: Final = 8
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Chosen:
    """What the reader wants to see; empty for all."""

    state: str = ""
    store: str = ""
    week: str = ""


@dataclass(frozen=True)
class Row:
    """One case of the list."""

    number: str
    store: str
    state: Text
    is_live: bool
    at: datetime
    stores: int
    opened: int
    answered: int


@dataclass(frozen=True)
class Alerts:
    """The list, what it is narrowed to and could be, and the address of its next page."""

    rows: tuple[Row, ...]
    chosen: Chosen
    states: tuple[tuple[str, Text], ...]
    weeks: tuple[tuple[str, str], ...]
    further: str


@dataclass(frozen=True)
class Alert:
    """One alert: its facts, its steps by time, what each store did, where they are, and for what it can be held.

    ``recalls``: for what reasons this reader can call it back; none if they can't.
    """

    number: str
    state: Text
    head: Text
    rows: tuple[tuple[Text, Text], ...]
    steps: tuple[Step, ...]
    stores: tuple[tuple[Text, Text], ...]
    map: TownMap | None
    whys: tuple[tuple[str, str], ...]
    recalls: tuple[tuple[str, str], ...]
    most_days: int = LONGEST_HOLD.days


def listed(guest: Guest, chosen: Chosen, after: str, ctx: Context) -> Alerts:
    """R-064: of the network, or of one's own stores; the newest first."""
    zone = ZoneInfo(ctx.uow.stores.network(guest.network_id).timezone)
    since = _week(chosen.week, zone)
    rows = ctx.uow.desk.cases(
        guest.network_id,
        _within(guest, chosen.store, ctx),
        state=_state(chosen.state),
        since=since,
        until=since and since + WEEK,
        after=place_in(after, datetime.fromisoformat),
        most=MOST + 1,
    )
    shown, further = cut(
        rows,
        "/desk/alerts",
        lambda case: Place(case.created_at, case.id),
        state=chosen.state,
        store=chosen.store,
        week=chosen.week,
    )
    heard = ctx.uow.desk.heard([case.id for case in shown])
    made = tuple(
        Row(
            case.number,
            case.store.full_name,
            state_name(case.state),
            case.state is State.LIVE,
            case.created_at,
            len(case.audience) if case.sent_at else 0,
            heard[case.id].opened,
            heard[case.id].answered,
        )
        for case in shown
    )
    states = tuple((state.value, state_name(state)) for state in SHOWN)
    return Alerts(made, chosen, states, _weeks(ctx.now, zone), further)


def one(guest: Guest, number: str, ctx: Context) -> Alert:
    """R-064, R-121: one alert, without a name, a word or a picture of it; a foreign one is not there.

    Raises:
        Unknown: no such case for this reader.
    """
    case = ctx.uow.desk.case(guest.network_id, number)
    if case is None or not guest.seated.may_see(case.store_id):
        raise Unknown
    stores = tally(case, ctx)
    return Alert(
        case.number,
        state_name(case.state),
        tally_head(stores) if stores else "",
        tuple(_facts(case, ctx)),
        steps_of(case, ctx),
        tally_rows(stores, over=case.state is not State.LIVE),
        receivers(case, stores, ctx),
        tuple((why.value, name) for why, name in HOLD_REASONS.items() if case.state is not State.ERASED),
        _recalls(guest, case, ctx),
    )


def _recalls(guest: Guest, case: Case, ctx: Context) -> tuple[tuple[str, str], ...]:
    """R-078: in the words of the chat's form."""
    member = member_facts(ctx.uow.people.account_by_id(guest.account_id).member, ctx)
    if not still_read(case) or not may_recall(member, store_id=case.store_id, network_id=case.network_id, now=ctx.now):
        return ()
    return tuple((one.value, one.label) for one in RECALL.field(FieldName.REASON).options)


def _facts(case: Case, ctx: Context) -> Iterator[tuple[Text, Text]]:
    yield t("通報した店舗"), case.store.full_name
    yield t("規則の版"), case.rule_version
    if case.audience:
        yield t("配信先"), t("{count} 店（{km} km 以内）", count=len(case.audience), km=case.radius_km)
    looked = ctx.uow.desk.looks(case.id)
    if looked:
        yield t("ページを見た人"), t("{count} 人", count=looked)
    if case.hold_until is not None and case.hold_until > ctx.now:
        yield t("保全"), t("{until} まで消去しない", until=Until(case.hold_until))


def _within(guest: Guest, code: str, ctx: Context) -> frozenset[str] | None:
    """The stores of this code that the reader sees; without one all that they see."""
    if not code:
        return guest.seated.stores
    found = ctx.uow.desk.with_code(guest.network_id, code)
    return frozenset(store.id for store in found if guest.seated.may_see(store.id))


def _state(asked: str) -> State | None:
    if not asked:
        return None
    found = next((state for state in SHOWN if state.value == asked), None)
    if found is None:
        raise Unknown
    return found


def _week(asked: str, zone: ZoneInfo) -> datetime | None:
    """The Monday of an ISO week, 2026-W48, in store time."""
    if not asked:
        return None
    try:
        return datetime.strptime(f"{asked}-1", "%G-W%V-%u").replace(tzinfo=zone)
    except ValueError as error:
        raise Unknown from error


def _weeks(now: datetime, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    days = (now.astimezone(zone).date() - number * WEEK for number in range(WEEKS))
    mondays = [day - timedelta(days=day.weekday()) for day in days]
    return tuple((day.strftime("%G-W%V"), f"{day:%m/%d}–{day + timedelta(days=6):%m/%d}") for day in mondays)
