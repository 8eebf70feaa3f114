"""What clerks, managers and neighbours type, in dialect, in kana or Latin letters, by voice or as they learnt English;
and what they only guess (R-112, R-127).

All of it was written down before anybody looked what is understood.
"""

from __future__ import annotations

import pytest

from bot.language import sentences
from handlers.cards import ButtonAction
from handlers.forms.choosing import chosen
from handlers.forms.definitions import ASSESS, REPORT
from handlers.forms.times import event_time
from policy.assessment import is_chatter
from policy.forms.names import FieldName
from tests.handlers.corners import Chat
from tests.handlers.test_said_times import AFTERNOON, TOKYO, moments
from tests.handlers.test_said_under_an_alert import meant
from tests.world.in_process import TownInProcess

ENGLISH = sentences("en")

SAID = {
    (FieldName.GROUND, "witnessed"): (
        "店長が現認しました|保安員現認|万引きGメンが見た|バイトの子が見てた|わたしがみた|見とった|見てたばい|"
        "I saw with my eyes|"
        "my coworker saw|mita|みました|レジ係が見た"
    ),
    (
        FieldName.GROUND,
        "footage",
    ): "防カメで確認|レコーダーで見た|監視カメラに映ってた|ｶﾒﾗ|kamera|from camera|録画で確認",
    (
        FieldName.GROUND,
        "stock_check",
    ): "棚卸しで発覚|在庫数が合わない|レシートと突き合わせた|POSで確認|在庫が合わへん|check stock",
    (FieldName.PAYMENT_CHECKED, "yes"): (
        "確認済|かくにんずみ|確認OK|んだんだ|しとります|してあります|レシート確認済み|店長が確認しました|"
        "うん確認したよ|"
        "hai kakunin shimashita|yup|confirmed|確認しちょります|ﾊｲ"
    ),
    (
        FieldName.PAYMENT_CHECKED,
        "no",
    ): "ううん|まだだよ|しとらん|しちょらん|してねえ|できとらん|iie|mada desu|nah|no check",
    (FieldName.POLICE, "called"): (
        "110番通報済み|けいさつよびました|おまわりさん来てます|ポリスに電話した|呼びよった|はい通報しました|"
        "police is coming"
    ),
    (FieldName.POLICE, "not_called"): "呼んどらん|まだ呼んでへん|警察はまだ|nope|未通報",
    (FieldName.TRAVEL, "on_foot"): "歩きよった|走りよった|toho|by walk|歩いてった",
    (FieldName.TRAVEL, "bicycle"): "ﾁｬﾘ|ケッタ|jitensha|he is on bicycle",
    (FieldName.TRAVEL, "car"): "ｸﾙﾏ|kuruma|白の軽|he go by car|white van|ワンボックス",
    (FieldName.TRAVEL, "unknown"): (
        "車かも|バイクかも|たぶん車|車かな|車っぽい|車みたい|車だった気がする|maybe car|probably on foot|"
        "わからんばい|見とらん|"
        "I can't see|さあね"
    ),
    (FieldName.KNOWN_PERSON, "yes"): "お得意様|しっとる人|いつもの人|よう来る人|うん知ってる|he comes often",
    (FieldName.KNOWN_PERSON, "no"): "一見さん|shiranai hito|しらん人|見かけない顔|ぜんぜん知らない|new face",
    (FieldName.VULNERABLE, "yes"): "ちゅうがくせい|kodomo|JK|お腹が大きい",
    (FieldName.VULNERABLE, "no"): "普通のおじさん|40くらい|about 40|元気な大人|otona|normal adult man",
    (FieldName.VULNERABLE, "unknown"): "はたちくらい|18か19|後ろ姿だけ|判断できん|自信ない|looks 20",
    (FieldName.FORM, "features"): "もじ|moji|言葉で|文字で十分",
    (FieldName.FORM, "picture"): "しゃしんつき|gazou|写真つけて|with pic",
    (FieldName.TOP_COLOUR, "unknown"): "忘れた|わすれた|覚えとらん|黒かも|maybe black",
    (FieldName.BAG, "no_bag"): "持ってない|なにも持ってない|nothing|tebura",
    (FieldName.HAIR, "dyed"): "きんぱつ|ちゃぱつ|blond",
    (FieldName.HEIGHT, "high"): "長身|tall|takai|背が高い",
}
ASSESSED = {
    ("present_danger", "yes"): "起きそう|起きると思います|はい、起きそうです",
    ("subsidiarity", "yes"): "no other way|ほかに方法がありません|他にないです",
    ("consent_difficulty", "yes"): "難しいです|困難|むずかしい",
    ("consent_difficulty", "no"): "難しくないです|not difficult",
}
NO_ANSWER = {
    FieldName.GROUND: (
        "店員が見たと思う|見たと思います|i think i saw|カメラで見たと思う|カメラ確認中|たぶん見た|見たらしい|"
        "見てたらしい|"
        "ゲートが鳴った|怪しかった|客から聞いた|maybe camera"
    ),
    FieldName.PAYMENT_CHECKED: (
        "確認したと思います|はいたぶん|たぶんはい|確認したはず|確認したつもり|確認したみたい|"
        "確認したって聞いた|yes i think|"
        "yes probably|i think yes|うーん|うーん…|はいと言いたい|はいって言えばいいの|確認したことにして|"
        "払っていません|店長が確認したと思います"
    ),
    FieldName.POLICE: (
        "呼んだっけ|呼んだ方がいい|呼んだと思う|i think called|警察呼んで|警察が来ない|セコムに連絡した|店長に電話した"
    ),
    FieldName.KNOWN_PERSON: "常連さんに似てる|知り合いかと思った|知ってるような|誰かの知り合い|常連が見た",
    FieldName.TRAVEL: "自転車置き場の方|車道|自転車を置いて|台車|誰かの車|救急車|車ではなさそう",
    FieldName.FORM: "顔も|モザイクなしで|画像はいらない|写真がない|画像かな|おまかせ",
}
TOLD_THEN = {
    "29 14:50": "さっき10分くらい前|10分かそこら前|10 pun mae|10分たった|before 10 minutes|10分前くらいやったかな",
    "29 15:00": "ima|sakki|ﾀｯﾀｲﾏ|たった今出てった|いまさき",
    "": "in 10 minutes|10分後|さっきじゃない|10分前じゃない",
}


