"""What one verb hands on to another, by ``Context.then``; nobody outside asks for these."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import CaseCommand, Command
from policy.verdict import Deny


@dataclass(frozen=True)
class FilledForm(CaseCommand):
    """A form of which every answer will do; ``binding``: which alert it was filled in for."""

    form: str
    answers: dict[str, str] = field(hash=False, repr=False)
    binding: str = ""


@dataclass(frozen=True)
class OfferRest(CaseCommand):
    """What is known at the till is there; somebody responsible may complete the report."""


@dataclass(frozen=True)
class SendAlert(Command):
    """The quorum is reached; ``again``: it was before, and the quota held the alert back.

    ``waited``: it did so because the quota wasn't known, and now it is, or won't be soon.
    """

    case_id: str
    again: bool = False
    waited: bool = False


@dataclass(frozen=True)
class GiveBack(Command):
    """Back to the reporter: for what an approver wrote, or (``account_id`` empty) for what a rule says."""

    case_id: str
    why: str | Deny = field(repr=False)
    account_id: str = ""
