"""R-115, L223: times as people say them, from the moment when they said it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.forms.definitions import REPORT as FORM
from handlers.forms.reading import chosen
from handlers.forms.times import event_time
from policy.forms.names import FieldName
from tests.world.ports import japanese

TOKYO = ZoneInfo("Asia/Tokyo")
AFTERNOON = datetime(2026, 11, 29, 15, 0, tzinfo=TOKYO)
AFTER_MIDNIGHT = datetime(2026, 11, 29, 0, 34, tzinfo=TOKYO)

SAID = {
    "29 14:20": "14:20 １４：２０ 14時20分 14:20頃 午後2時20分 1420 14.20 2:20pm 昼2時20分 14時20分ごろです",
    "29 14:30": "2時半 二時半ごろ 午後2時半 半時間前 30分前 三十分前",
    "29 14:45": "15分前 十五分前 15分くらい前 15分ほど前",
    "29 13:30": "1時間半前 90分前 13:30",
    "29 15:00": "さっき たった今 今 now 15:04 15時",
    "29 09:20": "920 朝9時20分 今朝9時20分 午前9時20分",
    "29 12:00": "正午 昼12時 12:00 3時間前",
    "28 23:50": "昨日の23:50 きのう23時50分 昨夜11時50分",
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


CHOSEN = {
    (FieldName.PAYMENT_CHECKED, "yes"): "はい ハイ ﾊｲ は はい。 はい、見ました うん 1 １ ① 1番 ok",
    (FieldName.PAYMENT_CHECKED, "no"): "いいえ イイエ いい いえ 2 ２番 違います",
    (FieldName.TRAVEL, "bicycle"): "自転車 じてんしゃ 自転 2 チャリ",
    (FieldName.TRAVEL, "train"): "電車 バス 電車・バス 電車バス でんしゃ 4",
    (FieldName.GROUND, "witnessed"): "店員が見た 店員 見ました 目撃",
    (FieldName.VULNERABLE, "unknown"): "わからない 不明 3 わからない、遠かったので",
    (FieldName.TOP_COLOUR, "red"): "赤 ピンク 赤・ピンク 6",
    (FieldName.WHEN, "60"): "1時間前",
}


@pytest.mark.parametrize(("field", "value", "typed"), [(f, v, t) for (f, v), ts in CHOSEN.items() for t in ts.split()])
def test_typed_equals_pressed(field: FieldName, value: str, typed: str) -> None:
    """R-127: label, number, unambiguous beginning, other words for it; in any width and kana."""
    assert chosen(FORM.field(field), typed, japanese) == value


@pytest.mark.parametrize("typed", ["い", "3", "-1", "はいといいえ", "赤い上着", "？", "わからない"])
def test_what_may_be_several_choices_or_none_is_none(typed: str) -> None:
    """「い」 begins いいえ alone, so it is one; of two that begin alike neither is taken."""
    found = chosen(FORM.field(FieldName.KNOWN_PERSON), typed, japanese)
    assert found == ("no" if typed == "い" else None)
