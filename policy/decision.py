"""How a request is decided: what a refusal takes, and who may have no part in it (guideline L146–153)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.forms.names import FieldName, Wrong
from policy.law import Law
from policy.rights import LONGEST_WORDS, OF_AN_ALERT, Wish
from policy.verdict import N_, Allow, Deny, Verdict


class Decided(StrEnum):
    """What comes of a request."""

    GRANTED = "decided_granted"
    IN_PART = "decided_in_part"
    REFUSED = "decided_refused"
    NOT_HELD = "decided_not_held"
    OTHER = "decided_other"
    """A measure in place of the one asked for."""


class Refused(StrEnum):
    """Why, by the law's closed list (Act arts. 32 to 37, as of 2022)."""

    HARMS_OTHERS = "refused_harm"
    HINDERS = "refused_hindrance"
    OTHER_LAW = "refused_other_law"
    KNOWN = "refused_known"
    NOT_WRONG = "refused_not_wrong"
    NO_GROUND = "refused_no_ground"
    COSTLY = "refused_costly"
    UNIDENTIFIED = "refused_unidentified"
    STANDS = "refused_stands"


@dataclass(frozen=True)
class Ground:
    """Where a refusal stands in the law, and what may be refused for it."""

    law: Law | None
    wishes: frozenset[Wish]


_ABOUT_USE: Final = frozenset({Wish.SUSPENSION, Wish.STOP})
_OF_LAW: Final = frozenset({Wish.DISCLOSURE, Wish.PURPOSE, Wish.CORRECTION}) | _ABOUT_USE

OF_RIGHT: Final = _OF_LAW | {Wish.REBUTTAL}
"""Whoever asks for one of these has a right to it; complaints and questions are answered."""

GROUNDS: Final[Mapping[Refused, Ground]] = {
    Refused.HARMS_OTHERS: Ground(Law(33, (2,), 1), frozenset({Wish.DISCLOSURE})),
    Refused.HINDERS: Ground(Law(33, (2,), 2), frozenset({Wish.DISCLOSURE})),
    Refused.OTHER_LAW: Ground(Law(33, (2,), 3), frozenset({Wish.DISCLOSURE})),
    Refused.KNOWN: Ground(Law(32, (2,)), frozenset({Wish.PURPOSE})),
    Refused.NOT_WRONG: Ground(Law(34, (1,)), frozenset({Wish.CORRECTION})),
    Refused.NO_GROUND: Ground(Law(35, (1, 3, 5)), _ABOUT_USE),
    Refused.COSTLY: Ground(Law(35, (2, 4, 6)), _ABOUT_USE),
    Refused.UNIDENTIFIED: Ground(Law(37, (1,)), _OF_LAW - {Wish.PURPOSE}),
    Refused.STANDS: Ground(None, frozenset({Wish.REBUTTAL})),
}
"""Complaints and questions are answered, never refused; an objection is refused by looking again, not by law."""

FEWEST_WORDS: Final = 40
"""Of a refusal: a sentence about this request, which no form letter has."""

SECONDED: Final = frozenset({Decided.REFUSED, Decided.IN_PART})
"""Not, or not all, of what was asked for: with a ground of the list."""


class Effect(StrEnum):
    """What is done about the alerts that a request is about."""

    RECALL = "effect_recall"
    CORRECT = "effect_correct"
    """Parts of them are told no longer; the rest stands."""


def effect_of(wish: Wish, decided: Decided) -> Effect | None:
    """R-074, R-075, L144, L146: a correction corrects, all else that is granted ends the alert, a part takes a part."""
    if wish not in OF_AN_ALERT:
        return None
    if decided is Decided.IN_PART or (decided is Decided.GRANTED and wish is Wish.CORRECTION):
        return Effect.CORRECT
    return Effect.RECALL if decided is Decided.GRANTED else None


