"""What the forms of the room of incidents ask for, each one command (R-130–R-145)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from bot.web.authentication import Unknown
from handlers.commands.incidents import (
    ClassifyIncident,
    CloseIncident,
    CloseStep,
    HoldAlert,
    IncidentCommand,
    KeepReport,
    NameAlert,
    NoteReport,
    PublishNotice,
    ReviewIncident,
    SayGoingOn,
    StopAccess,
    TakeIncident,
    WithdrawNotice,
    WriteIncident,
)
from policy.forms.names import Choice
from policy.hold import HoldReason
from policy.incidents.classification import Answers, Sure
from policy.incidents.clocks import Report
from policy.incidents.kinds import Kind, Part, Stop
from policy.incidents.nine import Item
from policy.incidents.playbooks import Outcome, Step


def act(account: str, number: str, how: str, given: Mapping[str, str]) -> IncidentCommand:
    """What a form of that page asks for.

    Raises:
        Unknown: no form of ours.
    """
    try:
        return FORMS[how](account, number, defaultdict(str, given))
    except (KeyError, ValueError) as error:
        raise Unknown from error


def answers_in(given: Mapping[str, str]) -> Answers:
    """The short form; how many may be left blank.

    Raises:
        ValueError: a choice that is none.
    """
    people = given["people"].strip()
    return Answers(
        Kind(given["kind"]),
        Sure(given["happened"]),
        Sure(given["sensitive"]),
        Sure(given["property_risk"]),
        Sure(given["malice"]),
        int(people) if people else None,
        Sure(given["encrypted"]),
        Sure(given["grave"]),
        Sure(given["unmasked"]),
    )


def _yes(said: str) -> bool:
    return Choice(said) is Choice.YES


FORMS: Final[Mapping[str, Callable[[str, str, Mapping[str, str]], IncidentCommand]]] = {
    "take": lambda account, number, _: TakeIncident(account, number),
    "going-on": lambda account, number, given: SayGoingOn(account, number, _yes(given["says"])),
    "alert": lambda account, number, given: NameAlert(account, number, given["case"].strip().upper()),
    "stop": lambda account, number, given: StopAccess(account, number, Stop(given["what"]), given["code"].strip()),
    "preserve": lambda account, number, given: HoldAlert(
        account, number, given["case"], int(given["days"]), HoldReason(given["why"])
    ),
    "classify": lambda account, number, given: ClassifyIncident(account, number, answers_in(given), given["proof"]),
    "step": lambda account, number, given: CloseStep(
        account, number, Step(given["step"]), Outcome(given["outcome"]), given["words"]
    ),
    "write": lambda account, number, given: WriteIncident(account, number, Part(given["part"]), given["words"]),
    "keep": lambda account, number, given: KeepReport(
        account, number, Report(given["report"]), {item: given[item] for item in Item}
    ),
    "reported": lambda account, number, given: NoteReport(account, number, Report(given["report"])),
    "publish": lambda account, number, given: PublishNotice(
        account, number, given["words"], given["english"], given["reason"]
    ),
    "withdraw": lambda account, number, _: WithdrawNotice(account, number),
    "close": lambda account, number, given: CloseIncident(
        account, number, _yes(given["rule_change"]), _yes(given["training_change"])
    ),
    "review": lambda account, number, _: ReviewIncident(account, number),
}
"""The last part of the address, and what it builds; what is not answered is empty."""
