"""Which incidents the law wants reported (guideline L237–242; Act art. 26; enforcement rules art. 7).

Four cases; of each "may have happened" counts as if it had. What nobody has answered may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.incidents.clocks import FINAL_DAYS, FINAL_DAYS_MALICE
from policy.incidents.kinds import CONTAINED, FIRST_KIND, Kind, What
from policy.verdict import N_, Allow, Deny, Verdict


class Sure(StrEnum):
    """How sure an answer is."""

    YES = "sure_yes"
    MAYBE = "sure_maybe"
    """Not ruled out, or not known yet."""
    NO = "sure_no"


class Statutory(StrEnum):
    """Rules art. 7, by its numbers."""

    SENSITIVE = "case_sensitive"
    """(1) 要配慮個人情報 is among it."""
    PROPERTY = "case_property"
    """(2) Somebody may lose money by it."""
    MALICE = "case_malice"
    """(3) By an act that may have been meant to do wrong."""
    MANY = "case_many"
    """(4) More than a thousand people."""


THOUSAND: Final = 1000

COVERED: Final = frozenset({Kind.LEAK, Kind.LOSS, Kind.DESTRUCTION, Kind.DAMAGE, Kind.TAMPERING})
"""Art. 26 is about 漏えい, 滅失 and 毀損; something lost may be found by anybody, and changing is damage."""

SHOWN: Final = frozenset({What.SCREENSHOT, What.WRONG_RECEIVER})
"""Somebody has it before their eyes: that it lay encrypted in our database helps nobody."""


@dataclass(frozen=True)
class Answers:
    """The short form.

    Attributes:
        kind: What the guideline calls it.
        happened: Whether data is, or may be, with somebody who must not have it, or gone; NO: a "no leak".
        sensitive, property_risk, malice: The first three cases.
        people: How many it is about; None: nobody knows yet.
        encrypted: Whether all of it is encrypted so that nobody can read it.
        grave: Whether its extent or harm calls for a word to the press (R-137).
        unmasked: Whether pictures from before the masking, or what was masked where, are among it (R-133).
    """

    kind: Kind
    happened: Sure = Sure.MAYBE
    sensitive: Sure = Sure.MAYBE
    property_risk: Sure = Sure.MAYBE
    malice: Sure = Sure.MAYBE
    people: int | None = None
    encrypted: Sure = Sure.MAYBE
    grave: Sure = Sure.MAYBE
    unmasked: Sure = Sure.MAYBE


@dataclass(frozen=True)
class Reportable:
    """What the law makes of it; ``days`` None: it need not be reported."""

    cases: Mapping[Statutory, Sure]
    days: int | None

    def __bool__(self) -> bool:
        return self.days is not None


NOTHING: Final = Reportable({}, None)


def unanswered(what: What) -> Answers:
    """R-130, R-132, R-133, L237, L240: before anybody has answered, everything may be; an alert itself is masked."""
    return Answers(
        FIRST_KIND[what],
        malice=Sure.YES if what is What.SCREENSHOT else Sure.MAYBE,
        unmasked=Sure.NO if what in CONTAINED else Sure.MAYBE,
    )


def reportable(what: What, answers: Answers) -> Reportable:
    """R-130, L237: whether, by which of the four cases, and within how many days.

    A screenshot is somebody's act, so that one face is enough. In doubt the shorter term counts.
    """
    if answers.happened is Sure.NO or answers.kind not in COVERED:
        return NOTHING
    if answers.encrypted is Sure.YES and what not in SHOWN:
        return NOTHING
    found = {
        Statutory.SENSITIVE: answers.sensitive,
        Statutory.PROPERTY: answers.property_risk,
        Statutory.MALICE: Sure.YES if what is What.SCREENSHOT else answers.malice,
        Statutory.MANY: _many(answers.people),
    }
    cases = {case: sure for case, sure in found.items() if sure is not Sure.NO}
    if not cases:
        return NOTHING
    certain = cases.get(Statutory.MALICE) is Sure.YES
    return Reportable(cases, FINAL_DAYS_MALICE if certain else FINAL_DAYS)


def _many(people: int | None) -> Sure:
    if people is None:
        return Sure.MAYBE
    return Sure.YES if people > THOUSAND else Sure.NO


def check_answers(what: What, answers: Answers, proof: str) -> Verdict:
    """R-130, R-132, L237, L240: "nothing got out" takes a proof; what somebody saw is a leak, whatever is said."""
    if answers.people is not None and answers.people < 0:
        return Deny(
            "R-130", N_("人数は 0 以上の数で書いてください。わからなければ空欄にしてください。"), field="people"
        )
    if what in SHOWN and answers.kind is not Kind.LEAK:
        says = N_("画面を撮られたときと、間違った人に届いたときは、一人分でも「漏えい」です。")
        return Deny("R-132", says, field="kind")
    if answers.happened is Sure.NO and len(proof) < FEWEST_PROOF:
        return Deny(
            "R-130",
            N_("漏えいがないと言える証拠を {least} 文字以上で書いてください。もう一人が確かめます。"),
            {"least": FEWEST_PROOF},
            field="proof",
        )
    return Allow()


FEWEST_PROOF: Final = 40
"""A sentence about what the records show, which no form letter has."""


def may_be_published(answers: Answers) -> bool:
    """R-137, L248: a word to the press is drafted where it was not, or may not have been, encrypted, and is grave."""
    return answers.encrypted is not Sure.YES and answers.grave is Sure.YES
