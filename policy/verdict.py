"""What a rule answers: Allow, or Deny with the clause it stands on and a sentence for the person who asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a Japanese sentence for the catalogue without translating it here."""
    return sentence


@dataclass(frozen=True)
class Allow:
    """Nothing speaks against it."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Deny:
    """A rule says no.

    Attributes:
        clause: Requirement number, e.g. ``"R-113"``.
        reason: Japanese sentence (gettext msgid) with ``{name}`` places; says what to do next.
        values: What fills the places of ``reason``.
        field: In a form, the field whose answer has to change; empty if no answer would help.
    """

    clause: str
    reason: str
    values: dict[str, str | int] = dataclasses.field(default_factory=dict)
    field: str = ""

    def __bool__(self) -> bool:
        return False


Verdict = Allow | Deny


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """The first Deny, and none is asked for after it; else Allow; an empty set of rules denies: surely a mistake."""
    verdict: Verdict | None = None
    for verdict in verdicts:
        if not verdict:
            return verdict
    return verdict or Deny("R-111", N_("確認する規則がありません。事務局に連絡してください。"))
