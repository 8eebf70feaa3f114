"""What people ask when something went wrong, in the chat and at the desk, as imperatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.commands.chat import Command
from policy.hold import HoldReason
from policy.incidents.classification import Answers
from policy.incidents.clocks import Report
from policy.incidents.kinds import Part, Stop, What
from policy.incidents.nine import Item
from policy.incidents.playbooks import Outcome, Step


@dataclass(frozen=True)
class OpenIncident(Command):
    """Something went wrong; ``once``: of the card or page that asked; the same again opens nothing."""

    account_id: str
    what: What
    once: str
    drill: bool = False


@dataclass(frozen=True)
class IncidentCommand(Command):
    """Something about one incident, by its number."""

    account_id: str
    number: str


@dataclass(frozen=True)
class StopAccess(IncidentCommand):
    """A person's devices or accounts, or a store, take part no longer; ``code``: of the member or the store."""

    what: Stop
    code: str


@dataclass(frozen=True)
class HoldAlert(IncidentCommand):
    """Nothing of an alert that it is about is to be erased for so many days; another person is asked."""

    case_number: str
    days: int
    reason: HoldReason


@dataclass(frozen=True)
class SayGoingOn(IncidentCommand):
    """Whether it still goes on."""

    going_on: bool


@dataclass(frozen=True)
class NameAlert(IncidentCommand):
    """The alert that it is about, by its number; it is called back at once."""

    case_number: str


@dataclass(frozen=True)
class TakeIncident(IncidentCommand):
    """I look after it: nobody else is called."""


@dataclass(frozen=True)
class LookAtIncident(IncidentCommand):
    """What was written is about to be shown to them."""


@dataclass(frozen=True)
class WriteIncident(IncidentCommand):
    """Somebody writes something down."""

    part: Part
    words: str = field(repr=False)


@dataclass(frozen=True)
class KeepReport(IncidentCommand):
    """One more version of what goes to the commission, by item."""

    report: Report
    words: Mapping[Item, str] = field(repr=False)


@dataclass(frozen=True)
class PublishNotice(IncidentCommand):
    """The person can't be told, for this reason; everybody reads these words instead; ``english`` may be empty."""

    words: str = field(repr=False)
    english: str = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True)
class WithdrawNotice(IncidentCommand):
    """Nobody reads them any more."""


@dataclass(frozen=True)
class ClassifyIncident(IncidentCommand):
    """The short form; ``proof``: why nothing got out, where ``answers.happened`` says so."""

    answers: Answers
    proof: str = field(default="", repr=False)


@dataclass(frozen=True)
class CloseStep(IncidentCommand):
    """A step of its playbook is done, or not needed; ``words``: what it waits for, unless that is written already."""

    step: Step
    outcome: Outcome
    words: str = field(default="", repr=False)


@dataclass(frozen=True)
class NoteReport(IncidentCommand):
    """The report to the commission was made."""

    report: Report


@dataclass(frozen=True)
class CloseIncident(IncidentCommand):
    """It is over: with or without a change of rules, and of training."""

    rule_change: bool
    training_change: bool


@dataclass(frozen=True)
class ReviewIncident(IncidentCommand):
    """What was promised at its end was looked at, a month later."""
