"""Kinds of sentences, not a list of them: how verbs bend, what may be hidden between letters, and how well it works."""

from __future__ import annotations

import time

import pytest

from benchmarks.words import HALVES, INNOCENT, figures, judged
from policy.content import check_text
from policy.spelling import clean
from policy.verdict import Deny
from policy.wording import WORDINGS, check_words
from policy.words.care import tells_of_care
from policy.words.offences import WORDS, Offence
from tests.world.facts import RULES

ACCUSED = [
    "万引きした男",
    "盗んだ男",
    "窃盗をした人",
    "前も盗んだ人",
    "いつもの万引きの人",
    "要注意人物",
    "先月も持っていった",
    "前にも棚から取っていった人",
]
ASKED = ["呼び止めて", "足を止めさせて", "取り囲んで", "入れないでください", "見つけたら声をかけてください"]
TOLD_WHO = ["3丁目の田中", "ラーメン屋の店主", "隣のマンションの住人", "北高の制服"]
ENGLISH = ["the man who stole", "don't let them in", "follow him", "take his photo", "a Chinese-looking man"]
PLATES = ["品川500さ ・・12", "品川５００さ 1?3?", "大宮 530 な ①②-③④", "品川500サ・・・8", "ナンバーの下2桁は34"]

SEEN = """
店員が呼び止めたら走って逃げた
店員に声をかけられて逃げた
警備員が追いかけたが見失った
取り押さえようとしたが逃げた
一度出て、30分後にまた来た
昨日の夜と10分前に持ち去った
店員が目を離した、この間に持ち出した
鍵をかけた自転車で、口を広めに開けた袋
見かけたら110番
追いかけないでください
写真は撮らないでください
スタッフに声をかけてください
商品をかばんに入れないで手に持ったまま出た
会計しないで出て行った
化粧品20点を盗まれた
万引きした疑い
万引き防止ゲートが鳴った
盗難防止タグ
4901234567894 2個
4 901234 567894 2個、9784101010014 1冊
田中屋の袋を持っている
佐藤病院の前を北へ
ラーメン屋の角を右
花屋の店主が目撃
staff followed him but lost sight
do not stop him
items were stolen from the shelf
call 110 if you see them
""".strip().splitlines()
"""What happened, what was seen, what is asked for the good of the person: all free."""


@pytest.mark.parametrize("sentence", [*ACCUSED, *ASKED, *TOLD_WHO, *ENGLISH, *PLATES])
def test_who_is_accused_asked_after_or_told_apart_is_refused(sentence: str) -> None:
    """R-042, R-086, R-087: an accusation, a habit, an order, a name, an origin, a plate."""
    verdict = check_text(clean(sentence), RULES)

    assert isinstance(verdict, Deny)
    assert verdict.reason.format(**verdict.values)


@pytest.mark.parametrize("sentence", SEEN)
def test_what_happened_is_free(sentence: str) -> None:
    """R-042, R-086: the day's facts, and requests that protect, go through."""
    assert check_text(clean(sentence), RULES)


VERBS = {"呼び止め": "て", "追いかけ": "て", "捕まえ": "て", "取り囲": "んで", "追い出": "して", "尾行": "して"}
REQUESTS = ["", "ください", "ほしい", "もらえますか", "おいてください", "🙏", "ーー", "！"]


@pytest.mark.parametrize("stem", VERBS)
def test_a_request_is_refused_in_every_form_and_the_past_is_not(stem: str) -> None:
    """R-042: te forms, with what may follow; what was done today is a fact."""
    asked = f"{stem}{VERBS[stem]}"
    past = {"て": "たが逃げた", "んで": "んだが逃げた", "して": "したが逃げた"}[VERBS[stem]]

    assert [tail for tail in REQUESTS if check_words(f"{asked}{tail}")] == []
    assert check_words(f"店員が{stem}{past}")


