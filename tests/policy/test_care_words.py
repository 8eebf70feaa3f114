"""Who may be a minor or may need care, as people write it, in every field and both languages."""

from __future__ import annotations

import pytest

from policy.forms.assess import ASSESS, answers_of_assessment
from policy.forms.fields import Asked, faults, judge_all
from policy.forms.names import Choice, FieldName
from policy.forms.report import REPORT, answers_of_report, report_from
from policy.words.care import tells_of_care
from tests.world.facts import APPROVER, NOW, RULES, answers, report

TELLING = """
学ラン 女子高生 ランドセル JK 高1 中２くらい 部活帰り セーラー服 制服の女子 中学生 子ども 少年 10代 17歳 十五歳 未成年
男の子 がくらん 高齢 お年寄り おばあさん 80代 酔っている 泥酔 杖をついた男 車椅子 認知 ふらふら 妊婦 パジャマ姿 裸足
teen schoolgirl kid children drunk elderly confused pregnant
""".strip().splitlines()
OTHERS = """
子ども服
子ども連れの客の横を通った
ベビー用品
キッズ用の靴
少年ジャンプの袋
学生証
高1メートルの棚
杖 2本
介護用おむつ
老眼鏡
2歳児用おむつ
背が高い
20代くらいの男性
60代くらいの女性
白髪まじり
大学生くらい
小学校の方へ
老人ホームの前
おばあさんの後ろに並んでいた
映像がぼけている
青いブレザー
110番したが到着まで20分かかる
kids' clothes
sugar cane
minor damage
""".strip().splitlines()
WRITTEN = (FieldName.GOODS, FieldName.DIRECTION, FieldName.FEATURES, FieldName.STEP_UP_REASON)
ASKED = Asked(RULES, NOW, has_photo=True)


@pytest.mark.parametrize("words", TELLING)
def test_words_that_tell_of_care_are_understood(words: str) -> None:
    """R-117, D7: minors, and people old, drunk, unwell or confused."""
    for word in words.split():
        assert tells_of_care(word)
        assert tells_of_care(f"黒い帽子、{word}、白い靴")
        assert tells_of_care("\U000e0101".join(word))


@pytest.mark.parametrize("phrase", OTHERS)
def test_goods_places_and_others_tell_nothing_of_the_person(phrase: str) -> None:
    """R-117: nobody is asked again for clothes of children, a school on the way, or whoever stood before them."""
    assert not tells_of_care(phrase)


@pytest.mark.parametrize("name", WRITTEN)
def test_every_text_is_read_beside_the_answer(name: FieldName) -> None:
    """R-117, D7: "no" and a word of care ask for one of the two again; "yes" and "not sure" go on without a picture."""
    before = answers_of_report(report())
    told = before | {name: f"{before[name]} 女子高生くらいの人がいたため"}

    assert judge_all(REPORT, before, ASKED)
    assert {deny.field for deny in faults(REPORT, told, ASKED)} == {name, FieldName.VULNERABLE}
    for careful in (Choice.YES, Choice.UNKNOWN):
        assert judge_all(REPORT, told | {FieldName.VULNERABLE: careful}, ASKED)
        assert report_from(told | {FieldName.VULNERABLE: careful}).vulnerable


DENIED = [
    "未成年には見えない",
    "18歳未満ではなく、成人とみた",
    "酔っているようには見えなかった",
    "does not look underage",
]
ASKED_AFTER = ["高校生ではないか", "中学生ではないでしょうか", "子どもではない？", "未成年かもしれない"]


def test_a_denial_tells_nothing_and_a_question_does() -> None:
    """R-117, D7: whoever says that it is no minor agrees with "needs no care"; whoever wonders doesn't."""
    assert not any(map(tells_of_care, DENIED))
    assert all(map(tells_of_care, ASKED_AFTER))


def test_an_approver_s_reason_is_read_beside_the_report_s_answer() -> None:
    """R-117, D7: a yes can't rest on an age or a state which the report denies; a "no" may always say so."""
    written = answers_of_assessment(answers(APPROVER))
    told = written | {"consent_difficulty_reason": "高齢の方なので、声をかけて同意をもらうことができない"}
    denied = Asked(RULES, NOW, needs_no_care=True)

    assert judge_all(ASSESS, written, denied)
    assert [(deny.clause, deny.field) for deny in faults(ASSESS, told, denied)] == [
        ("R-117", "consent_difficulty_reason")
    ]
    assert judge_all(ASSESS, told, ASKED)
    assert judge_all(ASSESS, told | {"present_danger": "no"}, denied)
