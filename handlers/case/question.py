"""What lies before the approvers: the report as handed in, or a new version of an alert that lives (R-111)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from handlers.cards import Card
from handlers.case.earlier import answers_told, earlier_answers
from handlers.case.involved import tell_reporter
from handlers.case.sealed import load_report
from handlers.case.told import told
from handlers.context import Context
from handlers.wording.facts import CaseFacts
from policy.access import Purpose
from policy.facts import AlertForm, Report
from policy.states import State, VersionState
from storage.tables import WHILE_ASSESSING, Case, Version


@dataclass(frozen=True)
class Question:
    """One wording of an alert, with what a yes to it holds for.

    Attributes:
        number: Which version.
        binding: What the approvers say yes to; "" before they are asked.
        report: Its words; None while they are missing or after erasure.
        reporters: Member ids of whoever wrote it (R-114).
        since: Since when they are asked.
        is_open: They are being asked now.
        narrowed: What of the version before had been taken back.
        version: Its row; None for the first.
    """

    number: int
    binding: str
    report: Report | None
    reporters: frozenset[str]
    since: datetime
    is_open: bool
    narrowed: tuple[str, ...] = ()
    version: Version | None = None

    @property
    def shows_picture(self) -> bool:
        """Whether a picture goes out with it."""
        return self.report is not None and self.report.form is AlertForm.PICTURE


def pending(case: Case, ctx: Context) -> Version | None:
    """The new version that waits for its approvers; there is one at a time."""
    return next((row for row in ctx.uow.cases.versions(case.id) if row.state is VersionState.PENDING), None)


def as_sent(case: Case, ctx: Context) -> Question:
    """What is out, or would go out first."""
    row = next((row for row in ctx.uow.cases.versions(case.id) if row.number == case.version), None)
    return Question(
        case.version,
        case.binding or "",
        load_report(case, ctx),
        case.reporters,
        case.state_since,
        is_open=case.state == State.ASSESSING,
        narrowed=tuple(row.narrowed) if row else (),
        version=row,
    )


def in_question(case: Case, ctx: Context) -> Question:
    """What the approvers are asked about, else what is out."""
    row = pending(case, ctx)
    if row is None:
        return as_sent(case, ctx)
    return Question(
        row.number,
        row.binding,
        load_report(case, ctx, row.number),
        case.reporters | {row.author_id},
        row.submitted_at,
        is_open=case.state == State.LIVE,
        narrowed=tuple(row.narrowed),
        version=row,
    )


def told_in_question(case: Case, ctx: Context) -> CaseFacts:
    """The case as its approvers' cards and page speak of it."""
    question = in_question(case, ctx)
    about = told(case, ctx)
    if not question.is_open:
        return about
    earlier = answers_told(earlier_answers(case, question.version, ctx), ctx)
    return replace(about, binding=question.binding, version=question.number, narrowed=(), paused=False, earlier=earlier)


def tell_author(case: Case, card: Card, ctx: Context) -> None:
    """To whoever handed in what lies before the approvers."""
    row = pending(case, ctx)
    if row is None:
        tell_reporter(case, card, ctx)
    elif row.account.revoked_at is None:
        ctx.tell(row.account, case, card)


def settle(version: Version, case: Case, state: VersionState, ctx: Context) -> None:
    """Its round of assessments is over."""
    version.state, version.settled_at = state, ctx.now
    ctx.uow.due.cancel(case.id, WHILE_ASSESSING)
    ctx.uow.links.revoke_case(case.id, ctx.now, purposes=(Purpose.PREVIEW,))