PERSONS = ["男", "女", "人", "やつ", "おばさん", "二人組", "客"]
DEEDS = ["盗んだ", "ぬすんだ", "盗んでいった", "盗った", "パクった", "万引きした", "まんびきしてた", "窃盗をした"]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_makes_nobody_guilty(deed: str) -> None:
    """R-042: whoever it is said of, before or after."""
    assert [who for who in PERSONS if check_words(f"{deed}{who}") or check_words(f"あの{who}が{deed}")] == []


HIDDEN = {
    "a variation selector": "\U000e0101",
    "an emoji's selector": "\ufe0f",
    "a joiner": "\u200d",
    "a soft hyphen": "\u00ad",
    "a Hangul filler": "\u3164",
    "a tag": "\U000e0061",
    "a grapheme joiner": "\u034f",
    "a stroke": "\u0336",
    "a blank braille cell": "\u2800",
}


@pytest.mark.parametrize("between", HIDDEN)
def test_what_cannot_be_seen_hides_nothing_and_is_taken_out(between: str) -> None:
    """R-042, R-127: looked through by the rules, and gone from what is kept; so are strokes, which stay."""
    for word in ("犯人", "thief", "品川500さ12-34", "呼び止めて"):
        assert not check_words(HIDDEN[between].join(word))
    assert clean(f"犯{HIDDEN['a variation selector']}人") == "犯人"
    assert check_text(clean(HIDDEN[between].join("黒い上着")), RULES)


@pytest.mark.parametrize(
    "spelt",
    [
        "竊盜した男",
        "ﾄﾞﾛﾎﾞｳ",
        "と゛ろほ゛う",
        "はんにーん",
        "ハーンニーン",
        "犯★人",
        "犯、人",
        "t h i e f",
        "t.h.i.e.f",
        "th1ef",
        "th\u0456ef",
    ],
)
def test_no_spelling_hides_a_word(spelt: str) -> None:
    """R-042: old characters, half widths, loose marks, drawls, stars, single letters, look-alikes."""
    assert not check_words(spelt)


KIN = """
あの女がやりました
こいつの仕業
前回と同じ人
捕まったことあります
追いかけて確かめてね
取り囲んで奥へ連れて行って
店の外へ出してください
呼び止めたってください
入れんように
escort her out
焼肉屋でバイトしてる子
コンビニの早番の女
大成工業の作業着
第二中バスケ部のジャージ
鈴木、黒い帽子
Mike from the gym
車は品川の4455
reg is XY65 ABC
""".strip().splitlines()
LOOKALIKES = """
店員がやったこと
お客がやって来た
やっぱりクローゼット用品
前回と同じ商品
店員が追いかけて転んで、見失った
警備員が呼び止めて話を聞いていた
棚から出して手に取った
捕まえたって聞いた
staff showed them out of the box
レジで働く店員が見た
引越業者の制服
駅前中心部へ
佐藤食品の切り餅 3袋
森田、駅方面
items from the bakery
車で1830ごろ
regular fit jeans
register 12
犯行かどうかは不明
夜勤の店員が見た
""".strip().splitlines()


def test_kinds_hold_for_sentences_on_no_list() -> None:
    """R-042, R-086, R-087: kin of what a stranger's list showed, and what only looks like it."""
    assert [sentence for sentence in KIN if check_text(clean(sentence), RULES)] == []
    assert [sentence for sentence in LOOKALIKES if not check_text(clean(sentence), RULES)] == []


