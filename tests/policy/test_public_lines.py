"""What a network types for the public: a number, hours, an address, a name, and no sentence."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from policy.notices.facts import Stated
from policy.notices.lines import LONGEST, SHAPES
from policy.rules import Rules, check_rules
from policy.verdict import Allow, Deny

HOURS = (
    "平日 9–17 時",
    "9:00–17:00",
    "24時間",
    "平日10時から17時まで（土日祝・年末年始を除く）",
    "月～金 9：00～18：00、土 9:00～12:00",
    "月・水・金 午後1時〜4時半",
    "毎日 10時〜19時（水曜定休）",
    "電話受付 平日 9ー17時（12-13時を除く）",
    "12月29日〜1月3日は休み",
    "げつようびから きんようび 9じから 17じ",
    "Mon–Fri 9:00 a.m.–5:00 p.m., closed on public holidays",
)
ADDRESSES = (
    "東京都武蔵野市境1-2-3",
    "東京都さくら市本町1-2-3 さくら商店会館2階",
    "〒180-0001 東京都武蔵野市吉祥寺北町１丁目２番３号 ＡＢＣビル 3F",
    "三重県いなべ市1の2 ます屋ビル",
    "1-2-3 Sakai, Musashino-shi, Tokyo 180-0001",
)
NAMES = ("特定非営利活動法人 全国万引犯罪防止機構", "一般社団法人 日本の安全をつくる会", "Japan Institute of Privacy")
TELEPHONES = ("0422-00-0000", "０４２２－００－００００", "(0422) 00-0000", "+81 422-00-0000", "0120-000-000")
TRUE = {
    "desk_hours": HOURS,
    "desk_address": ADDRESSES,
    "certified_body": NAMES,
    "desk_telephone": TELEPHONES,
    "certified_body_telephone": TELEPHONES,
}

CLAIMED = (
    "画像は第三者に提供しません",
    "撮ったものは外に出しません 1",
    "記録はひと晩で跡形もなくなります",
    "写真は7日で消えます",
    "24時間だけ残ります",
    "市内すべての商店が受け取ります",
    "異議は受け付けません",
    "店長の胸ひとつで決まります",
    "カメラが 人を おぼえています",
    "通報はすべて署に直行します",
    "防犯のため録画しています",
    "Your picture never crosses our doorstep.",
    "Recordings are wiped overnight",
    "Staff will stop you at the exit.",
    "Once flagged, always flagged.",
)


@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in TRUE.items() for line in ("", *lines)])
def test_a_line_that_is_what_it_is_for_may_stand(rule: str, line: str) -> None:
    """R-076, R-077, L157, L161: as desks and bodies are really written; a desk may have none."""
    if line or rule.startswith("desk"):
        assert isinstance(check_rules(replace(Rules(), **{rule: line})), Allow)


@pytest.mark.parametrize("rule", SHAPES)
@pytest.mark.parametrize("claim", CLAIMED)
def test_no_line_has_room_for_a_claim(rule: str, claim: str) -> None:
    """R-020, R-021, R-022, R-027, R-029, L77, L79, L81, L99, L101: alone, or behind what the line is for."""
    for line in (claim, f"{TRUE[rule][0]} {claim}", f"{TRUE[rule][0]}（{claim}）"):
        assert isinstance(check_rules(replace(Rules(), **{rule: line})), Deny), line


@pytest.mark.parametrize("rule", SHAPES)
def test_a_line_is_one_and_fits(rule: str) -> None:
    """R-076: a poster has room for so much, and a long line is read as fast as a short one."""
    for wrong in (f"{TRUE[rule][0]}\n{TRUE[rule][0]}", "1" * (LONGEST + 1), "月Aa" * (LONGEST // 3) + "!"):
        assert isinstance(check_rules(replace(Rules(), **{rule: wrong})), Deny)


def test_whatever_is_typed_and_stated_has_a_shape() -> None:
    """R-026, R-029, L93, L101: the rest is numbers of the rules, the day of the look, and the network's name."""
    typed = {one.name for one in fields(Stated) if one.type == "str"}
    assert typed == {*SHAPES, "network", "certified_body_as_of"}
    assert {one.type for one in fields(Stated)} == {"str", "int", "bool"}
