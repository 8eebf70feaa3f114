"""What a request waits for at our end, each step by its own time: nobody is forgotten (L146, L214)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policy.clocks import (
    REBUTTAL,
    RECEIPT_DAYS,
    Clock,
    Level,
    answer_by,
    level,
    opens_before,
    opens_from,
    receipt_by,
    reminders,
    working_days_after,
)
from policy.verdict import N_, Allow, Deny, Verdict


class Step(StrEnum):
    """What somebody of ours has to do next."""

    READ = "step_read"
    LOOK = "step_look"
    """At a live alert whose picture is kept back for it: its store and the secretariat."""
    ANSWER = "step_answer"
    SECOND = "step_second"
    """Somebody who is not the decider agrees to the answer, or gives it back."""
    BRING = "step_bring"
    """Question, reason or answer, to whoever left word how to reach them and has not read it on the page."""


@dataclass(frozen=True)
class Due:
    """One step: until when, how near that is, and when somebody is reminded of it."""

    step: Step
    by: datetime
    level: Level
    rings: tuple[datetime, ...]


@dataclass(frozen=True)
class Standing:
    """How far one request has come.

    Attributes:
        clock: Its time.
        seen: Somebody of the desk has read it.
        dark_since: Since when a live alert's picture waits for it to be looked at; None: none does.
        proposed: It is decided, and waits for a second person.
        answered: So it is answered.
        unbrought_since: When the desk wrote what somebody has to bring, and nobody has; None if there is nothing.
    """

    clock: Clock
    seen: bool
    dark_since: datetime | None
    proposed: bool
    answered: bool
    unbrought_since: datetime | None


def dues(standing: Standing, now: datetime) -> tuple[Due, ...]:
    """R-070, R-071, R-096, R-099, L146, L150, L206, L214: read in three working days, looked at in hours, answered in
    two weeks, and what is written brought in three working days; the nearest first, none once it is done.
    """
    clock, written = standing.clock, standing.unbrought_since
    found = []
    if written is not None:
        found.append(_of_the_desk(Step.BRING, working_days_after(written, clock.zone), clock, now))
    if standing.answered:
        return tuple(found)
    step = Step.SECOND if standing.proposed else Step.ANSWER
    found.append(Due(step, answer_by(clock, now), level(clock, now), reminders(clock, now)))
    if not standing.seen:
        found.append(_of_the_desk(Step.READ, receipt_by(clock), clock, now))
    if standing.dark_since is not None:
        soon, by = standing.dark_since + REBUTTAL / 2, standing.dark_since + REBUTTAL
        found.append(Due(Step.LOOK, by, _level(soon, by, now), (soon, by)))
    return tuple(sorted(found, key=lambda due: due.by))


def may_give_up(standing: Standing, now: datetime) -> Verdict:
    """R-070, L146: whoever can't be reached was tried on three working days, and not once."""
    if any(due.step is Step.BRING and due.level is Level.CALM for due in dues(standing, now)):
        says = N_("届かないときは、{days} 営業日の間、日を変えて試してください。最後の日から、この記録を残せます。")
        return Deny("R-070", says, {"days": RECEIPT_DAYS})
    return Allow()


def worst(steps: tuple[Due, ...]) -> Level:
    """R-070, L146: how urgent the request is: as its most urgent step."""
    return max((due.level for due in steps), key=list(Level).index, default=Level.CALM)


def _of_the_desk(step: Step, by: datetime, clock: Clock, now: datetime) -> Due:
    """Amber on the morning of the last day, red after it; rung for on that morning, and on the first one too late."""
    soon = opens_before(by, clock.zone)
    return Due(step, by, _level(soon, by, now), (soon, opens_from(by, clock.zone)))


def _level(soon: datetime, by: datetime, now: datetime) -> Level:
    if now >= by:
        return Level.OVER
    return Level.SOON if now >= soon else Level.CALM