FIGURES = {
    ("accusation", "tuned"): (22, 22),
    ("accusation", "held_out"): (22, 22),
    ("accusation", "stranger"): (16, 16),
    ("care", "stranger"): (31, 31),
    ("name", "tuned"): (23, 23),
    ("name", "held_out"): (21, 22),
    ("name", "stranger"): (17, 17),
    ("number", "tuned"): (6, 6),
    ("number", "held_out"): (5, 6),
    ("number", "stranger"): (4, 4),
    ("order", "tuned"): (33, 33),
    ("order", "held_out"): (32, 32),
    ("order", "stranger"): (27, 27),
    ("origin", "tuned"): (15, 15),
    ("origin", "held_out"): (15, 15),
    ("origin", "stranger"): (10, 10),
    ("plate", "tuned"): (9, 9),
    ("plate", "held_out"): (9, 9),
    ("plate", "stranger"): (3, 3),
    ("record", "tuned"): (19, 19),
    ("record", "held_out"): (19, 19),
    ("record", "stranger"): (11, 11),
    ("seen", "tuned"): (0, 94),
    ("seen", "held_out"): (1, 93),
    ("seen", "stranger"): (0, 88),
    ("accusation", "second"): (11, 12),
    ("care", "second"): (5, 5),
    ("name", "second"): (11, 12),
    ("order", "second"): (19, 19),
    ("plate", "second"): (1, 2),
    ("record", "second"): (10, 10),
    ("seen", "second"): (1, 60),
}


def test_the_rules_do_as_well_as_the_page_says() -> None:
    """R-042, R-086, R-087: exact figures of docs/wording.md, so that any change shows."""
    rows = list(judged())

    assert figures(rows) == FIGURES
    assert {row.half for row in rows} == set(HALVES)
    assert min(sum(row.kind == INNOCENT for row in rows), sum(row.kind != INNOCENT for row in rows)) >= 150


HOSTILE = [
    "あ",
    "中",
    "ア",
    "1",
    "1 ",
    "a.",
    "男の",
    "前に",
    "見たら",
    "写真を",
    "お声を",
    "品川500さ",
    "the man ",
    "いつも",
    "店から出",
    "この前の人と",
    "東高校",
    "escort the ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_text_takes_long(piece: str) -> None:
    """R-127: as long as a field may be, of one piece over and over; a page of checks stays unnoticed (milliseconds)."""
    text = (piece * RULES.max_field_characters)[: RULES.max_field_characters]
    took = []
    for _ in range(3):
        began = time.process_time()
        check_words(text)
        tells_of_care(text)
        took.append(time.process_time() - began)

    assert min(took) < 0.03


OTHER_THAN_THEFT = {
    Offence.NUISANCE: "いつもの迷惑客|店で有名なクレーマー|カスハラの常連|店員に暴言|a rude customer|a stalker",
    Offence.VOYEURISM: "盗撮していた|スカートの中を撮っていた|試着室をのぞいた|an upskirter",
    Offence.DAMAGE: "器物損壊|壁に落書き|was vandalising shelves",
    Offence.VIOLENCE: "暴行事件の男|店の前で殴り合い|客とけんかしていた|a brawl",
    Offence.INDECENCY: "公然わいせつ|痴漢をした|下半身を出していた|he groped a customer",
    Offence.FRAUD: "偽札を使った|釣り銭をごまかした|食い逃げ|paid with counterfeit notes",
}


@pytest.mark.parametrize(
    ("offence", "said"), [(kind, said) for kind, told in OTHER_THAN_THEFT.items() for said in told.split("|")]
)
def test_a_crime_other_than_theft_and_nuisance_are_told_of_to_nobody(offence: Offence, said: str) -> None:
    """R-025, L91: an alert is for theft; the sentence says what to do instead, for each kind its own."""
    verdict = check_text(said, RULES)
    assert isinstance(verdict, Deny)
    assert (verdict.clause, verdict.reason) == ("R-025", WORDS[offence].instead)


def test_of_every_kind_it_is_settled_whether_an_alert_tells_of_it() -> None:
    """R-025, L91, L223: theft alone; a kind that somebody adds has its words, or is told of to everybody."""
    assert {*Offence} - {*WORDS} == {Offence.THEFT}
    assert {*WORDS.values()} <= {*WORDINGS}


@pytest.mark.parametrize(
    "said",
    [
        "レジを通らずに出た",
        "ガラスケースを割って持ち去った",
        "店員を突き飛ばして逃げた",
        "刃物を持っている",
        "棚の前で暴れた",
    ],
)
def test_how_somebody_got_away_with_goods_may_be_told(said: str) -> None:
    """R-025, R-116: neighbours have to know what to beware of."""
    assert check_text(said, RULES)
