"""The weekly figures, and what in them should make the secretariat look closer (guideline L169, L227)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from policy.drift import Told, chains
from policy.facts import EarlierNo
from policy.repeats import is_same_event
from policy.rules import Rules
from policy.states import State
from policy.verdict import N_

WEEK = timedelta(days=7)

HASTY_SECONDS = 30
"""Opening the preview and typing four reasons of ten characters takes longer, even on a good day."""

LEAST_ANSWERS = 5
"""Fewer answers of one person say nothing about a habit."""

LATE_MINUTES = 10
"""R-123: our own target for report to first delivery; a thief is at the next shop by then."""


@dataclass(frozen=True)
class CaseRow:
    """One case; ids, times and choices only.

    ``denied``: it was refused, or ended otherwise while it lay with its approvers (R-112).
    ``recall_minutes``: from its recall to the last confirmation; None while somebody who may have it is silent.
    """

    id: str
    store_id: str
    state: State
    created_at: datetime
    sent_at: datetime | None
    recalled: bool = False
    event_at: datetime | None = None
    ended_at: datetime | None = None
    denied: bool = False
    told: Told | None = None
    recall_minutes: float | None = None

    @property
    def asked(self) -> bool:
        """Whether its approvers are being asked, or were until its end."""
        return self.denied or self.sent_at is not None or self.state is State.ASSESSING

    @property
    def no(self) -> EarlierNo | None:
        """R-112: the answer that stands against later reports of the same event, if it is one."""
        if self.ended_at is None or not self.denied:
            return None
        return EarlierNo(self.id, self.event_at or self.created_at, self.ended_at, None)


@dataclass(frozen=True)
class AnswerRow:
    """One person's assessment. ``reasons`` are salted hashes, so that copies show and texts don't.

    ``hasty``: given sooner after the page was opened than it takes to read it.
    """

    case_id: str
    member_id: str
    asked_at: datetime
    answered_at: datetime
    yes: bool
    reasons: tuple[str, ...]
    hasty: bool = False


@dataclass(frozen=True)
class ErasureRow:
    """One planned erasure and when it was done."""

    case_id: str
    kind: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class Sign:
    """Something to look at: clause, Japanese sentence (msgid), values, and whom or what it is about (our ids)."""

    clause: str
    sentence: str
    values: dict[str, str | int]
    subject: str = ""


@dataclass(frozen=True)
class Digest:
    """A week in numbers, and its warnings."""

    cases: int
    by_state: dict[State, int]
    sent: int
    recalled: int
    median_minutes_to_recall: int | None
    recalls_unconfirmed: int
    median_minutes_to_send: int | None
    answers: int
    yes: int
    erased: int
    overdue: int
    warnings: tuple[Sign, ...]


def weekly(
    cases: Sequence[CaseRow],
    answers: Sequence[AnswerRow],
    erasures: Sequence[ErasureRow],
    *,
    rules: Rules,
    now: datetime,
    period: timedelta = WEEK,
) -> Digest:
    """R-121, L227: the figures of the given rows, and the signs of a check that has become a habit.

    Args:
        cases: Cases of the longer of the period and ``rules.repeat_days`` before ``now``, so that drift shows.
        answers: Assessments of the period.
        erasures: Erasures due in the period, and older ones not done.
        rules: The network's rules.
        now: End of the period, aware UTC.
        period: A week for the secretariat; a month for the auditor.
    """
    recent = [case for case in cases if case.created_at > now - period]
    minutes = [(case.sent_at - case.created_at).total_seconds() / 60 for case in recent if case.sent_at is not None]
    recalls = [case.recall_minutes for case in recent if case.recalled]
    confirmed = [recall for recall in recalls if recall is not None]
    overdue = [erasure for erasure in erasures if erasure.done_at is None and erasure.due_at <= now]
    return Digest(
        cases=len(recent),
        by_state=dict(Counter(case.state for case in recent)),
        sent=len(minutes),
        recalled=len(recalls),
        median_minutes_to_recall=round(median(confirmed)) if confirmed else None,
        recalls_unconfirmed=len(recalls) - len(confirmed),
        median_minutes_to_send=round(median(minutes)) if minutes else None,
        answers=len(answers),
        yes=sum(answer.yes for answer in answers),
        erased=sum(erasure.done_at is not None for erasure in erasures),
        overdue=len(overdue),
        warnings=(*_overdue(overdue), *_of_answers(answers), *_of_events(cases, recent, rules, now), *_slow(minutes)),
    )


def _of_answers(answers: Sequence[AnswerRow]) -> Iterable[Sign]:
    """R-110, R-111: how the approvers answered."""
    return (*_rubber_stamps(answers), *_unread(answers), *_copied_reasons(answers))


def _of_events(cases: Sequence[CaseRow], recent: Sequence[CaseRow], rules: Rules, now: datetime) -> Iterable[Sign]:
    """R-081, R-112: what was reported again, and again."""
    return (*_asked_again(cases, recent), *_drift(cases, rules, now), *_chain_drift(cases, rules, now))


def _overdue(overdue: Sequence[ErasureRow]) -> Iterable[Sign]:
    """R-040, L113: what is no longer needed is gone without delay."""
    if overdue:
        yield Sign(
            "R-040",
            N_("消去の期限を過ぎたデータが {count} 件あります。すぐに確認してください。"),
            {"count": len(overdue)},
        )


def _rubber_stamps(answers: Sequence[AnswerRow]) -> Iterable[Sign]:
    """R-110, R-111, L219: answers too fast to have been thought about, or never a "no"."""
    of_person: dict[str, list[AnswerRow]] = defaultdict(list)
    for answer in answers:
        of_person[answer.member_id].append(answer)
    for member_id, given in sorted(of_person.items()):
        if len(given) < LEAST_ANSWERS:
            continue
        seconds = round(median((answer.answered_at - answer.asked_at).total_seconds() for answer in given))
        if seconds < HASTY_SECONDS:
            yield Sign(
                "R-110",
                N_("判定までの時間の中央値が {seconds} 秒の承認者がいます。画像と理由を確認しているか聞いてください。"),
                {"seconds": seconds},
                member_id,
            )
        if all(answer.yes for answer in given):
            yield Sign(
                "R-111",
                N_("{count} 件すべてに「はい」と答えた承認者がいます。個別に判定しているか聞いてください。"),
                {"count": len(given)},
                member_id,
            )


def _unread(answers: Sequence[AnswerRow]) -> Iterable[Sign]:
    """R-110, L219: each answer that came sooner than its page could be read; the person was told so."""
    for member_id, count in sorted(Counter(answer.member_id for answer in answers if answer.hasty).items()):
        yield Sign(
            "R-110",
            N_("読むのにかかる時間より早く判定した承認者がいます（{count} 件）。内容を読んでいるか聞いてください。"),
            {"count": count},
            member_id,
        )


def _copied_reasons(answers: Sequence[AnswerRow]) -> Iterable[Sign]:
    """R-110, L219: the same sentence for another case is a sentence about neither."""
    cases_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for answer in answers:
        for reason in answer.reasons:
            cases_of[answer.member_id, reason].add(answer.case_id)
    most: Counter[str] = Counter()
    for (member_id, _), case_ids in cases_of.items():
        most[member_id] = max(most[member_id], len(case_ids))
    for member_id, count in sorted(most.items()):
        if count > 1:
            yield Sign(
                "R-110",
                N_("同じ理由を {count} 件の事案に使った承認者がいます。事案ごとに書くよう伝えてください。"),
                {"count": count},
                member_id,
            )


def _asked_again(cases: Sequence[CaseRow], recent: Sequence[CaseRow]) -> Iterable[Sign]:
    """R-112, L221: asking until somebody says yes is no check."""
    again: dict[str, list[CaseRow]] = defaultdict(list)
    for case in recent:
        if (case.sent_at or case.denied or case.state is State.ASSESSING) and any(
            _answers(other, case) for other in cases
        ):
            again[case.store_id].append(case)
    for store_id, asked in sorted(again.items()):
        yield Sign(
            "R-112",
            N_(
                "配信されずに終わった出来事を、また判定に出した店舗があります（{count} 件、うち配信 {out} 件）。"
                "別の出来事だったかを聞いてください。"
            ),
            {"count": len(asked), "out": sum(case.sent_at is not None for case in asked)},
            store_id,
        )


def _answers(other: CaseRow, case: CaseRow) -> bool:
    if other.id == case.id or other.store_id != case.store_id or other.no is None:
        return False
    now = case.sent_at or case.ended_at or datetime.max.replace(tzinfo=UTC)
    return is_same_event(other.no, event_at=case.event_at or case.created_at, reported_at=case.created_at, now=now)


def _drift(cases: Sequence[CaseRow], rules: Rules, now: datetime) -> Iterable[Sign]:
    """R-081, L169, L219: provision that goes on and on is no exception any more; joint use is the way then."""
    since = now - timedelta(days=rules.repeat_days)
    sent = Counter(case.store_id for case in cases if case.sent_at is not None and case.sent_at > since)
    for store_id, count in sorted(sent.items()):
        if count >= rules.repeat_alerts:
            yield Sign(
                "R-081",
                N_(
                    "{days} 日間に {count} 回送信した店舗があります。続くなら、例外ではなく共同利用を検討してください。"
                ),
                {"days": rules.repeat_days, "count": count},
                store_id,
            )


def _chain_drift(cases: Sequence[CaseRow], rules: Rules, now: datetime) -> Iterable[Sign]:
    """R-081, L169: the same again across a chain, each store seldom; told by goods, ground and hour alone."""
    since = now - timedelta(days=rules.repeat_days)
    told = [case.told for case in cases if case.told and case.sent_at is not None and case.sent_at > since]
    for business_id, events in sorted(chains(told, rules.repeat_alerts).items()):
        yield Sign(
            "R-081",
            N_(
                "{days} 日間に、同じ事業者の {stores} 店舗から、品目・根拠・時間帯の似た出来事が {count} 件あります。"
                "続くなら、例外ではなく共同利用を検討してください。"
            ),
            {"days": rules.repeat_days, "count": len(events), "stores": len({event.store_id for event in events})},
            business_id,
        )


def _slow(minutes: Sequence[float]) -> Iterable[Sign]:
    """R-123, L231: a warning that comes late warns nobody."""
    if minutes and median(minutes) > LATE_MINUTES:
        yield Sign(
            "R-123",
            N_("通報から送信までの中央値が {minutes} 分です。承認者の人数や当番を見直してください。"),
            {"minutes": round(median(minutes))},
        )
