"""What people say around an answer, in Osaka and to a customer, spoken into a phone or mistyped, changes nothing
of it.

R-127, R-115: all of it was written down before anybody looked what is understood.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language import sentences
from handlers.commands.chat import Say
from handlers.dialogue.words import BACK, MEANT, STOP, heard
from handlers.forms.around import LONGEST, without_around
from handlers.forms.choosing import chosen
from handlers.forms.definitions import ASSESS, RECALL, REPORT
from handlers.forms.form import Form
from handlers.forms.times import event_time
from policy.forms.names import FieldName
from tests.handlers.corners import Chat
from tests.world.in_process import TownInProcess

TOKYO = ZoneInfo("Asia/Tokyo")
AFTERNOON = datetime(2026, 11, 29, 15, 0, tzinfo=TOKYO)
ENGLISH = sentences("en")

TIMES = {
    "14:20": (
        "14時20分やねん|にじにじゅっぷん|14時20分ごろやったと思う|2時20分くらいやわ|"
        "だいたい14時20分くらいだったと思うんですけど|14時20分頃となります|ええと、14時20分です|えーと14:20|"
        "あの、2時20分ごろです|🕑14:20|14:20くらい？|午後　2時　20分|じゅうよじにじゅっぷん|14時２０ふん|"
        "it was 14:20|it was about 2:20 pm|at around twenty past two in the afternoon|around 14:20 I think|"
        "two twenty pm|2.20 pm|14:20ですかね|２：２０ＰＭ|40 minutes back|四十分ほど前でございます"
    ),
    "14:50": (
        "10分前やねん|10分まえやで|じゅっぷん前|じゅっぷんまえ|10分ほど前でございます|"
        "10分ほど前だったかと思います|10分前ぐらいですかね|ten minutes ago|it was ten minutes ago|"
        "about ten mins ago I think|10分ぐらいまえです！|10分前⏰|えっと10分前|十分ほど前|ten mins back|"
        "10 minutes earlier|10分まえくらいかなあ|10分前だと思われます"
    ),
    "15:00": (
        "ついさっきやねん|今やで|たった今です！|今起きたばかりです|いまさっき起きました|まさに今|現在|"
        "今現在です|just happened|it just happened|this minute|さっきやで|今ですね|ちょうどいま"
    ),
    "14:55": "5分くらいまえやと思う|ごふんまえ|ごふん前|five mins ago|five minutes ago or so",
    "14:30": "2時半やで|にじはん|二時半頃でした|半時間ほど前です|にじはんごろ|2:30pm ish|30分前っす",
    "14:00": (
        "1時間前やねん|いちじかんまえ|an hour back|about an hour ago I think|にじ|2時でした|二時ごろやった|"
        "1hour ago|1 時間 ほど 前"
    ),
}
CHOSEN = {
    (FieldName.PAYMENT_CHECKED, "yes"): (
        "はい、確認いたしました|確認いたしました|はい、確認させていただきました|はい、そうでございます|"
        "そやで|せや|うんうん|はい👍|👍はい|はいはい|hai|ハイ！|もちろん|確認しましたよ|レジで確認しました|"
        "はあい|しましたよ|確認ずみです|チェックしました|yes we did|yes i checked|yes, checked|checked|"
        "we checked|Yes.|ＹＥＳ|ye s|はぃ|Yes please|sure|of course|確認したで|確認済みやで|"
        "レジを確認しました|済んでます"
    ),
    (FieldName.PAYMENT_CHECKED, "no"): (
        "いいえ、まだでございます|まだです🙏|いいえ、しておりません|しておりません|確認しておりません|"
        "まだやねん|してへん|してないで|まだしてないです|まだ確認していません|確認できていません|not checked|"
        "we did not|no we didn't|haven't checked yet|no, I haven't|いーえ|いえいえ、まだです|いいぇ|NO!|"
        "未確認|未確認です|いいえ🙅"
    ),
    (FieldName.KNOWN_PERSON, "yes"): (
        "はい、知っております|存じております|常連さんです|いつも来る人です|近所の人です|名前もわかります|"
        "名前がわかります|知ってるで|知っとる|yes, a regular|a regular|he is a regular|regular customer|"
        "i know him|I know her|we know them|はい、顔見知りです|元従業員です"
    ),
    (FieldName.KNOWN_PERSON, "no"): (
        "存じません|存じ上げません|知らん|知らんわ|知らへん|全く知らない人です|初めての人です|はじめて見ます|"
        "見たことがない人です|面識はありません|面識なし|a stranger|stranger|never seen before|don't know him|"
        "i don't know them|no idea"
    ),
    (FieldName.POLICE, "called"): (
        "警察に通報いたしました|110番いたしました|もう電話したで|110番済み|１１０番しました|さっき呼んだ|"
        "呼んだで|警察を呼んでいます|警察来ています|警察に連絡済みです|yes, we called the police|"
        "I called 110|already called|called 110|we called|police called|通報しました👮|"
        "はい、連絡いたしました|警察よんだ|called them already|すでに呼びました|店長が呼びました|"
        "警察には電話しました|交番に言いました|店長が電話した|警察に相談しました"
    ),
    (FieldName.POLICE, "will_call"): (
        "今からするところです|これから110番します|今から電話するで|後ほど連絡いたします|あとで連絡します|"
        "これから通報します|calling now|I will call|we will call|we'll call|about to call|going to call|"
        "これから呼ぶ|今呼びます|このあとします|連絡します|店長がします|します"
    ),
    (FieldName.POLICE, "not_called"): (
        "まだ呼んでいません|呼んでへん|まだしてへん|連絡しておりません|していませんでした|"
        "まだ連絡していません|not called|we haven't called|haven't called|no, not yet|didn't call|呼びません|"
        "連絡なし|まだ"
    ),
    (FieldName.TRAVEL, "on_foot"): (
        "歩きやで|徒歩やと思う|徒歩でした|歩きです🚶|とほ|駆け足で|歩いて行かれました|走って行った|ran|"
        "he ran|ran away|running|he walked|on feet|they walked away|on foot, I think|徒歩（走り）|あるき|"
        "歩いて出て行きました|ダッシュで|🚶|🚶‍♂️"
    ),
    (FieldName.TRAVEL, "bicycle"): (
        "自転車やねん|チャリやで|ママチャリでした|自転車🚲|🚲|a bike|on a bike|by bike|bicycle|電動自転車|"
        "自転車に乗っていました|ちゃりで逃げた|cycling|じてんしゃです|電動の自転車|赤い自転車で"
    ),
    (FieldName.TRAVEL, "motorbike"): (
        "バイク|ばいくです|原付|原チャリで|スクーターやった|オートバイに乗りました|単車|黒いバイク|motorbike|"
        "on a motorbike|"
        "a scooter|moped|motorcycle"
    ),
    (FieldName.TRAVEL, "car"): (
        "車やったで|軽トラ|ワゴン車|a car|by a car|in a car|🚗|🚗で|車に乗りました|バンです|van|taxi|"
        "a white car|おくるま|乗用車|白い車|黒のワゴン|白い軽トラで"
    ),
    (FieldName.TRAVEL, "train"): (
        "電車やと思う|駅に入りました|地下鉄|JRで|bus|by train|the bus|took the train|🚃|🚌|バスに乗りました|バスです"
    ),
    (FieldName.TRAVEL, "unknown"): (
        "わからへん|わからん|見てへん|不明でございます|わかりかねます|見失いました|見失った|分かりません|"
        "わからないです…|no idea|not sure|i'm not sure|I did not see|didn't see|unknown, sorry|don't know|"
        "？わかりません|知らんわ|ふめい|見えませんでした|確認できませんでした|didn't notice|no clue|dunno|idk|🤷|"
        "ちょっとわかりません|すみません、わかりません"
    ),
    (FieldName.GROUND, "witnessed"): (
        "店員が目撃いたしました|私が見てました|見てたで|この目で見ました|アルバイトが見ました|"
        "スタッフが見ました|パートさんが見た|a clerk saw it|staff saw it|we saw it|I saw him|"
        "I saw her take it|目撃しました👀|店員が見ていました|saw it myself|ガードマンが見た|警備員が見ました|"
        "同僚が見ました"
    ),
    (FieldName.GROUND, "footage"): (
        "カメラで確認しました|防犯カメラで確認いたしました|録画を見ました|カメラやで|映像を見た|on camera|"
        "camera|the camera|security camera|we saw it on camera|カメラ📹|ビデオで見た|モニターで見ました|"
        "カメラ画像"
    ),
    (FieldName.GROUND, "stock_check"): (
        "在庫が合いません|在庫が足りない|レシートを確認|棚卸しで気づいた|レシート照合です|在庫確認|"
        "stock check|inventory|the receipts|stock|レジの記録|在庫でわかりました"
    ),
    (FieldName.FORM, "warning"): (
        "注意だけお願いします|注意だけでいいです|注意喚起だけ|just a warning|a warning|warning|注意のみで|"
        "1番目|特徴なしで"
    ),
    (FieldName.FORM, "features"): (
        "文字でお願いします|特徴を文字で|文字のみ|特徴だけでいいです|in words|words only|the features|"
        "features|文章で|テキストで"
    ),
    (FieldName.FORM, "picture"): (
        "画像つきでお願いします|画像ありで|写真も送りたい|画像も|with a picture|the picture|with photo|"
        "a photo|写真付きで|画像付きやで|画像📷"
    ),
    (FieldName.TOP_COLOUR, "black"): "黒やで|黒っぽい|真っ黒|黒色です|くろいろ|クロ|黒系|BLACK",
    (FieldName.TOP_COLOUR, "navy"): "濃紺|紺っぽい|ネイビーです|navy blue|dark blue|こんいろ",
    (FieldName.TOP_COLOUR, "white"): "白っぽい|白色です|しろ|ホワイト",
    (FieldName.TOP_COLOUR, "grey"): "グレー|灰色です|ねずみ色|gray|はいいろ",
    (FieldName.TOP_COLOUR, "unknown"): "覚えてへん|色はわかりません|覚えていません|don't remember|見てない",
}
RECALLED = {
    "wrong_person": (
        "別人でした|人違い|人違いでした|違う人だった|別の人やった|wrong person|another person|"
        "mistaken identity|人ちがい|別の方でした"
    ),
    "paid": (
        "払っていた|支払い済み|支払済みでした|お金を払っていました|paid|he had paid|they paid|レシートがあった|会計済み"
    ),
    "not_needed": "必要なかった|共有不要|不要でした|いらなかった|not needed|no need|必要ありませんでした",
}
NOT_SAID = {
    (REPORT, FieldName.PAYMENT_CHECKED): (
        "はいじゃない|確認したかどうか不明|確認してないかも|誰も確認してない|確認する予定|確認したい|"
        "確認しますか|確認しなかった|not sure if checked|we should check|checked? no|nobody checked|"
        "yes and no|はいといいえ|見ていない|レジで確認してもらう|そうじゃない|そうでもない|せやない|sure?|"
        "未確認ではない|済みません|すみません|もちろんしていない|いやはい|いい|いいです|いいと思います|いいよ"
    ),
    (REPORT, FieldName.KNOWN_PERSON): (
        "知っているか迷う|知っているわけではない|常連ではない|常連かも|知らないわけではない|"
        "顔見知りではありません|I don't know if he is a regular|not a regular|no regular|わからない|"
        "i know nothing|近所の人ではない|知り合いの知り合い|初めてではない|面識はあります|名前がわからない"
    ),
    (REPORT, FieldName.POLICE): (
        "通報|呼んだかも|呼ぶか迷う|警察を呼ぶべきか|no one called|called nobody|電話中|警察に通報できない|"
        "連絡したらいい？|呼んでください|110|通報します|あなたが通報して|call the police|まだ呼ぶか考え中|"
        "was called off|店長に連絡した|本部に電話した"
    ),
    (REPORT, FieldName.TRAVEL): (
        "車じゃない|徒歩ではなく自転車|車か自転車|a car or a bike|not by car|歩いていない|自転車を盗んだ|"
        "走って車に|電車じゃなくてバス|ran to a car|車道を歩いて|駅前|車いす|駅ビル|took a bike|🚗🚲|"
        "🚶🚗"
    ),
    (REPORT, FieldName.GROUND): (
        "見ていない|誰も見ていない|見たかも|カメラは故障|カメラがない|saw nothing|I saw nothing|did not see|"
        "客が見た|お客さんが見たと言った|店員は見ていない|店員とカメラ|camera broken|no camera|"
        "カメラでは見えない|見たような気がする|we saw it on camera and in stock"
    ),
    (
        REPORT,
        FieldName.FORM,
    ): "写真なし|画像なし|画像は不要|no picture|without photo|写真はやめて|文字と画像|not a warning",
    (
        RECALL,
        FieldName.REASON,
    ): "別の人ではない|同じ人|払っていなかった|払っていない|not paid|支払い済みではない|paid nothing|unpaid|未払い",
    (
        ASSESS,
        ASSESS.fields[0].name,
    ): "そう思わなくもない|そう思うかも|そうかも|そうとは限らない|no doubt|yes but no|はいとは言えない",
}
"""Nobody may be taken at a word that they did not say; it is asked again."""

COMMANDS = {
    MEANT[0][0]: (
        "通報したいんですけど|通報させてください|万引き犯です|万引きがあったで|万引きやねん|"
        "通報させていただきます|通報をお願いいたします|万引きを見つけました|万引きを見ました|つうほうしたい|"
        "I'd like to report|i want to report a theft|theft|there is a thief|report shoplifting|通報🚨|"
        "万引き！！！|まんびき|盗まれました|盗難"
    ),
    MEANT[1][0]: (
        "状況をお願いします|状況いかがでしょうか|今どうなってる？|どうなってんの|状況おしえて|現在の状況|"
        "状況をお知らせください|what's the status|what is happening|status please|show status|状況は|"
        "じょうきょうは？"
    ),
    MEANT[2][0]: (
        "使い方を教えてください|助けてください|ヘルプお願いします|help me|help please|how does this work|"
        "how to use|つかいかたは？|使い方わからへん|どうやって使うの"
    ),
    STOP: (
        "やめときます|やめるわ|やめたいです|キャンセルしてください|キャンセルお願いします|取りやめます|"
        "中断します|中断|やめさせてください|cancel it|please stop|stop it|forget it|いったんやめます|"
        "やめとくわ|終了します"
    ),
    BACK: (
        "一つ戻って|前の質問に戻る|前に戻してください|戻してください|もどりたい|go back please|back please|"
        "previous question|一つ前に戻してください|さっきの質問に戻る|ひとつ前へ|undo"
    ),
}


@pytest.mark.parametrize("moment", TIMES)
def test_a_time_is_the_same_however_it_is_wrapped(moment: str) -> None:
    """R-115: fillers, dialect, kana numerals, pictures of clocks."""
    found = {said: event_time(said, AFTERNOON, TOKYO) for said in TIMES[moment].split("|")}
    assert {one and one.astimezone(TOKYO).strftime("%H:%M") for one in found.values()} == {moment}, found


def test_of_two_numbers_apart_none_is_glued_to_the_other() -> None:
    """R-115: "half 2" was understood as 03:02; some mean half past one by it, so it is asked again."""
    assert event_time("half 2", AFTERNOON, TOKYO) is None


@pytest.mark.parametrize(("field", "value"), CHOSEN)
def test_an_answer_is_the_same_however_it_is_wrapped(field: FieldName, value: str) -> None:
    """R-127: してへん, しておりません and 「まだしてないです🙏」 are one answer, and so are "a van" and 車."""
    found = {said: chosen(REPORT.field(field), said, ENGLISH) for said in CHOSEN[field, value].split("|")}
    assert set(found.values()) == {value}, found


@pytest.mark.parametrize("value", RECALLED)
def test_why_an_alert_is_taken_back_may_be_said_in_ones_own_words(value: str) -> None:
    """R-127, R-078."""
    found = {said: chosen(RECALL.fields[0], said, ENGLISH) for said in RECALLED[value].split("|")}
    assert set(found.values()) == {value}, found


@pytest.mark.parametrize(("form", "field"), NOT_SAID)
def test_a_doubt_a_denial_and_a_question_choose_nothing(form: Form, field: str) -> None:
    """R-112, R-127: 「確認したい」 is no 「確認した」, and "we saw nothing" no witness."""
    found = {said: chosen(form.field(field), said, ENGLISH) for said in NOT_SAID[form, field].split("|")}
    assert set(found.values()) == {None}, found


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_is_the_same_however_it_is_wrapped(words: frozenset[str]) -> None:
    """R-127: 「通報をお願いいたします」, 「やめとくわ」, "go back please"."""
    assert {said for said in COMMANDS[words].split("|") if heard(said) not in words} == set()


def test_what_a_choice_is_called_is_the_answer_although_it_is_a_command_elsewhere(town: TownInProcess) -> None:
    """R-127: asked about the police, 「通報しました」 begins no second report."""
    chat = Chat(town, "P04", "line")
    for said in ("通報", "写真なしで続ける", "化粧品 20点", "15分前", "店員が見た", "はい"):
        chat.say(said)
    assert chat.place().asking == FieldName.POLICE
    chat.run(Say(chat.account, "はい、通報しました"))
    chat.say("戻る")
    chat.say("通報")
    assert chat.place().asking == FieldName.POLICE
    assert "前の通報がまだ途中です" in town.titles("P04")
    chat.say("通報しました")
    assert chat.place().answers[FieldName.POLICE] == "called"


@pytest.mark.parametrize("ending", ["は", "です", "今の", "してください"])
def test_of_a_long_text_no_ending_is_taken_after_the_other(ending: str) -> None:
    """R-064, R-127: ten thousand of them in one message held the bot for a minute; no word or time is so long."""
    long = "通報" + ending * LONGEST
    assert without_around(long) == long
    assert heard(long) == long
    assert event_time("1" * (LONGEST + 1), AFTERNOON, TOKYO) is None
