"""The board: what is due, by time, and nothing else. The desk's first page, Slack's Home and 「状況」 show its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.cards import Text, t
from handlers.context import Context
from handlers.incidents.record import dues, zone_of
from handlers.network.lights import door_is_shut, reviewed
from handlers.rights.remind import waiting as outside
from handlers.twofold.acts import waiting
from handlers.wording.board import Item
from handlers.wording.facts import RequestFacts
from handlers.wording.incident_names import LIGHTS, REPORTS, WHATS
from handlers.wording.labels import ERASED
from handlers.wording.rights import SHORT, STATES, next_step
from handlers.wording.twofold import NAMES
from policy.clocks import Level
from policy.desk import Room, Seated
from policy.readiness import Level as Readiness
from policy.review import review_light
from policy.states import State
from policy.training import MONTH_BEFORE
from policy.trial import SHUT
from policy.twofold import WAITS
from storage.tables import Case, DueKind, Incident

MOST: Final = 20
"""Of each kind; whoever has more looks at the list behind it."""

NEARLY: Final = 0.8
"""Of the month's messages: time to buy more or to write less."""

RECALLS: Final = timedelta(days=30)
"""Whoever has not confirmed a recall after a month no longer works there."""


def items(seated: Seated, network_id: str, ctx: Context) -> list[Item]:
    """R-043, R-062, R-070, R-078, R-096, R-097, R-110, R-130, R-142, R-145: by time, what has none last.

    R-135: before all else what went wrong and is not over.
    """
    found = [item for kind in (_approvals, _live, _recalls) for item in kind(seated, network_id, ctx)]
    found += _erasures(seated, ctx)
    if seated.oversees:
        found += [*_twofold(network_id, ctx), *_holds(network_id, ctx), *_quotas(ctx), *_review(network_id, ctx)]
    if seated.may_enter(Room.PEOPLE):
        found += [*_training(seated, network_id, ctx), *_papers(seated, network_id, ctx)]
    if seated.may_enter(Room.REQUESTS):
        found += [*_shut(ctx), *open_requests(network_id, ctx)]
    first = [*open_incidents(network_id, ctx)] if seated.may_enter(Room.INCIDENTS) else []
    return first + sorted(found, key=lambda item: (item.at is None, item.at or ctx.now))


def open_incidents(network_id: str, ctx: Context) -> list[Item]:
    """R-130, R-135: what is open, until when its next report is due, and whether anybody has taken it."""
    return [_incident(one, ctx) for one in ctx.uow.incidents.listed(network_id, closed=False, most=MOST)]


def _incident(incident: Incident, ctx: Context) -> Item:
    zone = zone_of(incident, ctx)
    today = ctx.now.astimezone(zone).date()
    due = [one for one, made in dues(incident, ctx) if made is None]
    clocks = (
        t(
            "{report}：{day} まで（{light}）",
            report=t(REPORTS[one.report]),
            day=one.last_day.isoformat(),
            light=t(LIGHTS[one.light(today, made=False)]),
        )
        for one in due
    )
    untaken = () if incident.taken_by else (t("まだだれも対応していません。"),)
    return Item(
        min((_end_of(one.last_day, zone) for one in due), default=None),
        not incident.drill,
        t("事故（訓練）") if incident.drill else t("事故"),
        t("{what}、番号 {number}", what=t(WHATS[incident.what]), number=incident.number),
        (*untaken, *clocks),
        Room.INCIDENTS,
        f"/{incident.number}",
    )


def open_requests(network_id: str, ctx: Context) -> list[Item]:
    """R-070, R-071: what people outside ask, by when which step is due; nothing of what they wrote."""
    return [_request(one) for one in outside(network_id, ctx)[:MOST]]


def _shut(ctx: Context) -> list[Item]:
    """R-032, R-076, L107, L157: nobody outside can ask for anything."""
    if not door_is_shut(ctx.uow, ctx.now):
        return []
    return [Item(None, True, t("申出"), t("公開ページ"), t(SHUT))]


def _request(one: RequestFacts) -> Item:
    return Item(
        one.dues[0].by,
        one.suspends or one.level is not Level.CALM,
        t("申出"),
        t("{what}、番号 {number}", what=t(SHORT[one.wish]), number=one.number),
        (t(STATES[one.state]), next_step(one)),
        Room.REQUESTS,
        f"/{one.number}",
    )


def _twofold(network_id: str, ctx: Context) -> Iterator[Item]:
    for row in waiting(network_id, ctx):
        say = t("もう一人が認めるのを待っています。")
        what, name, key = t("二人目の確認"), t(NAMES[row.act]), f"/twofold/{row.id}"
        yield Item(row.asked_at + WAITS, True, what, name, say, Room.TODAY, key)


