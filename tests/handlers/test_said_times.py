"""R-115, L223: times as people say them, from the moment when they said it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language import sentences
from handlers.dialogue.words import BACK, MEANT, STOP, heard
from handlers.forms.choosing import chosen
from handlers.forms.definitions import REPORT as FORM
from handlers.forms.times import event_time
from policy.forms.names import FieldName
from tests.world.ports import japanese

TOKYO = ZoneInfo("Asia/Tokyo")
AFTERNOON = datetime(2026, 11, 29, 15, 0, tzinfo=TOKYO)
AFTER_MIDNIGHT = datetime(2026, 11, 29, 0, 34, tzinfo=TOKYO)
MORNING = datetime(2026, 11, 29, 10, 0, tzinfo=TOKYO)

SAID = {
    "29 14:20": (
        "14:20 １４：２０ 14時20分 14:20頃 午後2時20分 1420 14.20 2:20pm 2:20 ごご2時20分 昼2時20分 14時20分ごろです"
    ),
    "29 14:30": "30min前 2時半 二時半ごろ 午後2時半 半時間前 30分前 三十分前",
    "29 14:45": "15分前 十五分前 15分くらい前 15分ほど前",
    "29 13:30": "1時間半前 90分前 13:30",
    "29 15:00": "さっき たった今 今 now 15:04 15時",
    "29 09:20": "920 朝9時20分 今朝9時20分 午前9時20分",
    "29 12:00": "正午 昼12時 12:00 3時間前",
    "28 23:50": "昨日の23:50 きのう23時50分 昨夜11時50分",
    "29 14:00": "14時ちょい過ぎ 2:00",
    "29 02:20": "02:20 午前2:20",
    "29 16:00": "16:00 午後4時",
}


@pytest.mark.parametrize(("moment", "said"), [(m, one) for m, words in SAID.items() for one in words.split()])
def test_a_time_is_understood_however_it_is_said(moment: str, said: str) -> None:
    """Five minutes ahead are a till's clock; an hour ahead stays there, and its rule asks."""
    found = event_time(said, AFTERNOON, TOKYO)
    assert found is not None
    assert found.astimezone(TOKYO).strftime("%d %H:%M") == moment


@pytest.mark.parametrize(
    ("said", "moment"), [("00:36", "29 00:34"), ("23:50", "28 23:50"), ("11時半", "28 23:30"), ("0:50", "29 00:50")]
)
def test_around_midnight_a_time_is_not_yesterday_by_two_minutes(said: str, moment: str) -> None:
    """What is further ahead than half a day was yesterday; 00:50 is asked about."""
    found = event_time(said, AFTER_MIDNIGHT, TOKYO)
    assert found is not None
    assert found.astimezone(TOKYO).strftime("%d %H:%M") == moment


@pytest.mark.parametrize(
    "said", ["きのう", "昼ごろ", "25時", "14時70分", "12", "later", "99999", "", "前", "1時2分3秒"]
)
def test_what_is_no_time_is_none(said: str) -> None:
    """It is asked again."""
    assert event_time(said, AFTERNOON, TOKYO) is None