@pytest.mark.parametrize(("field", "value"), SAID)
def test_a_clear_answer_is_understood_in_any_mouth(field: FieldName, value: str) -> None:
    """R-127: 「しとらん」, "kuruma", "he go by car"; and a guess is 「わからない」 where that can be chosen."""
    found = {said: chosen(REPORT.field(field), said, ENGLISH) for said in SAID[field, value].split("|")}
    assert set(found.values()) == {value}, found


@pytest.mark.parametrize(("question", "value"), ASSESSED)
def test_a_question_is_answered_in_its_own_words(question: str, value: str) -> None:
    """R-112: "no other way" is a yes to whether there is none, and was a no, which ends the case."""
    found = {said: chosen(ASSESS.field(question), said, ENGLISH) for said in ASSESSED[question, value].split("|")}
    assert set(found.values()) == {value}, found


@pytest.mark.parametrize("field", NO_ANSWER)
def test_a_guess_at_what_one_did_and_what_others_say_is_no_answer(field: FieldName) -> None:
    """R-047, R-127, L125: 「確認したと思います」 is no check, 「見たらしい」 no witness."""
    found = {said: chosen(REPORT.field(field), said, ENGLISH) for said in NO_ANSWER[field].split("|")}
    assert set(found.values()) == {None}, found


