"""Half a yes is no yes, and a word of its own no beginning of a label (R-112, R-127)."""

from __future__ import annotations

import pytest

from bot.language import sentences
from handlers.forms.choosing import chosen, in_one_breath
from handlers.forms.definitions import ASSESS, RECALL, REPORT
from handlers.forms.form import Field
from policy.forms.names import FieldName

ENGLISH = sentences("en")
HALF_A_YES = (
    "ええ、まあ|はい、一応|はい、だいたい|はい、ただし夜の分だけ|はい、条件つきで|まあ、はい|"
    "yes, kind of|yes, more or less|yes, mostly|"
    "yes, I hope so|yes, if the police agree|yes but only one till|yes with reservations|yes, unless he paid upstairs|"
    "yes, will check|yes, someone will|yep, pretty sure|はい、ほとんど|はい、途中まで|はい、半分くらい|"
    "はい、確認したいです|"
    "だいたい確認しました|一応確認しました|はい、確認をお願いしました|はい、店長に頼みました"
)
"""Each was a yes, so that what nobody was sure of went on."""


@pytest.mark.parametrize(
    "asked", [REPORT.field(FieldName.PAYMENT_CHECKED), *ASSESS.fields[::2]], ids=lambda one: one.name
)
def test_half_a_yes_and_one_under_a_condition_are_asked_again(asked: Field) -> None:
    """R-047, R-112: of the payment and of each test; the reason behind a yes is no hedge."""
    found = {said: chosen(asked, said, ENGLISH) for said in HALF_A_YES.split("|")}
    assert set(found.values()) == {None}, found
    assert in_one_breath("yes, If the police agree to it")[1] == ""
    for said in ("はい、駅前に同じ店が並ぶため", "yes, they walked towards the station"):
        assert chosen(asked, in_one_breath(said)[0], ENGLISH) == "yes"


def test_a_word_of_its_own_is_no_beginning_of_a_label() -> None:
    """R-078, R-086: "no" to why it is recalled recalls nothing, and whoever says 「長い」 has said no skirt."""
    assert chosen(RECALL.fields[0], "no", ENGLISH) is None
    assert chosen(REPORT.field(FieldName.LOWER), "長い", ENGLISH) is None
    assert chosen(REPORT.field(FieldName.HAIR), "short", ENGLISH) is None
    assert chosen(REPORT.field(FieldName.LOWER), "長いス", ENGLISH) == "long_skirt"


def test_whoever_only_guesses_at_an_adult_or_goes_on_with_a_but_has_not_said_no() -> None:
    """R-117, L225: "no, but he looked ill" became "no", and with it a picture of somebody who was ill could go out."""
    asked = REPORT.field(FieldName.VULNERABLE)
    assert chosen(asked, "大人、たぶん", ENGLISH) == "unknown"
    for said in ("no, but he looked ill", "no, though he seemed confused", "no, except that she was very old"):
        assert chosen(asked, said, ENGLISH) is None, said
    assert chosen(asked, "いいえ、でも具合が悪そう", ENGLISH) == "yes"
