"""Where the reader of a page stands."""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Final

from handlers.case.sealed import returned_with
from handlers.context import Context
from handlers.picture.review import may_choose
from handlers.recipient import Sentences
from policy.access import Purpose
from policy.facts import AlertForm
from policy.states import State
from storage.tables import Case, Scene


class Step(StrEnum):
    """Where the reader of a page stands."""

    FINDING = auto()
    STILLS = auto()
    PICK = auto()
    MASKING = auto()
    REVIEW = auto()
    CONFIRMED = auto()
    SUMMARY = auto()
    DONE = auto()
    NO_PHOTO = auto()
    COMPLETE = auto()
    PREVIEW = auto()
    ALERT = auto()
    REFUSAL = auto()


WORDS: Final = {Step.SUMMARY, Step.PREVIEW, Step.ALERT}
"""Pages with the alert."""

TELLING: Final = {*WORDS, Step.COMPLETE}
"""Pages that tell of a person: R-095, each look at one is on record."""


def step_of(case: Case, purpose: Purpose) -> Step:
    """What the page is about now."""
    if purpose is Purpose.REFUSAL:
        return Step.REFUSAL
    if purpose is Purpose.COMPLETE:
        return Step.COMPLETE
    if purpose is not Purpose.MASK:
        return Step.PREVIEW if purpose is Purpose.PREVIEW else Step.ALERT
    if case.state == State.MASKING:
        return Step.MASKING if case.picture.found else Step.FINDING
    return Step.STILLS if scenes_of(case) else _own_step(case)


def _own_step(case: Case) -> Step:
    """What the reporter's page is about while nothing is being masked or looked for."""
    if case.form is not None and (case.form != AlertForm.PICTURE or case.mask_confirmed_at):
        return Step.SUMMARY
    if not may_choose(case):
        return Step.DONE if case.mask_confirmed_at else Step.NO_PHOTO
    if case.mask_confirmed_at:
        return Step.CONFIRMED
    return Step.REVIEW if case.masked_sha256 else Step.PICK


def shown_of(case: Case, step: Step) -> str:
    """Another value means that the page looks different now."""
    if step in (Step.PREVIEW, Step.ALERT):
        return f"{case.state}-{(case.binding or '')[:12]}-{len(case.narrowed)}-{case.paused_at is not None}"
    if step in (Step.SUMMARY, Step.COMPLETE):
        sha256 = (case.masked_sha256 or "")[:12]
        return f"{step}-{case.taken_by or ''}-{case.state}-{case.form}-{len(case.audience)}-{sha256}"
    return f"{step}-{(case.masked_sha256 or '')[:12]}" if step is Step.REVIEW else step.value


def returned_of(case: Case, purpose: Purpose, ctx: Context) -> str:
    """R-111: what an approver asks the reporter to mend."""
    return returned_with(case, ctx) if purpose is Purpose.MASK else ""


def problem_of(case: Case, step: Step, t: Sentences) -> str:
    """Why masking at the last choice or correction did not work, for the one who tries again."""
    problem = case.picture.problem
    return t(problem) if problem and step in (Step.PICK, Step.REVIEW) else ""


def scenes_of(case: Case) -> tuple[Scene, ...]:
    """The frames of a video that the reporter has yet to choose from."""
    return case.picture.scenes if case.state == State.MASK_REVIEW else ()
