"""Figures: what the digests said, week by week, and whom the last one's signs mean (R-081, R-110, R-121, R-123)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.web.desk.charts import Chart, bars
from bot.web.desk.reception import Guest
from bot.web.desk.words import role_at
from handlers.cards import Text, t
from handlers.context import Context
from policy.assessment import TESTS
from policy.chance import Share
from policy.desk import Room
from policy.digest import WEEK, Digest
from policy.signs import HABIT, Sign
from storage.tables import Member

WEEKS: Final = HABIT // WEEK


@dataclass(frozen=True)
class Row:
    """One figure: what it is called, its value each week (None: nothing to measure), and the same as a chart."""

    name: Text
    values: tuple[int | None, ...]
    chart: Chart


@dataclass(frozen=True)
class Told:
    """One sign: what is seen, whom it means, how often (of how many, and in percent from … to …), what to ask."""

    clause: str
    says: Text
    who: Text
    share: Share | None
    ask: Text


@dataclass(frozen=True)
class Figures:
    """The weeks by the day they ended on, their figures, the last one's signs, and how many names stand in these."""

    weeks: tuple[str, ...]
    rows: tuple[Row, ...]
    signs: tuple[Told, ...]
    people: int


def shown(guest: Guest, ctx: Context) -> Figures:
    """R-097, R-121: as they were told at the time; what they counted may be erased since."""
    zone = ZoneInfo(ctx.uow.stores.network(guest.network_id).timezone)
    weeks = ctx.uow.weeks.newest(guest.network_id, WEEKS)
    days = tuple(f"{week.until.astimezone(zone):%m/%d}" for week in weeks)
    signs = weeks[-1].figures.warnings if weeks else ()
    named = {member for sign in signs for member in sign.members} if guest.seated.may_enter(Room.PEOPLE) else set()
    return Figures(
        days,
        tuple(_row(name, read, [week.figures for week in weeks], days) for name, read in _rows()),
        tuple(_told(sign, named, ctx) for sign in signs),
        len(named),
    )


def _rows() -> list[tuple[Text, Callable[[Digest], int | None]]]:
    return [
        (t("通報の件数"), lambda week: week.cases),
        (t("配信の件数"), lambda week: week.sent),
        (t("配信までの時間（分、中央値）"), lambda week: week.median_minutes_to_send),
        (t("答えた店舗の割合（％）"), lambda week: _percent(week.confirmed, week.reached)),
        *((t("「いいえ」：{test}", test=t(test.title)), _refused(test.name)) for test in TESTS),
        (t("回収の件数"), lambda week: week.recalled),
        (t("回収から最後の確認まで（分、中央値）"), lambda week: week.median_minutes_to_recall),
        (t("期限を過ぎた消去"), lambda week: week.overdue),
        (t("例外が続く店舗と事業者"), lambda week: week.drifting),
        (t("気になる兆候の数"), lambda week: len(week.warnings)),
    ]


def _refused(test: str) -> Callable[[Digest], int]:
    return lambda week: week.refused_by.get(test, 0)


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _row(name: Text, read: Callable[[Digest], int | None], weeks: Sequence[Digest], days: Sequence[str]) -> Row:
    values = tuple(map(read, weeks))
    return Row(name, values, bars(values, days))


def _told(sign: Sign, named: set[str], ctx: Context) -> Told:
    people = [ctx.uow.desk.member(member_id) for member_id in sign.members]
    who = [_person(person, named, ctx) for person in people if person is not None]
    if sign.store:
        who.append(ctx.uow.stores.get(sign.store).full_name)
    if sign.business:
        who.append(ctx.uow.desk.business(sign.business))
    return Told(sign.clause, t(sign.sentence, **sign.values), tuple(who), sign.share, t(sign.ask))


def _person(member: Member, named: set[str], ctx: Context) -> Text:
    """R-064, R-121: by name for the secretariat, for the auditor by the role; and of which stores."""
    name: Text = member.name if member.id in named else t(role_at(member))
    stores = tuple(ctx.uow.stores.get(role.store_id).full_name for role in member.roles if role.store_id)
    return t("{name}（{stores}）", name=name, stores="、".join(dict.fromkeys(stores))) if stores else name
