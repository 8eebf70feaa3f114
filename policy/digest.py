"""The weekly figures, and what in them should make the secretariat look closer (guideline L169, L227)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from policy.drift import Told, chains
from policy.facts import EarlierNo
from policy.repeats import is_same_event
from policy.rules import Rules
from policy.signs import HABIT, AnswerRow, Sign, of_answers, of_overrides
from policy.states import State
from policy.verdict import N_

WEEK = timedelta(days=7)

LATE_MINUTES = 10
"""R-123: our own target for report to first delivery; a thief is at the next shop by then."""


@dataclass(frozen=True)
class CaseRow:
    """One case; ids, times and choices only.

    ``denied``: it was refused, or ended otherwise while it lay with its approvers (R-112).
    ``recall_minutes``: from its recall to the last confirmation; None while somebody who may have it is silent.
    ``reached``: stores that it was delivered to, and ``confirmed``, how many of them answered. ``overridden``: it went
    out in spite of a flaw of its picture, or beyond the area, for a reason that somebody wrote.
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
    reached: int = 0
    confirmed: int = 0
    overridden: bool = False

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
class ErasureRow:
    """One planned erasure and when it was done."""

    case_id: str
    kind: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class Digest:
    """A period in numbers, and its warnings.

    ``reached``, ``confirmed``: stores, over all alerts sent. ``refused_by``: test → answers that said no to it.
    ``drifting``: stores and businesses whose alerts go on and on (R-081).
    """

    cases: int
    by_state: dict[State, int]
    sent: int
    reached: int
    confirmed: int
    refused_by: dict[str, int]
    recalled: int
    median_minutes_to_recall: int | None
    recalls_unconfirmed: int
    median_minutes_to_send: int | None
    answers: int
    yes: int
    erased: int
    overdue: int
    drifting: int
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
        cases: Cases of the longest of the period, ``rules.repeat_days`` and ``HABIT`` before ``now``.
        answers: Assessments of the longer of the period and ``HABIT``, so that habits show.
        erasures: Erasures due in the period, and older ones not done.
        rules: The network's rules.
        now: End of the period, aware UTC.
        period: A week for the secretariat; a month for the auditor.
    """
    recent = [case for case in cases if case.created_at > now - period]
    given = [answer for answer in answers if answer.answered_at > now - period]
    overdue = [erasure for erasure in erasures if erasure.done_at is None and erasure.due_at <= now]
    drifts = (*_drift(cases, rules, now), *_chain_drift(cases, rules, now))
    signs = (
        *_overdue(overdue),
        *of_answers(answer for answer in answers if answer.answered_at > now - HABIT),
        *_overrides(cases, now),
        *_asked_again(cases, recent),
        *drifts,
        *_slow(_minutes_to_send(recent)),
    )
    erased = sum(erasure.done_at is not None for erasure in erasures)
    return replace(_counted(recent, given), erased=erased, overdue=len(overdue), drifting=len(drifts), warnings=signs)


def _counted(cases: Sequence[CaseRow], answers: Sequence[AnswerRow]) -> Digest:
    """How the period's cases went, and what was answered; nothing yet of erasures and signs."""
    minutes = _minutes_to_send(cases)
    recalls = [case.recall_minutes for case in cases if case.recalled]
    confirmed = [recall for recall in recalls if recall is not None]
    return Digest(
        cases=len(cases),
        by_state=dict(Counter(case.state for case in cases)),
        sent=len(minutes),
        reached=sum(case.reached for case in cases),
        confirmed=sum(case.confirmed for case in cases),
        refused_by=dict(Counter(answer.refused for answer in answers if answer.refused)),
        recalled=len(recalls),
        median_minutes_to_recall=round(median(confirmed)) if confirmed else None,
        recalls_unconfirmed=len(recalls) - len(confirmed),
        median_minutes_to_send=round(median(minutes)) if minutes else None,
        answers=len(answers),
        yes=sum(answer.yes for answer in answers),
        erased=0,
        overdue=0,
        drifting=0,
        warnings=(),
    )


def _minutes_to_send(cases: Sequence[CaseRow]) -> list[float]:
    return [(case.sent_at - case.created_at).total_seconds() / 60 for case in cases if case.sent_at is not None]


def _overdue(overdue: Sequence[ErasureRow]) -> Iterable[Sign]:
    """R-040, L113: what is no longer needed is gone without delay."""
    if overdue:
        yield Sign(
            "R-040",
            N_("消去の期限を過ぎたデータが {count} 件あります。"),
            N_("サーバーの担当者に、なぜ消えていないかをすぐに聞いてください。"),
            {"count": len(overdue)},
        )


def _overrides(cases: Sequence[CaseRow], now: datetime) -> Iterable[Sign]:
    """R-041, R-124: store by store."""
    of_store: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        if case.sent_at is not None and case.created_at > now - HABIT:
            of_store[case.store_id].append(case.overridden)
    for store_id, overridden in sorted(of_store.items()):
        yield from of_overrides(store_id, overridden)


def _asked_again(cases: Sequence[CaseRow], recent: Sequence[CaseRow]) -> Iterable[Sign]:
    """R-112, L221: asking until somebody says yes is no check."""
    again: dict[str, list[CaseRow]] = defaultdict(list)
    for case in recent:
        if case.asked and any(_answers(other, case) for other in cases):
            again[case.store_id].append(case)
    for store_id, asked in sorted(again.items()):
        yield Sign(
            "R-112",
            N_("配信されずに終わった出来事を、また承認者に送った店舗があります（{count} 件、うち配信 {out} 件）。"),
            N_("別の出来事だったかを聞いてください。"),
            {"count": len(asked), "out": sum(case.sent_at is not None for case in asked)},
            store=store_id,
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
                N_("{days} 日間に {count} 回送信した店舗があります。"),
                N_("例外が続いていないかを聞き、続くなら共同利用を検討してください。"),
                {"days": rules.repeat_days, "count": count},
                store=store_id,
            )


def _chain_drift(cases: Sequence[CaseRow], rules: Rules, now: datetime) -> Iterable[Sign]:
    """R-081, L169: the same again across a chain, each store seldom; told by goods, ground and hour alone."""
    since = now - timedelta(days=rules.repeat_days)
    told = [case.told for case in cases if case.told and case.sent_at is not None and case.sent_at > since]
    for business_id, events in sorted(chains(told, rules.repeat_alerts).items()):
        yield Sign(
            "R-081",
            N_("{days} 日間に、同じ事業者の {stores} 店舗から、品目・根拠・時間帯の似た出来事が {count} 件あります。"),
            N_("例外が続いていないかを聞き、続くなら共同利用を検討してください。"),
            {"days": rules.repeat_days, "count": len(events), "stores": len({event.store_id for event in events})},
            business=business_id,
        )


def _slow(minutes: Sequence[float]) -> Iterable[Sign]:
    """R-123, L231: a warning that comes late warns nobody."""
    if minutes and median(minutes) > LATE_MINUTES:
        yield Sign(
            "R-123",
            N_("通報から送信までの中央値が {minutes} 分です。"),
            N_("承認者が足りているか、当番はいつだれかを聞いてください。"),
            {"minutes": round(median(minutes))},
        )