@pytest.mark.parametrize(
    "said", ["na" * 100 + "q", "ta" * 2000 + "q", "ええと" * 60 + "犬", "うん" * 2000 + "犬", "!" * 5000]
)
def test_a_long_text_is_looked_through_once(said: str, town: TownInProcess) -> None:
    """R-064: of each syllable there is one reading; with two of them a hundred would keep the bot busy for years."""
    assert chosen(REPORT.field(FieldName.TRAVEL), said, ENGLISH) is None
    assert event_time(said, AFTERNOON, TOKYO) is None
    is_chatter(said)
    town.hand_in()
    assert meant(town, "P01", said) is None


@pytest.mark.parametrize("moment", TOLD_THEN)
def test_a_time_is_understood_in_any_mouth(moment: str) -> None:
    """R-115: minutes that went by, in Latin letters or as they are learnt; none that are to come."""
    found = moments(TOLD_THEN[moment])
    assert set(found.values()) == {moment}, found


def test_what_stands_for_neither_ground_nor_check_is_told_what_does(town: TownInProcess) -> None:
    """R-047, L125: a gate that rang confirms nothing, and "not paid" doesn't say that anybody looked."""
    chat = Chat(town, "P04", "line")
    for said in ("通報", "写真なしで続ける", "化粧品 20点", "15分前", "ゲートが鳴った"):
        chat.say(said)
    assert chat.place().asking == FieldName.GROUND
    assert "鳴っただけでは通報できません" in str(chat.place().card.lines)
    chat.say("店員が見た")
    chat.say("払っていません")
    assert chat.place().asking == FieldName.PAYMENT_CHECKED
    assert "レシートや映像で確認しましたか？" in str(chat.place().card.lines)


def test_a_question_back_is_neither_goods_nor_a_way(town: TownInProcess) -> None:
    """R-086, R-115: neighbours would have read 「被害：なんだっけ」 and 「向かった方向：どういう意味？」."""
    chat = Chat(town, "P04", "line")
    for said in ("通報", "写真なしで続ける"):
        chat.say(said)
    for said in (
        "なんだっけ",
        "何を書けばいいの",
        "わからない",
        "うーん",
        "15分前",
        "店長に聞いてみます",
        "i don't know",
    ):
        chat.say(said)
        assert chat.place().asking == FieldName.GOODS, said
    for said in ("なんか化粧品", "15分前", "店員が見た", "はい", "あとで", "どういう意味？", "さっき", "聞いてみます"):
        chat.say(said)
    assert chat.place().asking == FieldName.DIRECTION
    chat.say("さっき駅のほうに")
    assert chat.place().asking == FieldName.TRAVEL


def test_under_the_preview_a_question_sends_nothing(town: TownInProcess) -> None:
    """R-127: 「大丈夫？」 handed in; and 「承認」 opens the questions, which alone can approve."""
    town.hand_in()
    for said in ("大丈夫？", "ok?", "送っていいですか", "まだ送らないで"):
        assert meant(town, "P01", said) is None, said
    for said in ("渡して", "はい送ってください", "お願いします", "go ahead"):
        assert meant(town, "P01", said) == (ButtonAction.SUBMIT, ""), said
    town.submit()
    for said in ("承認", "承認します", "OK", "approve", "差し戻して", "send back"):
        assert meant(town, "P02", said) == (ButtonAction.FORM, ""), said
    for said in ("承認しない", "承認？", "却下", "だめ"):
        assert meant(town, "P02", said) is None, said


def test_neighbours_answer_as_they_speak(town: TownInProcess) -> None:
    """R-078, R-127: thanks behind change nothing, and 「来よった」 is a sighting; 「うちにいます」 may be oneself."""
    town.warn()
    town.deliver()
    answers = {
        ButtonAction.ACKNOWLEDGE: "了解です！ありがとう|はい了解|かしこまりました|りょ",
        ButtonAction.SIGHTING: "来はった|来よった|came here|I saw him",
        ButtonAction.DOUBT: "人ちがいちゃう？|not him",
        None: "うちにいます|来たかも|了解できない|見かけたらいいの？",
    }
    for does, said in answers.items():
        found = {one: meant(town, "P09", one) for one in said.split("|")}
        assert {one and one[0] for one in found.values()} == {does}, found
