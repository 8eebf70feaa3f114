"""Which reasons are somebody's own words: pairs on both sides of the line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.assessment import TESTS
from policy.forms.assess import ASSESS, answers_of_assessment, check_assessment
from policy.forms.fields import Asked, faults
from policy.own_words import is_copied
from policy.verdict import Deny
from tests.world.facts import APPROVER, DEPUTY, NOW, RESPONSIBLE, RULES, answers

EXAMPLES = [test.example for test in TESTS]
STATION, POLICE, HIDDEN, GONE = EXAMPLES
LEAST = RULES.min_reason_characters

COPIED = [
    (STATION, STATION),
    (STATION, f"{STATION}ため。"),
    (STATION, "えきの方へ歩いて行き、同じ商品を置く店が並んでいる"),
    (STATION, "駅の方へ 歩いて行き・同じ商品を置く店が並んでいる!!"),
    (STATION, "同じ商品を置く店が並んでいる"),
    (STATION, "同じ商品を置く店が並んでいる。駅の方へ歩いて行き"),
    (STATION, f"{STATION}ので、必要だと思います"),
    (POLICE, "１１０番したが到着まで２０分かかる"),
    (POLICE, "110番したが到着まで15分かかる"),
    (POLICE, "110番しましたが到着まで20分かかる"),
    (HIDDEN, "顔と周りの人は隠れ、服装だけがわかります"),
    (GONE, "店を出ており、連絡先もわからないです"),
    (GONE, "店を出ていて、連絡先もわからない"),
    (GONE, "ミセを出ており、連絡先もワカラナイ"),
    ("隣の書店にも同じ手口の被害が今日あった", "②隣の書店にも同じ手口の被害が今日あった。"),
    ("He left for the station with a full bag", "he left for the station, with a full bag!"),
    ("He left for the station with a full bag", "He left for the station with a big bag"),
]

OWN = [
    (STATION, "駅の方へ走って行ったため"),
    (STATION, "駅の方へ歩いて行き、同じ化粧品を置く店が三軒ある"),
    (POLICE, "110番したが、交番が遠く到着まで40分と言われた"),
    (POLICE, "110番はこれからで、店員が二人しかいない"),
    (HIDDEN, "顔は隠れていて、上着の色しか伝わらない"),
    (GONE, "もう店を出ていて、名前も電話番号も聞いていない"),
    (GONE, "会員証を持たず、連絡先がわからない"),
    ("男性は駅前通りを東へ歩いて行った", "男性は駅前通りを西へ走って行った"),
    ("警察の到着を待つと次の店に間に合わない", "警察の到着まで、次の店の店員だけでは気づけない"),
    ("He left for the station with a full bag", "He left the shop, the station is next to three others"),
    ("nobody here knows who she is", "we have no name and no number, she is gone"),
]


@pytest.mark.parametrize(("known", "reason"), COPIED)
def test_a_sentence_that_stood_somewhere_is_nobody_s_own(known: str, reason: str) -> None:
    """R-110: letter for letter, in other widths and kana, with a tail, in part, turned round or with another number."""
    assert is_copied(reason, [known], LEAST)


@pytest.mark.parametrize(("known", "reason"), OWN)
def test_short_natural_reasons_may_share_words(known: str, reason: str) -> None:
    """R-110: two people tell of one event."""
    assert not is_copied(reason, [known], LEAST)
    assert not is_copied(known, [reason], LEAST)


def test_two_examples_in_a_row_are_no_reason() -> None:
    """R-110: nor are they with a short tail."""
    assert is_copied(f"{STATION}。{GONE}。以上", EXAMPLES, LEAST)
    assert not is_copied(f"{GONE}。駅の改札で見失ったと電話があった", EXAMPLES, LEAST)
    assert not is_copied("様子が違うと店長が映像で気づいた", ["違う"], LEAST), "the word beside a no is nobody's reason"


@given(st.sampled_from(EXAMPLES), st.sampled_from(["、", "。", " ", "・", "\n"]), st.integers(0, 30))
def test_no_sign_in_between_makes_words_one_s_own(known: str, sign: str, at: int) -> None:
    """R-110: wherever it stands."""
    assert is_copied(known[:at] + sign + known[at:], [known], LEAST)


@pytest.mark.parametrize("known", ["examples", "by_others", "by_oneself"])
def test_each_source_is_asked_again_with_its_own_sentence(known: str) -> None:
    """R-110: at the one reason that stood there; a "no" needs no words of its own."""
    given_answers = answers_of_assessment(answers(APPROVER))
    asked = Asked(RULES, NOW, **{known: [f"{given_answers['subsidiarity_reason']}。"]})
    (fault,) = faults(ASSESS, given_answers, asked)

    assert fault.field == "subsidiarity_reason"
    assert fault.reason.split("と")[0] in {"質問の例", "ほかの承認者", "以前の事案に書いた理由"}
    assert faults(ASSESS, given_answers | {"present_danger": "no"}, asked) == ()


def test_who_answers_in_another_s_words_counts_for_nothing() -> None:
    """R-110, R-113: at sending too, whichever of the two was there first; one's own earlier answer is one's own."""
    first, second = answers(RESPONSIBLE), replace(answers(RESPONSIBLE), member=APPROVER)

    refused = check_assessment(second, RULES, NOW, before=[first])
    assert isinstance(refused, Deny)
    assert refused.clause == "R-110"
    assert check_assessment(first, RULES, NOW, before=[first, answers(DEPUTY)])