ALSO_SAID = {
    "29 14:57": "2〜3分前|2、3分前|二、三分前|2-3分前|２～３分前|2 or 3 minutes ago|2-3 mins ago|3ふん前|ほんの3分前",
    "29 14:55": (
        "数分前|a few minutes ago|5分前かな|5分まえ|５分前ごろ|約5分前|およそ5分前|だいたい5分前|5分ちょっと前|"
        "5分程前|5分程度前|5分位前"
    ),
    "29 14:45": (
        "10〜15分前|10分から15分前|１５ぷん前|15分前だったと思います|a quarter of an hour ago|15 minutes before"
    ),
    "29 14:00": (
        "1時間ちょっと前|１時間くらい前|一時間前|小一時間前|an hour ago|1 hr ago|about an hour ago|"
        "one hour ago|2時過ぎ|2時ちょうど|14時きっかり|"
        "2 pm|2pm|２ＰＭ|午後2時ちょうど|2時くらい|14時位"
    ),
    "29 13:30": (
        "一時間半前|an hour and a half ago|1 and a half hours ago|1時間30分前|half past one|1.5時間前|1時半すぎ"
    ),
    "29 12:30": "2時間半くらい前|お昼の12時半|12時半頃|昼12時半",
    "29 14:30": "半時間くらい前|half an hour ago|half past two|2:30 p.m.|2じはん|14時半|午後の2時半",
    "29 14:20": (
        "だいたい14時20分|14時20分くらいだと思います|午後二時二十分|十四時二十分|14時20分頃かな|2時20分PM|"
        "2:20 p.m.|PM 2:20|午後2:20|14 : 20|"
        "14：20：35|14:20:05|14時20|14-20|本日14:20|今日の14:20|たしか14:20|おそらく14:20|14:20に|"
        "14:20くらいに|１４じ２０ぷん|14時 20分|"
        "11/29 14:20|11月29日14時20分|29日14:20|2026-11-29 14:20|2026/11/29 14:20|40分前|四十分前|around 2:20 pm|"
        "14時20分ごろでした|14h20|20 past 2|2時20分（午後）|14;20|1４時２０分"
    ),
    "29 14:50": "3時10分前|十分前|午後3時10分前|ten to three|10 minutes ago|10 mins ago",
    "29 13:45": "1時間15分前|一時間十五分前|13時45分|1時45分",
    "28 23:50": (
        "昨晩11時50分|昨日の夜11時50分|きのうの夜の11時50分|昨夜の11時50分ごろ|last night 11:50|last night at 11:50|"
        "yesterday at 11:50 pm|11/28 23:50|11月28日 23:50|28日の23時50分|昨日23時50分ごろ|ゆうべの11時50分|前日の23:50"
    ),
    "29 09:20": (
        "けさ9時20分|今朝の9時20分|朝の9時20分|午前9:20|9時20分|９：２０|this morning at 9:20|"
        "9:20 this morning|09時20分|am9:20|"
        "今日の午前9時20分|9:20 a.m."
    ),
    "29 00:10": "深夜0時10分|夜中の0時10分|零時十分|0時10分|0:10|00:10",
    "29 05:00": "早朝5時|明け方の5時|朝5時",
    "29 01:00": "深夜1時|未明の1時|夜中の1時",
    "29 15:00": (
        "只今|ただいま|今です|ちょうど今|今しがた|たったいまです|さっきです|いまさっきです|right now|"
        "just a moment ago|30秒前|a moment ago|ついさっきです|"
        "今さっきです|さきほどです|ほんの今|いま起きた|今起きました"
    ),
    "29 14:59": "1分前|ほんの今さっき、1分前|ついさっき、1分前かな|a minute ago|one minute ago",
    "29 13:00": "昼の1時|お昼の1時|ひるの1時|2 hrs ago|two hours ago|2時間ほど前",
    "29 12:00": "noon|お昼の12時|正午ごろ|12 noon",
    "27 14:20": "一昨日14:20|おとといの14時20分|おととい14:20|一昨日の午後2時20分",
    "29 16:00": "夕方4時|夕方の四時",
    "28 20:00": "昨日の晩8時|昨晩8時|きのうの夜8時",
}
WITH_A_STORY = {
    "29 14:20": (
        "14:20に自転車で|14時20分に気づきました|14時20分くらいに来ました|はい、14:20です|saw him at 14:20|"
        "さっきの14:20|14:20前後|2:20ish|"
        "it happened at 14:20|14:20に出て行きました"
    ),
    "29 14:50": (
        "10分前に気づいた|10分前に出て行きました|noticed 10 minutes ago|left 10 minutes ago|今から10分くらい前です|"
        "10 min|10min|10分|10ふん|約１０分|10分かな|ten minutes|10分弱前|10分以上前|within 10 minutes|"
        "in the last 10 minutes"
    ),
    "29 14:45": "15分|10分前か15分前|15 mins",
    "29 14:00": "1時間|1 hour ago, I think",
    "29 13:30": "1時間半|ninety minutes ago|90 min",
    "29 15:00": "さっき見た|さっき駅のほうに|今さっき出て行った|moments ago",
    "29 14:55": "few minutes ago|5 minutes",
    "29 14:58": "couple minutes ago|two minutes",
}
NO_MOMENT = (
    "2〜3時|2-3時|14:20〜14:30|14:20-14:30|2時か3時|お昼過ぎ|夕方|昨日|さっきじゃない|今日|今日の昼|14日|29|"
    "32日14:20|13/40 14:20|3時前|0分|半|"
    "時|14時20分と15時|さっきの人|今の人|日曜|年末|14:20までいた|10分前から|since 14:20|until 14:20|"
    "14:20に来ていない|10分前じゃない|さっきまで|さっきから|14:20 14:30|昨日の夜|12:60|2時60分前"
)


