"""What people write as a reason, both ways: it may say more than what is sent, but nobody's name."""

from __future__ import annotations

import pytest

from policy.assessment import check_reason
from policy.content import check_text
from tests.world.facts import RULES

REASONS = """
名前も連絡先もわからないため、同意を得られない
氏名も住所も不明で、連絡のとりようがない
名前は名乗らず、すぐに店を出て行ったため
身元が不明で、本人に同意を求められない
自宅も勤務先もわからない相手である
どこに住んでいるかもわからない初めての客のため
本名も年齢も知らず、連絡のしようがないため
犯人ではなく対象者と呼び、服装だけに絞ったため
逃げた犯人がまだ近くの店を回っているため
泥棒と呼ぶのではなく、服装だけを伝えるため
窃盗団のような手口で近くの店が続けて狙われた
犯人の顔ではなく、服装だけに絞って伝えるため
警察が逮捕するまで待つと次の店に間に合わない
常習かどうかは不明だが、今日だけで二件あった
前科や余罪ではなく、今日見たことだけを書いた
被疑者が特定されておらず、本人に聞けないため
ブラックリストではなく、今日だけの警戒のため
取り押さえてほしいのではなく、見守ってもらうため
入店を断るのではなく、見守りを頼むだけだから
出入り禁止にするのではなく見守りを頼むため
110番したが、身柄の確保には時間がかかるため
拡散を避けるため、半径を狭くして知らせる
お礼をするのではなく、被害を防ぐためである
会員番号も電話もわからず、連絡できない
免許証の番号などは控えておらず、連絡できない
マイナンバーや口座番号は載せていないため
LINEのアカウントも電話も知らないため
""".strip().splitlines()


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_may_speak_of_guilt_acts_and_what_nobody_knows(reason: str) -> None:
    """R-042, R-086, R-087, R-110: reasons are kept but never sent; in what is sent the same words are refused."""
    assert check_reason(reason, RULES)
    assert not check_text(reason, RULES)


@pytest.mark.parametrize(
    "reason",
    [
        "店長の田中さんと一緒に映像を確認した",
        "外国人なので言葉が通じないと思ったため",
        "090-1234-5678 にかけたが出なかったため",
        "会員番号 12345 の人に似ていたため",
        "会員番号は一二三四五だと聞いたため",
        "LINE ID は taro_1990 だとわかったため",
        "認知症かもしれず、話ができないため",
    ],
)
def test_a_reason_names_and_labels_nobody(reason: str) -> None:
    """R-086, R-087: what identifies or labels a person is refused even where it would only be kept."""
    assert not check_reason(reason, RULES)
    assert not check_text(reason, RULES)