def _approvals(seated: Seated, network_id: str, ctx: Context) -> Iterator[Item]:
    cases = ctx.uow.today.in_state(network_id, seated.stores, State.ASSESSING, MOST)
    ends = ctx.uow.today.ends([case.id for case in cases], DueKind.LAPSE)
    for case in cases:
        answers = ctx.uow.desk.assessments(case.id)
        said = {one.member_id for one in answers if one.binding == case.binding and one.withdrawn_at is None}
        asked = len(ctx.uow.desk.requests(case.id))
        say = t("{asked} 人に承認を頼み、{said} 人が答えました。", asked=asked, said=len(said))
        yield Item(ends.get(case.id), True, t("承認待ち"), _named(case), say, *_alert(case))


def _live(seated: Seated, network_id: str, ctx: Context) -> Iterator[Item]:
    cases = ctx.uow.today.in_state(network_id, seated.stores, State.LIVE, MOST)
    heard = ctx.uow.desk.heard([case.id for case in cases])
    for case in cases:
        stores, answered = len(case.audience), heard[case.id].answered
        say = t(
            "{stores} 店のうち {answered} 店が答えました。まだの店：{silent}",
            stores=stores,
            answered=answered,
            silent=stores - answered,
        )
        yield Item(case.expires_at, case.paused_at is not None, t("配信中"), _named(case), say, *_alert(case))


def _recalls(seated: Seated, network_id: str, ctx: Context) -> Iterator[Item]:
    since = ctx.now - RECALLS
    for case, count in ctx.uow.today.unconfirmed(network_id, seated.stores, since, MOST):
        say = t("{count} 人がまだ確認していません。電話してください。", count=count)
        yield Item(case.ended_at, True, t("回収の確認待ち"), _named(case), say, *_alert(case))


def _erasures(seated: Seated, ctx: Context) -> Iterator[Item]:
    for work, case in ctx.uow.today.late_erasures(seated.stores, ctx.now, MOST):
        say = t(
            "{what}の消去が終わっていません（{tries} 回目）。サーバーの担当者に伝えてください。",
            what=t(ERASED[work.kind]),
            tries=work.attempts,
        )
        yield Item(work.due_at, True, t("消去の遅れ"), _named(case), say, *_alert(case))


def _holds(network_id: str, ctx: Context) -> Iterator[Item]:
    for case in ctx.uow.today.held(network_id, ctx.now, MOST):
        say = t("このときまで、何も消去しません。")
        yield Item(case.hold_until, False, t("保全の終わり"), _named(case), say, *_alert(case))


def _quotas(ctx: Context) -> Iterator[Item]:
    for quota in ctx.uow.today.quotas():
        if quota.allowed and quota.used >= quota.allowed * NEARLY:
            say = t(
                "今月 {used} / {allowed} 通。足りなくなる前に増やしてください。", used=quota.used, allowed=quota.allowed
            )
            yield Item(None, quota.used >= quota.allowed, t("通数の上限"), quota.platform.upper(), say)


def _review(network_id: str, ctx: Context) -> list[Item]:
    """R-145, L263: from a month before."""
    since = reviewed(network_id, ctx.uow)
    light = review_light(since, ctx.now)
    if light.level is Readiness.GOOD:
        return []
    say = t(light.says, **light.values)
    return [Item(since.due_at, light.level is Readiness.BAD, t(light.about), "", say, Room.RULES, "/review")]


def _training(seated: Seated, network_id: str, ctx: Context) -> Iterator[Item]:
    zone = _zone(network_id, ctx)
    today = ctx.now.astimezone(zone).date()
    ends = ctx.uow.today.training_ends(network_id, seated.stores, today + timedelta(days=MONTH_BEFORE))
    missing = sum(count for day, count in ends if day is None or day < today)
    soon = [(day, count) for day, count in ends if day is not None and day >= today]
    if missing:
        say = t("{count} 人の研修が切れているか、記録がありません。", count=missing)
        yield Item(None, True, t("研修"), "", say, Room.PEOPLE)
    if soon:
        first = _end_of(soon[0][0], zone)
        say = t("30日以内に {count} 人の研修が切れます。", count=sum(count for _, count in soon))
        yield Item(first, False, t("研修"), "", say, Room.PEOPLE)


def _papers(seated: Seated, network_id: str, ctx: Context) -> Iterator[Item]:
    missing = ctx.uow.today.without_notice(network_id, seated.stores, ctx.now)
    if missing and seated.stores is None and ctx.uow.notices.first_published_at(network_id) is None:
        say = t("お知らせを、まだ公開していません。公開してください。")
        yield Item(None, True, t("掲示"), "", say, Room.NOTICES)
    elif missing:
        say = t("{count} 店に、いまの版のお知らせの写真がありません。", count=missing)
        yield Item(None, True, t("店頭のお知らせ"), "", say, Room.NOTICES)


def _zone(network_id: str, ctx: Context) -> ZoneInfo:
    return ZoneInfo(ctx.uow.stores.network(network_id).timezone)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _named(case: Case) -> Text:
    return t("{store}、事案 {number}", store=case.store.full_name, number=case.number)


def _alert(case: Case) -> tuple[Room, str]:
    return Room.ALERTS, f"/{case.number}"
