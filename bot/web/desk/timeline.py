"""One alert as a line of time, from its report to what of it is erased: roles, counts and clauses, never a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.web.desk.words import role_at
from handlers.cards import Text, t
from handlers.context import Context
from handlers.wording.labels import ENDINGS, ERASED, ROLES, state_name
from policy.assessment import TESTS
from policy.facts import Role
from storage.tables import Case


@dataclass(frozen=True)
class Step:
    """One moment of an alert: when, what, who by their role or number, and by which clause."""

    at: datetime
    what: Text
    who: Text
    clause: str


def steps_of(case: Case, ctx: Context) -> tuple[Step, ...]:
    """R-095, R-121: by time, what is still to come last."""
    return tuple(sorted(_steps(case, ctx), key=lambda step: step.at))


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
