"""What the forms of one request's page ask for, each one command (R-070, R-071, R-073)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.web.authentication import Unknown
from handlers.commands.rights import (
    AskPerson,
    CheckIdentity,
    CompareIdentity,
    DecideRequest,
    ExtendRequest,
    NoteTold,
    RequestCommand,
    SecondDecision,
)
from policy.decision import Decided, Refused
from policy.forms.names import Choice, FieldName, RecallReason, Wrong
from policy.handing import Bearer, Mandate, Proof
from policy.rights import Told
from policy.withheld import Item, Line

Given = Mapping[str, str]
Ticked = Mapping[str, tuple[str, ...]]
"""Boxes of a form, by their name."""


def act(account: str, number: str, how: str, given: Given, ticked: Ticked) -> RequestCommand:
    """What a form of that page asks for; ``ticked``: the boxes that were, by name.

    Raises:
        Unknown: no form of ours.
    """
    try:
        return FORMS[how](account, number, given, ticked)
    except (KeyError, ValueError) as error:
        raise Unknown from error


def _decide(account: str, number: str, given: Given, ticked: Ticked) -> DecideRequest:
    refused = Refused(given["refused"]) if given.get("refused") else None
    reason = RecallReason(given["reason"]) if given.get("reason") else None
    decided, wrong = Decided(given["decided"]), tuple(map(Wrong, ticked[FieldName.WRONG]))
    words = given.get("words", "")
    return DecideRequest(account, number, decided, words, refused, ticked["cases"], reason, wrong, lines_in(given))


def _check(account: str, number: str, given: Given, _ticked: Ticked) -> CheckIdentity:
    bearer, proof, mandate = Bearer(given["bearer"]), Proof(given["proof"]), Mandate(given["mandate"])
    return CheckIdentity(account, number, bearer, proof, mandate)


def lines_in(given: Mapping[str, str]) -> tuple[Line, ...]:
    """R-073: item by item; what nobody has chosen is none.

    Raises:
        ValueError: a ground that is none.
    """
    chosen = ((item, given.get(f"of_{item}", "")) for item in Item)
    return tuple(
        Line(item, None if choice == Choice.YES else Refused(choice), given.get(f"words_{item}", ""))
        for item, choice in chosen
        if choice
    )


FORMS: Final[Mapping[str, Callable[[str, str, Given, Ticked], RequestCommand]]] = {
    "ask": lambda account, number, given, _: AskPerson(account, number, given.get("words", "")),
    "extend": lambda account, number, given, _: ExtendRequest(account, number, given.get("words", "")),
    "decide": _decide,
    "second": lambda account, number, given, _: SecondDecision(
        account, number, agrees=Choice(given["says"]) is Choice.YES
    ),
    "checking": _check,
    "comparing": lambda account, number, _given, _: CompareIdentity(account, number),
    "telling": lambda account, number, given, _: NoteTold(account, number, Told(given["how"])),
}
"""By the last part of the address."""
