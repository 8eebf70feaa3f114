"""What somebody is shown of the alerts about them: what is still held, item by item, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers.cards import Text, t
from handlers.case.picture import bytes_of
from handlers.case.record import rules_of, zone_of
from handlers.case.sealed import load_report
from handlers.case.told import told
from handlers.context import Context
from handlers.rights.record import cases_of
from handlers.wording.labels import alert_rows, look_lines
from policy.assessment import TESTS
from policy.facts import AlertForm
from policy.retention import Kind, due_at
from policy.states import MAY_BE_THERE
from policy.withheld import Item
from storage import places
from storage.tables import Case, Request

GONE: Final = t("もう持っていません。")

KEPT: Final = {
    Kind.MASKED: t("写真"),
    Kind.TEXT: t("書かれたこと"),
    Kind.RECORD: t("だれに知らせたかの記録"),
}
"""What of an alert the person asks about, and when it goes."""


@dataclass(frozen=True)
class OfCase:
    """One alert: its number, each item with its lines, and the picture that neighbours see, if it is shown and held."""

    number: str
    items: tuple[tuple[Item, tuple[Text, ...]], ...]
    picture: bytes | None


def disclosed(request: Request, ctx: Context) -> tuple[OfCase, ...]:
    """R-070, R-073, L146, L153: of each alert that it is about, what was decided to be shown.

    Everybody else stays hidden: the picture is the masked one, people are counted and not named, and nobody's own words
    about the decision leave.
    """
    shown = [Item(one) for one in request.shown]
    return tuple(_of(case, shown, ctx) for case in cases_of(request, ctx))


def _of(case: Case, shown: list[Item], ctx: Context) -> OfCase:
    picture = bytes_of(case.id, places.MASKED, ctx) if Item.PICTURE in shown else None
    return OfCase(case.number, tuple((item, _LINES[item](case, ctx)) for item in shown), picture)


def _whether(case: Case, _ctx: Context) -> tuple[Text, ...]:
    return (t("あなたについてと思われる警戒情報がありました。"), *((case.sent_at,) if case.sent_at else ()))


def _event(case: Case, ctx: Context) -> tuple[Text, ...]:
    report = load_report(case, ctx)
    if report is None:
        return (GONE,)
    return tuple(
        t("{name}：{said}", name=name, said=said)
        for name, said in alert_rows(told(case, ctx), replace(report, form=AlertForm.WARNING))
        if said
    )


def _features(case: Case, ctx: Context) -> tuple[Text, ...]:
    report = load_report(case, ctx)
    if report is None:
        return (GONE,)
    return (*look_lines(report.look), *([report.features] if report.features else [])) or (t("ありません。"),)


def _picture(case: Case, ctx: Context) -> tuple[Text, ...]:
    if bytes_of(case.id, places.MASKED, ctx) is None:
        return (GONE,)
    return (t("近くの店が見るものと同じ写真です。ほかの人と顔は隠してあります。"),)


def _receivers(case: Case, ctx: Context) -> tuple[Text, ...]:
    stores = {row.store_id for row in ctx.uow.deliveries.of_case(case.id) if row.state in MAY_BE_THERE}
    return tuple(sorted(ctx.uow.stores.get(store_id).full_name for store_id in stores)) or (t("ありません。"),)


def _grounds(case: Case, ctx: Context) -> tuple[Text, ...]:
    """R-070, R-113: how many people answered each test with yes; who they are, and their own words, are theirs."""
    answers = [one for one in ctx.uow.cases.assessments(case.id) if one.withdrawn_at is None]
    yes = {test.title: sum(bool(getattr(one, test.name)) for one in answers) for test in TESTS}
    return tuple(t("{test}：{count} 人が「はい」と判断", test=t(title), count=count) for title, count in yes.items())


def _erasure(case: Case, ctx: Context) -> tuple[Text, ...]:
    zone = zone_of(case, ctx)
    days = {kind: _day(kind, case, ctx) for kind in KEPT}
    return tuple(
        t("{what}：{day} までに消します", what=what, day=f"{days[kind].astimezone(zone):%Y-%m-%d}")
        for kind, what in KEPT.items()
    )


def _day(kind: Kind, case: Case, ctx: Context) -> datetime:
    return due_at(
        kind, created_at=case.created_at, sent_at=case.sent_at, ended_at=case.ended_at, rules=rules_of(case, ctx)
    )


_LINES: Final[dict[Item, Callable[[Case, Context], tuple[Text, ...]]]] = {
    Item.WHETHER: _whether,
    Item.EVENT: _event,
    Item.FEATURES: _features,
    Item.PICTURE: _picture,
    Item.RECEIVERS: _receivers,
    Item.GROUNDS: _grounds,
    Item.ERASURE: _erasure,
}
