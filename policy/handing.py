"""Whose data somebody is shown: who stands there, by what one sees it, and who has looked (guideline L146)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.verdict import N_, Allow, Deny, Verdict


class Bearer(StrEnum):
    """Who stands there."""

    SELF = "bearer_self"
    AGENT = "bearer_agent"
    GUARDIAN = "bearer_guardian"
    """By law: a parent, a guardian of an adult."""


class Proof(StrEnum):
    """What of the person whose data it is was looked at; no copy is made, and no number is written down."""

    LICENCE = "proof_licence"
    MY_NUMBER = "proof_my_number"
    PASSPORT = "proof_passport"
    RESIDENCE = "proof_residence"
    HANDBOOK = "proof_handbook"
    TWO_PAPERS = "proof_two_papers"
    """Without a photograph: two of them, such as a pension book and a bill with the address."""


class Mandate(StrEnum):
    """What shows that somebody may ask for another."""

    NONE = "mandate_none"
    LETTER = "mandate_letter"
    REGISTER = "mandate_register"
    """Of families, or of guardians."""


NEEDED: Final = {Bearer.SELF: Mandate.NONE, Bearer.AGENT: Mandate.LETTER, Bearer.GUARDIAN: Mandate.REGISTER}

LASTS: Final = timedelta(hours=1)
"""As long as somebody stands at a desk; who comes back tomorrow is looked at again."""


@dataclass(frozen=True)
class Check:
    """One look at somebody's papers. ``compared_by``: who else held them beside the picture."""

    checked_by: str
    checked_at: datetime
    compared_by: str | None = None
    handed: bool = False


def check_identity(bearer: Bearer, proof: Proof, mandate: Mandate, *, picture: bool) -> Verdict:
    """R-070, L146: in proportion: a picture takes a photograph to hold beside it, another's data takes their mandate.

    ``picture``: what is shown has one.
    """
    if mandate is not NEEDED[bearer]:
        says = N_("代理人は委任状、法定代理人は戸籍か登記の証明が要ります。本人のときは「なし」を選んでください。")
        return Deny("R-070", says, field="mandate")
    if picture and proof is Proof.TWO_PAPERS:
        says = N_("写真を見せるときは、顔写真のある本人確認書類が要ります。")
        return Deny("R-070", says, field="proof")
    return Allow()


def may_compare(check: Check | None, member_id: str, now: datetime) -> Verdict:
    """R-070, L146: the second person is another one, and looks while the first look is fresh."""
    if check is None or not is_fresh(check, now):
        return Deny("R-070", N_("先に、窓口の人が本人確認を記録してください。1時間有効です。"))
    if member_id == check.checked_by:
        return Deny("R-070", N_("写真と見比べるのは、本人確認をした人とは別の人です。"))
    return Allow()


def may_hand(check: Check | None, now: datetime, *, picture: bool) -> Verdict:
    """R-070, L146: once for each look at somebody's papers; a picture after two people have compared."""
    if check is None or not is_fresh(check, now):
        return Deny("R-070", N_("先に、窓口の人が本人確認を記録してください。1時間有効です。"))
    if picture and check.compared_by is None:
        return Deny("R-070", N_("写真を渡す前に、もう一人が、書類の顔写真と本人と写真を見比べてください。"))
    return Allow()


def is_fresh(check: Check, now: datetime) -> bool:
    """R-070, L146: whether whoever was looked at still stands there, and has not been given it yet."""
    return not check.handed and now - check.checked_at < LASTS