def moments(said: str, now: datetime = AFTERNOON) -> dict[str, str]:
    """What is understood of each, between bars; "" for nothing."""
    found = {one: event_time(one, now, TOKYO) for one in said.split("|")}
    return {one: moment.astimezone(TOKYO).strftime("%d %H:%M") if moment else "" for one, moment in found.items()}


@pytest.mark.parametrize(("moment", "said"), ALSO_SAID.items())
def test_hedges_dates_ranges_and_english_change_nothing_of_the_moment(moment: str, said: str) -> None:
    """R-115: 「2、3分前」 is no 23 minutes, 「3時10分前」 no ten minutes ago, 「0時10分」 not noon."""
    assert set(moments(said).values()) == {moment}, moments(said)


@pytest.mark.parametrize(("moment", "said"), WITH_A_STORY.items())
def test_what_happened_then_changes_nothing_of_when_it_was(moment: str, said: str) -> None:
    """R-115: 「10分前に気づいた」; and "10 min" to "when was it?" are those that went by."""
    assert set(moments(said).values()) == {moment}, moments(said)


def test_what_may_be_several_moments_or_none_is_none() -> None:
    assert set(moments(NO_MOMENT).values()) == {""}, moments(NO_MOMENT)


@pytest.mark.parametrize(
    ("now", "moment", "said"),
    [
        (AFTER_MIDNIGHT, "29 00:00", "昨夜12時|夜12時"),
        (AFTER_MIDNIGHT, "28 23:50", "0時10分前"),
        (MORNING, "29 01:00", "昨夜1時|last night at 1|深夜1時"),
        (MORNING, "29 00:30", "昨日の深夜0時半"),
        (MORNING, "28 00:30", "昨日の0時半"),
        (MORNING, "28 21:00", "昨日の夜9時|yesterday 9 pm|昨晩9時"),
        (MORNING, "29 02:00", "今日2時|深夜2時"),
        (MORNING, "29 09:50", "10時10分前"),
    ],
)
def test_a_night_lasts_until_the_morning(now: datetime, moment: str, said: str) -> None:
    """R-115: one o'clock of last night was today."""
    assert set(moments(said, now).values()) == {moment}, moments(said, now)


