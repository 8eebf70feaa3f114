"""What our own records say of an incident, and no step says otherwise (guideline L206, L237–257)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from policy.incidents.classification import Answers, Sure, may_be_published
from policy.incidents.clocks import Report
from policy.incidents.playbooks import Outcome, Step, Task
from policy.verdict import N_, Allow, Deny, Verdict


@dataclass(frozen=True)
class OnRecord:
    """``reports_due``: what goes to the commission, made or not; ``reports_open``: those of them that are not."""

    answers: Answers
    reports_due: frozenset[Report]
    reports_open: frozenset[Report]
    alert_named: bool


NEEDED: Final[Mapping[Step, Callable[[OnRecord], bool]]] = {
    Step.PRESS: lambda known: may_be_published(known.answers),
    Step.COMMISSION: lambda known: bool(known.reports_due),
    Step.PRESERVED: lambda known: known.answers.malice is not Sure.NO,
    Step.BODY: lambda known: known.answers.grave is Sure.YES,
}
"""R-130, R-134, R-137, R-142, L237–256: what has to be done, as it is classified; an answer may change that later."""

UNDONE: Final[Mapping[Step, tuple[Callable[[OnRecord], bool], str]]] = {
    Step.COMMISSION: (
        lambda known: Report.FIRST in known.reports_open,
        N_("先に、速報を出したことを、報告の文章のページで記録してください。"),
    ),
    Step.RECALLED: (
        lambda known: not known.alert_named,
        N_("先に、警戒情報の番号を指定してください。回収すると、自動で完了します。"),
    ),
}
"""R-096, R-130, R-138, L206, L237, L249: what is done only once the records show it."""


def is_needed(step: Step, known: OnRecord) -> bool:
    """R-130, R-134, R-137, R-142, L237–256: whether a step can't be skipped, nor stays skipped."""
    return step in NEEDED and NEEDED[step](known)


def check_records(task: Task, outcome: Outcome, known: OnRecord) -> Verdict:
    """R-096, R-130, R-138, L206, L237, L249: done is what is on record, and not needed what was classified so."""
    if outcome is Outcome.NOT_NEEDED:
        if is_needed(task.step, known):
            return Deny(
                task.clause, N_("いまの分類では、この手順は省けません。必要がないときは、先に分類し直してください。")
            )
        return Allow()
    if task.step in UNDONE:
        is_undone, first = UNDONE[task.step]
        if is_undone(known):
            return Deny(task.clause, first)
    return Allow()
