"""Alerts: the list by state, store and week, and one of them from its report to its end (R-110, R-112, R-121)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.web.authentication import Unknown
from bot.web.desk.alert_map import receivers
from bot.web.desk.paging import MOST, cut, place_in
from bot.web.desk.reception import Guest
from bot.web.desk.words import role_at
from bot.web.town import TownMap
from handlers.cards import Text, Until, t
from handlers.case.tally import tally
from handlers.context import Context
from handlers.wording.labels import ENDINGS, ERASED, ROLES, state_name, tally_head, tally_rows
from policy.assessment import TESTS
from policy.facts import Role
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
class Step:
    """One moment of an alert: when, what, who by their role or number, and by which clause."""

    at: datetime
    what: Text
    who: Text
    clause: str


@dataclass(frozen=True)
class Alert:
    """One alert: its facts, its steps by time, what each store did, where they are, and for what it can be held."""

    number: str
    state: Text
    head: Text
    rows: tuple[tuple[Text, Text], ...]
    steps: tuple[Step, ...]
    stores: tuple[tuple[Text, Text], ...]
    map: TownMap | None
    whys: tuple[tuple[str, str], ...]
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
    steps = sorted(_steps(case, ctx), key=lambda step: step.at)
    return Alert(
        case.number,
        state_name(case.state),
        tally_head(stores) if stores else "",
        tuple(_facts(case, ctx)),
        tuple(steps),
        tally_rows(stores, over=case.state is not State.LIVE),
        receivers(case, stores, ctx),
        tuple((why.value, name) for why, name in HOLD_REASONS.items() if case.state is not State.ERASED),
    )


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


def _steps(case: Case, ctx: Context) -> Iterator[Step]:
    yield Step(case.created_at, t("通報"), _roles([case.reporter_id], case, ctx), "R-125")
    yield from _asked(case, ctx)
    yield from _answers(case, ctx)
    if case.sent_at:
        yield Step(case.sent_at, t("配信"), t("{count} 店へ", count=len(case.audience)), "R-111")
    yield from _neighbours(case, ctx)
    if case.paused_at:
        yield Step(case.paused_at, t("誤りの疑いで内容を止めた"), "", "R-096")
    for version in ctx.uow.cases.versions(case.id):
        yield Step(version.submitted_at, t("第 {number} 版を提出", number=version.number), "", "R-111")
    if case.ended_at:
        how = t(ENDINGS[case.ending]) if case.ending in ENDINGS else state_name(case.state)
        yield Step(case.ended_at, t("終了：{how}", how=how), "", "R-078" if case.sent_at else "R-112")
    yield from _kept(case, ctx)


def _asked(case: Case, ctx: Context) -> Iterator[Step]:
    """R-113: everybody who was asked within one minute is one step."""
    minutes: dict[datetime, list[str]] = {}
    for request in ctx.uow.desk.requests(case.id):
        minutes.setdefault(request.asked_at.replace(second=0, microsecond=0), []).append(request.member_id)
        if request.reminded_at:
            yield Step(request.reminded_at, t("催促"), _roles([request.member_id], case, ctx), "R-112")
    for members in minutes.values():
        at = next(r.asked_at for r in ctx.uow.desk.requests(case.id) if r.member_id == members[0])
        yield Step(at, t("承認を依頼"), _roles(members, case, ctx), "R-113")


def _answers(case: Case, ctx: Context) -> Iterator[Step]:
    yes: set[str] = set()
    for answer in ctx.uow.desk.assessments(case.id):
        role = _roles([answer.member_id], case, ctx)
        refused = next((test for test in TESTS if getattr(answer, test.name) is False), None)
        if refused is not None:
            yield Step(answer.answered_at, t("いいえ（{test}）", test=t(refused.title)), role, refused.clause)
        else:
            yes.add(answer.member_id)
            yield Step(answer.answered_at, t("はい（{count} 人目）", count=len(yes)), role, "R-113")
        if answer.withdrawn_at:
            yes.discard(answer.member_id)
            yield Step(answer.withdrawn_at, t("答えを取り消し"), role, "R-111")


def _neighbours(case: Case, ctx: Context) -> Iterator[Step]:
    rows = ctx.uow.desk.deliveries(case.id)
    for what, moments, clause in (
        (t("最初に開いた"), [row.opened_at for row in rows], "R-095"),
        (t("最初に答えた"), [row.answered_at for row in rows], "R-078"),
        (t("終了を最初に確認した"), [row.stop_confirmed_at for row in rows], "R-078"),
    ):
        known = [moment for moment in moments if moment is not None]
        if known:
            yield Step(min(known), what, t("いままでに {count} 人", count=len(known)), clause)


def _kept(case: Case, ctx: Context) -> Iterator[Step]:
    """R-043, R-142: what was kept longer, and what was erased or will be."""
    for hold in ctx.uow.desk.holds(case.id):
        yield Step(hold.asked_at, t("保全を依頼（{days} 日）", days=hold.days), t(ROLES[Role.SECRETARIAT]), "R-142")
        if hold.confirmed_at:
            yield Step(hold.confirmed_at, t("保全を確認"), "", "R-142")
    for work in ctx.uow.desk.erasures(case.id):
        what = t(ERASED[work.kind])
        if work.done_at:
            yield Step(work.done_at, t("{what}を消去", what=what), "", "R-043")
        else:
            yield Step(work.due_at, t("{what}を消去する予定", what=what), "", "R-043")


def _roles(member_ids: Iterable[str], case: Case, ctx: Context) -> Text:
    """R-121: people by what they are at the store, and how many of them; never by name."""
    found = Counter(role_at(ctx.uow.people.member(one), case.store_id) for one in member_ids)
    return tuple(t("{role} {count} 人", role=t(role), count=count) for role, count in found.items())


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
