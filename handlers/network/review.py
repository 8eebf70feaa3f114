"""The yearly review of the rules: what our own figures say to each subject, and who decided what (R-145)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from audit.event import Event
from handlers.cards import Text, t
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands.office import ReviewRules
from handlers.context import Context
from handlers.notices.facts import found
from policy.digest import WEEK, Digest
from policy.review import YEAR, Subject, check_review


def review_rules(cmd: ReviewRules, ctx: Context) -> None:
    """R-133, R-145, L240, L263: subject by subject, and with whom; what is to change has the rules' own form."""
    account = who(cmd.account_id, ctx)
    require(check_review(cmd.outcomes))
    ctx.uow.stores.the_network().rules_reviewed_at = ctx.now
    said = [f"{subject}:{outcome}" for subject, outcome in sorted(cmd.outcomes.items())]
    ctx.note(Event.RULES_REVIEW, None, account, outcomes=said, expert=cmd.expert)


@dataclass(frozen=True)
class Year:
    """What there is to look at; ``weeks``: what each digest told, the last one last."""

    weeks: tuple[Digest, ...]
    network_id: str

    def sum(self, read: Callable[[Digest], int]) -> int:
        """Of all weeks."""
        return sum(map(read, self.weeks))

    def now(self, read: Callable[[Digest], int]) -> int:
        """As the last digest told it."""
        return read(self.weeks[-1]) if self.weeks else 0


def to_look_at(network_id: str, ctx: Context) -> dict[Subject, tuple[Text, ...]]:
    """R-133, R-145: of each subject, what the last year's records say; numbers as the digests told them."""
    told = ctx.uow.weeks.newest(network_id, YEAR // WEEK + 1)
    year = Year(tuple(week.figures for week in told if week.until > ctx.now - YEAR), network_id)
    return {subject: _SAYS[subject](year, ctx) for subject in Subject}


def _rules(year: Year, ctx: Context) -> tuple[Text, ...]:
    versions = [one for one in ctx.uow.rule_sets.history() if one.in_force_since > ctx.now - YEAR]
    told = t("毎週の集計がある週：{count}（1年は52週）", count=len(year.weeks))
    drifting = t("例外が続く店舗と事業者：{count}", count=year.now(lambda week: week.drifting))
    return (t("この1年に始まった規則の版：{count}", count=len(versions)), told, drifting)


def _judging(year: Year, _ctx: Context) -> tuple[Text, ...]:
    yes, answers = year.sum(lambda week: week.yes), year.sum(lambda week: week.answers)
    sent, recalled = year.sum(lambda week: week.sent), year.sum(lambda week: week.recalled)
    return (
        t("判定：{yes} / {answers} が「はい」", yes=yes, answers=answers),
        t("送った警戒情報：{sent}、回収：{recalled}", sent=sent, recalled=recalled),
        t("気になる兆候：{count}", count=year.now(lambda week: len(week.warnings))),
    )


def _masking(_year: Year, _ctx: Context) -> tuple[Text, ...]:
    """R-133: who can open or change it is nothing that we know; it is asked."""
    keys = t("鍵、台帳の署名鍵、加工の設定を、だれが扱えるかを確かめてください。")
    return (keys, t("担当の人が変わったら、鍵を作り直してください。"))


def _erasure(year: Year, _ctx: Context) -> tuple[Text, ...]:
    erased, overdue = year.sum(lambda week: week.erased), year.now(lambda week: week.overdue)
    return (t("消去：{erased}、期限を過ぎた消去：{overdue}", erased=erased, overdue=overdue),)


def _notices(year: Year, ctx: Context) -> tuple[Text, ...]:
    amiss = found(ctx.uow.stores.network(year.network_id), ctx)
    return (t("公表している内容と合わないこと：{count}", count=len(amiss)),)


def _requests(year: Year, ctx: Context) -> tuple[Text, ...]:
    rows = ctx.uow.requests.answered_since(year.network_id, ctx.now - YEAR)
    refused = sum(bool(one.refused) for one in rows)
    return (t("答えた申出：{count}、断った申出：{refused}", count=len(rows), refused=refused),)


def _incidents(year: Year, ctx: Context) -> tuple[Text, ...]:
    rows = [one for one in ctx.uow.incidents.listed(year.network_id, closed=True, most=500) if not one.drill]
    wanted = sum(bool(one.rule_change) for one in rows)
    return (t("終わった事故：{count}、規則を変えるとしたもの：{wanted}", count=len(rows), wanted=wanted),)


def _people(year: Year, ctx: Context) -> tuple[Text, ...]:
    zone = ZoneInfo(ctx.uow.stores.network(year.network_id).timezone)
    ends = ctx.uow.today.training_ends(year.network_id, None, ctx.now.astimezone(zone).date())
    return (t("{count} 人の研修が切れているか、記録がありません。", count=sum(count for _, count in ends)),)


_SAYS: Final[Mapping[Subject, Callable[[Year, Context], tuple[Text, ...]]]] = {
    Subject.RULES: _rules,
    Subject.JUDGING: _judging,
    Subject.MASKING: _masking,
    Subject.ERASURE: _erasure,
    Subject.NOTICES: _notices,
    Subject.REQUESTS: _requests,
    Subject.INCIDENTS: _incidents,
    Subject.PEOPLE: _people,
}