CHOSEN = {
    (FieldName.PAYMENT_CHECKED, "yes"): "はい ハイ ﾊｲ は はい。 はい、見ました うん 1 １ ① 1番 ok",
    (FieldName.PAYMENT_CHECKED, "no"): "いいえ イイエ いえ 2 ２番 違います",
    (FieldName.TRAVEL, "bicycle"): "自転車 じてんしゃ 自転 2 チャリ",
    (FieldName.TRAVEL, "train"): "電車 バス 電車・バス 電車バス でんしゃ 5",
    (FieldName.GROUND, "witnessed"): "店員が見た 店員 見ました 目撃",
    (FieldName.VULNERABLE, "unknown"): "わからない 不明 3 わからない、遠かったので",
    (FieldName.TOP_COLOUR, "red"): "赤 ピンク 赤・ピンク 6",
    (FieldName.WHEN, "60"): "1時間前",
}
ALSO_CHOSEN = {
    (
        FieldName.PAYMENT_CHECKED,
        "yes",
    ): (
        "はいっ|ハーイ|はい確認しました|はい大丈夫です|1番です|確認済みです|はいです|そうですね|オッケー|yep|(1)|一|"
        "一番|"
        "1つ目|確認しました|した"
    ),
    (
        FieldName.PAYMENT_CHECKED,
        "no",
    ): "ノー|いいえしていません|いいえです|いえいえ|していない|まだです|no, not yet|（２）|二番|確認していません",
    (
        FieldName.TRAVEL,
        "bicycle",
    ): "自転車です|自転車で逃げました|自転車で|チャリンコ|by bicycle|自転車だと思う|ママチャリ",
    (FieldName.TRAVEL, "on_foot"): "歩いています|歩いていきました|走って逃げた|走って|徒歩です|on foot",
    (FieldName.TRAVEL, "car"): "車です|車で|by car|タクシー",
    (FieldName.TRAVEL, "unknown"): "わかんない|不明です|unknown|見ていない|わかりませんでした",
    (
        FieldName.POLICE,
        "called",
    ): "はい|yes|110番しました|通報しました|もう呼んだ|通報済み|警察を呼びました|警察に電話した",
    (FieldName.POLICE, "will_call"): "これからです|これから電話します|今から呼びます|あとでする|後で|いまから|later",
    (FieldName.POLICE, "not_called"): "いいえ|no|まだです|してない|連絡していない|呼んでいません|not yet",
    (FieldName.GROUND, "witnessed"): "私が見た|店員が見ました|店長が見ました|I saw it",
    (FieldName.GROUND, "footage"): "防犯カメラの映像|カメラに写っていました|監視カメラです|CCTV|映像で|録画|ビデオ",
    (FieldName.GROUND, "stock_check"): "在庫照合|棚卸し",
    (FieldName.FORM, "warning"): "注意だけ|注意",
    (FieldName.FORM, "features"): "文字で|文字だけ|特徴だけ",
    (FieldName.FORM, "picture"): "写真|写真付き|画像付き|picture",
    (FieldName.VULNERABLE, "unknown"): "微妙|どちらともいえない|わからないです|maybe|年齢不明です",
    (FieldName.VULNERABLE, "yes"): "高校生くらいです|はい子どもです|お年寄り",
    (FieldName.VULNERABLE, "no"): "大人です|いいえ普通の大人|見えません",
    (FieldName.KNOWN_PERSON, "yes"): "はい常連です|知っています|知り合いです|○|✔️",
    (FieldName.KNOWN_PERSON, "no"): "いいえ違います|知りません|初めて見る人です|×|❌",
    (FieldName.TOP_COLOUR, "black"): "黒い|黒色|くろ|ブラック",
    (FieldName.TOP_COLOUR, "navy"): "紺色|ネイビー",
}


@pytest.mark.parametrize(("field", "value", "typed"), [(f, v, t) for (f, v), ts in CHOSEN.items() for t in ts.split()])
def test_typed_equals_pressed(field: FieldName, value: str, typed: str) -> None:
    """R-127: label, number, unambiguous beginning, other words for it; in any width and kana."""
    assert chosen(FORM.field(field), typed, japanese) == value


@pytest.mark.parametrize(("field", "value"), ALSO_CHOSEN)
def test_what_is_said_around_an_answer_changes_nothing_of_it(field: FieldName, value: str) -> None:
    """R-127: politeness, 「で」, "by", a number in brackets or kanji, and how people say it themselves."""
    read = {typed: chosen(FORM.field(field), typed, sentences("en")) for typed in ALSO_CHOSEN[field, value].split("|")}
    assert set(read.values()) == {value}, read


@pytest.mark.parametrize(
    "typed",
    [
        *("い", "3", "-1", "はいといいえ", "赤い上着", "？", "わからない", "はいではない", "十"),
        *("はいでもいいえでもない", "常連ではありません", "知っているか迷う", "はいのほうかも、いいえ"),
    ],
)
def test_what_may_be_several_choices_or_none_is_none(typed: str) -> None:
    """「い」 begins いいえ alone, so it is one; of two that begin alike neither is taken."""
    found = chosen(FORM.field(FieldName.KNOWN_PERSON), typed, japanese)
    assert found == ("no" if typed == "い" else None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (STOP, "やめて|やっぱりやめます|もういいです|キャンセルで|中止してください|never mind"),
        (BACK, "戻って|ひとつ前に戻りたい|間違えました|まちがえた|go back"),
        (MEANT[0][0], "通報開始|万引きです|万引きされました|I want to report|shoplifting!"),
        (MEANT[1][0], "状況は？|状況を教えてください|今の状況|どうなってますか"),
        (MEANT[2][0], "使い方を教えて|メニュー|何ができますか"),
    ],
)
def test_a_word_of_command_is_understood_however_politely_it_is_said(words: frozenset[str], said: str) -> None:
    """R-127: nobody has to know the one word that a button has."""
    assert {one for one in said.split("|") if heard(one) not in words} == set()
