"""Whether a store can do what it takes part for: facts in, lights out, each with what to do.

The page of the stores and ``hansho doctor`` show the same list, so that neither says ✓ to a town that can't work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from policy.access import approves_for, present, trained
from policy.approval import RESPONSIBLE
from policy.audience import active, is_suspended
from policy.facts import MemberFacts, Role, StoreFacts
from policy.notices.posting import may_send_under
from policy.rules import Rules
from policy.verdict import N_, Deny

CONTACTS = frozenset({Role.CONTACT, Role.SECOND_CONTACT})
"""Who gets the neighbours' alerts."""


class Level(StrEnum):
    """How a light looks: works, works for now, doesn't."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@dataclass(frozen=True)
class Colleague:
    """One person of a store, once (R-113). ``reachable``: an account of theirs takes our messages."""

    member: MemberFacts
    reachable: bool


@dataclass(frozen=True)
class Light:
    """One thing that was looked at.

    Attributes:
        about: Its name (msgid).
        level: Whether anything is to be done.
        clause: Requirement number.
        says: How it stands or, unless it is good, what to do (msgid with ``{name}`` places).
        values: What fills them.
        only_sends: It keeps the store from sending alone: one with too few people to judge can still be warned.
    """

    about: str
    level: Level
    clause: str
    says: str
    values: dict[str, str | int] = field(default_factory=dict, hash=False)
    only_sends: bool = False


SENDS = N_("警戒情報を送れる")
RECEIVES = N_("警戒情報を受け取れる")
SUMS = (SENDS, RECEIVES)
"""What the other lights come to."""

NEEDED = 2
"""People who may decide what takes two (``policy.twofold``)."""


def lights(store: StoreFacts, people: Sequence[Colleague], rules: Rules, now: datetime) -> tuple[Light, ...]:
    """R-005, R-009, R-061, R-062, R-113, R-122, L22, L51, L135, L136, L221, L227: all that a store needs to take part.

    Args:
        store: As it stands.
        people: Who holds a role there; those who left are passed over.
        rules: The network's.
        now: Aware UTC.
    """
    there = [one for one in people if present(one.member, now)]
    causes = (
        _agreement(store),
        notice_light(store, now),
        _takes_part(store, now),
        _responsible(store),
        _approvers(store, there, rules, now),
        _reporter(store, there, rules, now),
        _training(there, now),
        _contacts(store, there, now),
        _enrolled(there),
    )
    return (*causes, _sum(SENDS, "R-113", causes[:6]), receives(store, people, now))


def receives(store: StoreFacts, contacts: Sequence[Colleague], now: datetime) -> Light:
    """R-005, R-009, R-122, L22, L51, L227: whether the store can be warned; ``contacts``: who may be called there."""
    there, notice = [one for one in contacts if present(one.member, now)], notice_light(store, now)
    needed = (_agreement(store), _takes_part(store, now), _contacts(store, there, now))
    return _sum(RECEIVES, "R-005", (*needed, *(() if notice.only_sends else (notice,))))


def _agreement(store: StoreFacts) -> Light:
    name = N_("参加の同意")
    if store.business_agreed:
        return Light(name, Level.GOOD, "R-009", N_("記録があります。"))
    return Light(name, Level.BAD, "R-009", N_("事業者の参加同意を書面でもらい、店舗の表に日付を入れてください。"))


def notice_light(store: StoreFacts, now: datetime) -> Light:
    """R-023, R-122, L85, L227: whether the notice hangs there, and whether a photograph shows that of today."""
    name = N_("店頭のお知らせ")
    if not store.notice_posted:
        return Light(
            name, Level.BAD, "R-122", N_("ポスターを貼り、チャットで「掲示」と送ってから、写真を送ってください。")
        )
    if store.notice_due_at is None:
        return Light(name, Level.GOOD, "R-023", N_("いまの版の掲示を写真で確かめました。"))
    verdict = may_send_under(store, now)
    if isinstance(verdict, Deny):
        return Light(name, Level.BAD, verdict.clause, verdict.reason, only_sends=True)
    return Light(
        name,
        Level.CARE,
        "R-023",
        N_(
            "いまの版のポスターか、カメラのお知らせの写真が、まだ届いていません。"
            "貼ってから、チャットで「掲示」と送り、写真を送ってください。"
        ),
    )


def _takes_part(store: StoreFacts, now: datetime) -> Light:
    name = N_("参加")
    if is_suspended(store, now):
        return Light(name, Level.BAD, "R-144", N_("停止中です。改善を確かめてから再開してください。"))
    if isinstance(active(_ready(store), now), Deny):
        return Light(name, Level.BAD, "R-005", N_("いま参加していません。戻るときは事務局が参加を記録してください。"))
    return Light(name, Level.GOOD, "R-005", N_("参加しています。"))


def _ready(store: StoreFacts) -> StoreFacts:
    """The same store with its papers in order: those have lights of their own."""
    return replace(store, business_agreed=True, notice_posted=True)


def _responsible(store: StoreFacts) -> Light:
    name = N_("店舗責任者")
    if store.has_responsible:
        return Light(name, Level.GOOD, "R-061", N_("登録があります。"))
    return Light(name, Level.BAD, "R-061", N_("責任者か代行者を決め、会員の表に登録してください。"))


def _approvers(store: StoreFacts, people: Sequence[Colleague], rules: Rules, now: datetime) -> Light:
    name, able = N_("承認できる人"), _able_approvers(store, people, now)
    values: dict[str, str | int] = {"count": len(able), "needed": rules.approvals_needed}
    if _enough(store, able, rules):
        return Light(name, Level.GOOD, "R-113", N_("{count} 人（{needed} 人必要）"), values)
    says = N_("{count} 人です。責任者か代行者を含む {needed} 人が、研修を受け、チャットに登録している必要があります。")
    return Light(name, Level.BAD, "R-113", says, values, only_sends=True)


def _reporter(store: StoreFacts, people: Sequence[Colleague], rules: Rules, now: datetime) -> Light:
    """R-114: whoever reports leaves enough others to judge."""
    name, approvers = N_("通報できる人"), _able_approvers(store, people, now)
    for one in people:
        others = [a for a in approvers if rules.reporter_counts or a.member.id != one.member.id]
        if _able(one, now) and _enough(store, others, rules):
            return Light(name, Level.GOOD, "R-114", N_("います。"))
    says = N_("承認する人のほかに、研修を受けてチャットに登録した通報者が要ります。")
    return Light(name, Level.BAD, "R-114", says, only_sends=True)


def _training(people: Sequence[Colleague], now: datetime) -> Light:
    name, done = N_("研修"), sum(bool(trained(one.member, now)) for one in people)
    values: dict[str, str | int] = {"count": done, "all": len(people)}
    if people and done == len(people):
        return Light(name, Level.GOOD, "R-062", N_("{count} / {all} 人が有効"), values)
    says = N_("{count} / {all} 人が有効です。残りの人に研修を受けてもらい、期限を会員の表に入れてください。")
    return Light(name, Level.CARE if done else Level.BAD, "R-062", says, values)


def _contacts(store: StoreFacts, people: Sequence[Colleague], now: datetime) -> Light:
    name = N_("連絡先")
    named = [one for one in people if any(one.member.is_a(role, store.id) for role in CONTACTS)]
    able = [one for one in named if _able(one, now)]
    values: dict[str, str | int] = {"count": len(able), "all": len(named)}
    if not able:
        says = N_("届く人がいません。連絡先を決め、研修とチャットの登録を済ませてください。")
        return Light(name, Level.BAD, "R-005", says)
    if len(able) < max(len(named), 2):
        says = N_("届くのは {count} 人です。休みの日のために、届く連絡先を 2 人にしてください。")
        return Light(name, Level.CARE, "R-005", says, values)
    return Light(name, Level.GOOD, "R-005", N_("{count} 人に届きます。"), values)


def _enrolled(people: Sequence[Colleague]) -> Light:
    name, done = N_("チャットの登録"), sum(one.reachable for one in people)
    values: dict[str, str | int] = {"count": done, "all": len(people)}
    if people and done == len(people):
        return Light(name, Level.GOOD, "R-063", N_("{count} / {all} 人が登録済み"), values)
    says = N_("{count} / {all} 人が登録済みです。残りの人に登録コードを渡してください。")
    return Light(name, Level.CARE if done else Level.BAD, "R-063", says, values)


def _sum(name: str, clause: str, needed: Iterable[Light]) -> Light:
    missing = next((light for light in needed if light.level is Level.BAD), None)
    if missing is None:
        return Light(name, Level.GOOD, clause, N_("はい"))
    return Light(name, Level.BAD, missing.clause, missing.says, missing.values, only_sends=missing.only_sends)


def _able(one: Colleague, now: datetime) -> bool:
    return one.reachable and bool(trained(one.member, now))


def _able_approvers(store: StoreFacts, people: Iterable[Colleague], now: datetime) -> list[Colleague]:
    return [one for one in people if approves_for(one.member, store.id) and _able(one, now)]


def _enough(store: StoreFacts, approvers: Sequence[Colleague], rules: Rules) -> bool:
    led = any(one.member.is_a(role, store.id) for one in approvers for role in RESPONSIBLE)
    return led and len(approvers) >= rules.approvals_needed


def office(secretariat: Sequence[Colleague], auditors: Sequence[Colleague], now: datetime) -> tuple[Light, ...]:
    """R-097, R-121, L212, L227: somebody of the secretariat and an auditor read what is sent to them, and are two."""
    able, watching = (_reached(people, now) for people in (secretariat, auditors))
    return _secretariat(able), _auditor(watching), _second(able | watching)


def _reached(people: Iterable[Colleague], now: datetime) -> frozenset[str]:
    return frozenset(one.member.id for one in people if one.reachable and present(one.member, now))


def _secretariat(able: Collection[str]) -> Light:
    name = N_("事務局")
    if able:
        return Light(name, Level.GOOD, "R-097", N_("{count} 人に届きます。"), {"count": len(able)})
    says = N_("届く人がいません。事務局の人を会員の表に登録し、登録コードを渡してください。")
    return Light(name, Level.BAD, "R-097", says)


def _auditor(able: Collection[str]) -> Light:
    name = N_("監査人")
    if able:
        return Light(name, Level.GOOD, "R-121", N_("{count} 人に届きます。"), {"count": len(able)})
    says = N_("届く人がいません。外部の監査人を決め、会員の表に登録してください。")
    return Light(name, Level.CARE, "R-121", says)


def _second(able: Collection[str]) -> Light:
    """What takes two people, such as holding a case, is nobody's to do where there is one."""
    name = N_("二人目の確認")
    if len(able) >= NEEDED:
        return Light(name, Level.GOOD, "R-097", N_("できます。"))
    says = N_("事務局と監査人を合わせて二人いないと、保全や停止の解除ができません。もう一人登録してください。")
    return Light(name, Level.BAD, "R-097", says)