def check_parts(wish: Wish, decided: Decided, parts: Collection[Wrong], told: Collection[Wrong]) -> Verdict:
    """R-074, R-075, L144, L146: nothing is promised that isn't done: what is taken back is named, and is there.

    ``parts``: what is to be told no longer. ``told``: what the live alerts among those that it is about still tell;
    empty if none lives.
    """
    if effect_of(wish, decided) is not Effect.CORRECT:
        if parts:
            says = N_("取り下げる部分は、訂正を認めるときか、一部だけにするときに選びます。")
            return Deny("R-074", says, field=FieldName.WRONG)
        return Allow()
    if not set(parts) <= set(told) or (told and not parts):
        return Deny("R-074", N_("いまの警戒情報から取り下げる部分を、一つ以上選んでください。"), field=FieldName.WRONG)
    return Allow()


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to decide; ``words``: the answer as the person reads it."""

    wish: Wish
    decided: Decided
    words: str
    refused: Refused | None = None


def check_decision(proposal: Proposal) -> Verdict:
    """R-070, R-071, R-073, R-074, R-075, L146–153: a code of the list and words of one's own, or no refusal at all."""
    words = len(proposal.words)
    if proposal.decided in SECONDED:
        if proposal.refused is None or proposal.wish not in GROUNDS[proposal.refused].wishes:
            return Deny("R-071", N_("この申出を断れる理由を、一覧から選んでください。"), field="refused")
        if words < FEWEST_WORDS:
            return Deny(
                "R-071", N_("断る理由を、この申出に即して {least} 文字以上で書いてください。"), {"least": FEWEST_WORDS}
            )
    elif proposal.refused is not None:
        return Deny("R-071", N_("断る理由は、断るときだけ選びます。"), field="refused")
    if not words or words > LONGEST_WORDS:
        return Deny("R-070", N_("本人への回答を {most} 文字以内で書いてください。"), {"most": LONGEST_WORDS})
    if proposal.wish is Wish.DISCLOSURE and proposal.decided is Decided.IN_PART:
        return Deny("R-073", N_("一部だけ開示するときは、「ほかの方法をとる」を選び、項目ごとに答えてください。"))
    return Allow()


def check_reason(wish: Wish, decided: Decided, *, said: bool) -> Verdict:
    """R-075, R-078, L144: neighbours read why an alert is called back, and rely on it: somebody has said so.

    ``said``: a reason was chosen.
    """
    if effect_of(wish, decided) is not Effect.RECALL or said:
        return Allow()
    return Deny("R-078", N_("回収の理由を選んでください。届いた店の人が読みます。"), field=FieldName.REASON)


def takes_second(wish: Wish, decided: Decided, *, suspends: bool, gone: bool) -> bool:
    """R-071, R-099, L150, L214: a refusal does, and whatever comes to one by another name.

    ``suspends``: a live alert's picture is kept back for this request, and anything but granting may show it again.
    ``gone``: the shop and the day were looked through, and nothing of them is held any more.
    """
    if decided in SECONDED or (decided is Decided.NOT_HELD and not gone):
        return True
    return (suspends and decided is not Decided.GRANTED) or (decided is Decided.OTHER and wish in OF_RIGHT)


def check_linked(wish: Wish, decided: Decided, *, linked: bool) -> Verdict:
    """R-074, R-075, L144, L146: who reads that they were granted something has it: of an alert that was named.

    ``linked``: the request is about one.
    """
    if effect_of(wish, decided) is None or linked:
        return Allow()
    says = N_(
        "認めるときは、対象の事案を一つ以上選んでください。事案が見つからないときは、"
        "「もう持っていない」か「ほかの方法をとる」で答えてください。"
    )
    return Deny("R-075", says, field="cases")


def may_judge(member_id: str, parties: Collection[str], decided_by: str | None = None) -> Verdict:
    """R-070, R-099, L146, L214: nobody judges their own alert, and a second pair of eyes is not the first."""
    if member_id in parties:
        return Deny("R-099", N_("この事案の通報や判定をした人は、申出を決められません。別の人に頼んでください。"))
    if member_id == decided_by:
        return Deny("R-071", N_("この決定は、別の人が確かめます。"))
    return Allow()
