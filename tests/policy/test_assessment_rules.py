"""What counts as a reason, and what a set of answers must look like."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.assessment import (
    MAX_REASON_CHARACTERS,
    TESTS,
    check_reason,
    is_no,
    is_yes,
)
from policy.facts import AnswerFacts
from policy.forms.assess import check_assessment
from policy.verdict import Deny
from tests.world.answers import REASONS
from tests.world.facts import APPROVER, NOW, RULES, answers

GOOD = [
    *REASONS.values(),
    "隣の書店にも同じ手口の被害が今日あった",
    "駅の方へ走って行ったため",
    "警察の到着を待つと次の店に間に合わない",
    "服装の文字だけでは似た客と取り違える",
    "連絡先がわからず、もう店内にいない",
    "店長と副店長が映像を見て確認しました",
    "He left for the station with a full bag",
    "nobody here knows who she is",
]

BAD = [
    "",
    "   ",
    "　",
    "。。。。。。。。。。。。",
    "🙏🙏🙏🙏🙏🙏🙏🙏🙏🙏",
    "はい",
    "はい、はい、はい、はい、はい",
    "問題ない",
    "問題ないと思います。",
    "はい、問題ありません。大丈夫です。",
    "特に問題はないと判断しました",
    "同上",
    "同上です。同上です。同上です。",
    "上記の通りです。以上です。",
    "必要だから",
    "必要だから必要だと思います",
    "緊急性があり必要があると判断します",
    "緊急のため緊急のため緊急のため",
    "ああああああああああああ",
    "あいあいあいあいあいあいあい",
    "ー ー ー ー ー ー ー ー ー ー ー",
    "wwwwwwwwwwwwwwwwww",
    "asdfghjklqwertyuiop",
    "1234567890123",
    "ok ok ok ok ok ok ok",
    "Yes, it is necessary because necessary",
    "承認します。よろしくお願いします。",
    "了解しました、承認いたします",
    "やむを得ないと考えます",
    "最小限だと思われます",
    "短い理由です",
    "あ" * (MAX_REASON_CHARACTERS + 1),
    REASONS["subsidiarity"] + "\u202e",
    "とても長い文" + "駅前の店から東へ向かったところを見た、" * 60,
    "店長の田中さんと相談して決めました",
]


@pytest.mark.parametrize("reason", GOOD)
def test_a_sentence_about_this_case_is_a_reason(reason: str) -> None:
    """R-110: one plain sentence is enough."""
    assert check_reason(reason, RULES)


@pytest.mark.parametrize("reason", BAD)
def test_empty_short_or_set_phrases_are_none(reason: str) -> None:
    """R-087, R-110: boiler-plate and names are refused, and the person is told what to write."""
    verdict = check_reason(reason, RULES)

    assert isinstance(verdict, Deny)
    assert verdict.clause in {"R-110", "R-087"}
    assert "ください" in verdict.reason


def test_the_least_length_is_the_network_s() -> None:
    """R-110, R-127: a network may ask for longer reasons."""
    reason = "駅の方へ走って行ったため"

    assert check_reason(reason, RULES)
    assert not check_reason(reason, replace(RULES, min_reason_characters=20))


@given(st.text(min_size=1, max_size=3), st.integers(2, 60))
def test_repetition_is_never_a_reason(unit: str, times: int) -> None:
    """R-110: the same one to three characters over and over say nothing."""
    assert not check_reason(unit * times, RULES)


def test_the_four_tests_are_those_of_the_guideline() -> None:
    """R-110, R-115, R-116, R-117: three tests and the consent limb, each with a question and a hint with an example."""
    assert [question.name for question in TESTS] == list(REASONS)
    assert [question.clause for question in TESTS] == ["R-115", "R-116", "R-117", "R-110"]
    for part in ("title", "question", "hint", "example"):
        assert len({getattr(question, part) for question in TESTS}) == len(TESTS), "each asks for something of its own"
    for question in TESTS:
        assert question.question.endswith("？")
        assert check_reason(question.example, RULES)


def test_four_own_reasons_are_a_yes() -> None:
    """R-112: all four yes, with four reasons."""
    given_answers = answers(APPROVER)

    assert check_assessment(given_answers, RULES, NOW)
    assert is_yes(given_answers)
    assert not is_no(given_answers)


@pytest.mark.parametrize("name", REASONS)
def test_any_no_makes_it_a_no(name: str) -> None:
    """R-112: one "no" is enough, whichever."""
    given_answers = answers(APPROVER, no_to=name)

    assert is_no(given_answers)
    assert not is_yes(given_answers)
    assert not getattr(given_answers, name).yes


def test_what_was_withdrawn_is_neither() -> None:
    """R-113: a withdrawn answer counts for nothing."""
    assert not is_yes(answers(APPROVER, withdrawn=True))
    assert not is_no(answers(APPROVER, no_to="subsidiarity", withdrawn=True))


def test_one_text_for_several_answers_is_refused() -> None:
    """R-110: each question gets its own reason; a changed letter is no other reason."""
    given_answers = answers(APPROVER)
    copied = AnswerFacts(yes=True, reason="②" + given_answers.present_danger.reason + "。")
    refused = check_assessment(replace(given_answers, proportionality=copied), RULES, NOW)

    assert check_assessment(given_answers, RULES, NOW)
    assert isinstance(refused, Deny)
    assert refused.values == {"first": "現在の危難", "second": "法益権衡"}
    assert refused.field == "proportionality_reason"


@pytest.mark.parametrize("name", REASONS)
def test_each_yes_needs_a_reason(name: str) -> None:
    """R-110: three good reasons do not carry a fourth empty one."""
    assert not check_assessment(replace(answers(APPROVER), **{name: AnswerFacts(yes=True, reason="はい")}), RULES, NOW)


def test_saying_no_is_never_harder_than_saying_yes() -> None:
    """R-112: a "no" needs only a word of reason, and the other answers none."""
    short = AnswerFacts(yes=False, reason="別人かも")
    silent = AnswerFacts(yes=False, reason=" ")
    empty = AnswerFacts(yes=True, reason="")

    assert check_assessment(replace(answers(APPROVER), present_danger=short, subsidiarity=empty), RULES, NOW)
    refused = check_assessment(replace(answers(APPROVER), present_danger=silent), RULES, NOW)
    assert isinstance(refused, Deny)
    assert refused.clause == "R-112"
