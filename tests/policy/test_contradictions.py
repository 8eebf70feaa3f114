"""What is said in public and isn't so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from policy.notices.amounts import Measure, amounts
from policy.notices.claims import (
    bare_purpose,
    face_recognition,
    guilt,
    languages,
    no_provision,
    own_numbers,
    pictures,
)
from policy.notices.contradictions import (
    CHECKS,
    certified_body,
    contradictions,
    desk,
    members,
    numbers,
    old_posters,
    other_words,
    published_late,
)
from policy.notices.facts import stated_by
from policy.notices.said import Cure, Said, Truth
from policy.rules import Rules
from tests.policy.untrue_sentences import UNTRUE as SAID_OF_EACH
from tests.world.facts import NOW

RULES = replace(Rules(), desk_telephone="0422-00-0000", desk_hours="平日 9–17 時")
STATED = stated_by("半鐘町", RULES)
STORES = frozenset({"one", "two"})
SAID, TRUE = Said(STATED, STORES), Truth(STATED, STORES, NOW, NOW)
TODAY = replace(TRUE, today=date(2026, 11, 24))
TEXT_ONLY = replace(TRUE, stated=replace(STATED, text_only=True))


def saying(**changes: Any) -> Said:
    """The same with other words or numbers."""
    return Said(replace(STATED, **changes), STORES)


def stating(japanese: str = "", easy: str = "", english: str = "") -> Said:
    """The network adds something."""
    return saying(statement=(japanese, easy, english))


def test_what_is_so_contradicts_nothing() -> None:
    """R-029: the text as shipped, once there is a desk, can be published."""
    assert contradictions(SAID, TRUE) == ()


UNTRUE = (
    "保存期間：７日",
    "保存日数は７です。",
    "保存期間（日）：七",
    "消去は七日後です。",
    "写真は七十二時間だけ保存します。",
    "写真は1日半で消えます。",
    "写真は数日で消えます。",
    "記録は一年半で消えます。",
    "半径500ｍの店に知らせます。",
    "半径 1,500 メートルの店に知らせます。",
    "千五百メートル以内の店に知らせます。",
    "半径（km）：5",
    "承認は五名です。",
    "承認人数：5",
    "五つの店に知らせます。",
    "3〜5日で消えます。",
    "一" * 400 + "日で消えます。",
)
UNTRUE_EASY = (
    "7 にちで 消えます。",
    "48 じかんで 消えます。",
    "みっかで 消えます。",
    "5きろまで 知らせます。",
    "3 にんが 見ます。",
)
UNTRUE_ENGLISH = (
    "Erased after seventy-two hours.",
    "Kept for a fortnight and a day, or 15 days.",
    "Texts are kept for several days.",
    "Kept for one and a half days.",
    "Retention period: 7",
    "Radius: 5",
    "Shops within five hundred metres are told.",
    "Erased after one hundred and twenty-four hours.",
    "Five approvals are needed.",
    "A dozen shops are told.",
    "Pictures live 48h.",
)

SHOWING = stating("写真を近くの店に知らせます。")


@pytest.mark.parametrize(
    ("check", "said", "true", "cure"),
    [
        (no_provision, stating("画像を第三者に提供しません。"), TRUE, Cure.MEND),
        (no_provision, stating("法令による場合を除き、第三者への提供は行いません。"), TRUE, Cure.MEND),
        (no_provision, stating("", "ほかの 店に 見せません。"), TRUE, Cure.MEND),
        (no_provision, stating("", "", "We do not share images with third parties."), TRUE, Cure.MEND),
        (no_provision, stating("映像は他社には渡しません。"), TRUE, Cure.MEND),
        (no_provision, stating("映像は店内だけで使います。"), TRUE, Cure.MEND),
        (no_provision, stating("", "写真は だれにも 見せません。"), TRUE, Cure.MEND),
        (no_provision, stating("", "", "We won’t share anything with other stores."), TRUE, Cure.MEND),
        (no_provision, stating("", "", "Images stay in this shop."), TRUE, Cure.MEND),
        (face_recognition, stating("顔認証カメラで見守っています。"), TRUE, Cure.MEND),
        (face_recognition, stating("", "", "We use facial recognition."), TRUE, Cure.MEND),
        (face_recognition, stating("顔の特徴を登録し、来店時に照合します。"), TRUE, Cure.MEND),
        (pictures, SHOWING, TEXT_ONLY, Cure.MEND),
        (guilt, stating("万引き犯の情報を近くの店に知らせます。"), TRUE, Cure.MEND),
        (numbers, saying(text_days=7), TRUE, Cure.PUBLISH),
        (numbers, saying(radius_km=1), TRUE, Cure.PUBLISH),
        (numbers, saying(life_hours=12), TRUE, Cure.PUBLISH),
        (numbers, saying(approvals=3), TRUE, Cure.PUBLISH),
        (own_numbers, stating("写真は7日で消えます。"), TRUE, Cure.MEND),
        (own_numbers, stating("半径五キロの店に知らせます。"), TRUE, Cure.MEND),
        (own_numbers, stating("3人が確かめます。"), TRUE, Cure.MEND),
        (own_numbers, stating("", "", "Alerts end after twelve hours."), TRUE, Cure.MEND),
        (own_numbers, stating("翌々日までに、100店に知らせます。"), TRUE, Cure.MEND),
        *((own_numbers, stating(text), TRUE, Cure.MEND) for text in UNTRUE),
        *((own_numbers, stating("", text), TRUE, Cure.MEND) for text in UNTRUE_EASY),
        *((own_numbers, stating("", "", text), TRUE, Cure.MEND) for text in UNTRUE_ENGLISH),
        (own_numbers, stating("映像は無期限に保存します。"), TRUE, Cure.MEND),
        (own_numbers, stating("全国の店に知らせます。"), TRUE, Cure.MEND),
        (other_words, saying(desk_hours="24時間"), TRUE, Cure.PUBLISH),
        (members, Said(STATED, STORES | {"left"}), TRUE, Cure.PUBLISH),
        (members, Said(STATED, frozenset({"one"})), TRUE, Cure.PUBLISH),
        (desk, saying(desk_telephone=""), TRUE, Cure.MEND),
        (desk, saying(desk_hours=" "), TRUE, Cure.MEND),
        (desk, saying(desk_telephone="準備中"), TRUE, Cure.MEND),
        (desk, saying(desk_telephone="12-3456"), TRUE, Cure.MEND),
        (certified_body, saying(certified_body=""), TRUE, Cure.MEND),
        (certified_body, saying(certified_body_telephone=""), TRUE, Cure.MEND),
        (certified_body, saying(certified_body_as_of="2026-11-25"), TODAY, Cure.MEND),
        (published_late, SAID, replace(TRUE, first_published_at=None), Cure.PUBLISH),
        (published_late, SAID, replace(TRUE, first_published_at=None, first_sent_at=None), Cure.PUBLISH),
        (published_late, SAID, replace(TRUE, first_published_at=NOW + timedelta(seconds=1)), Cure.TELL),
        (bare_purpose, stating("防犯のため。"), TRUE, Cure.MEND),
        (bare_purpose, stating("お気軽にどうぞ。防犯のためにカメラを利用します。"), TRUE, Cure.MEND),
        (bare_purpose, stating("", "", "We use cameras for security purposes."), TRUE, Cure.MEND),
        (bare_purpose, stating("お客様の安心・安全のために、カメラを使っています！"), TRUE, Cure.MEND),
        (bare_purpose, stating("", "", "CCTV in operation for your safety."), TRUE, Cure.MEND),
        (old_posters, SAID, replace(TRUE, old_posters=("H01",)), Cure.POST),
        (languages, stating("30日で消えます。", "30日で 消えます。", "Erased after 3 years."), TRUE, Cure.MEND),
        (
            languages,
            stating("2人以上で確かめます。", "3にんで 見ます。", "Two people check."),
            TRUE,
            Cure.MEND,
        ),
        (languages, stating("見回りをしています。"), TRUE, Cure.MEND),
    ],
)  # fmt: skip
def test_each_contradiction_is_found_by_its_own_check(check: Any, said: Said, true: Truth, cure: Cure) -> None:
    """R-011, R-020, R-021, R-022, R-026, R-027, R-029, R-032, R-042, R-076, R-077, R-122: and whether it blocks."""
    found = check(said, true)
    assert found is not None
    assert found in contradictions(said, true)
    assert (found.cure, found.blocks) == (cure, cure is Cure.MEND)
    assert check(SAID, TRUE) is None


def test_no_check_is_left_out() -> None:
    """R-029: a contradiction that nobody asks about is none of them."""
    ours = {no_provision, numbers, own_numbers, members, other_words, desk, certified_body, published_late}
    ours |= {bare_purpose, old_posters, languages, face_recognition, pictures, guilt, *SAID_OF_EACH}
    assert set(CHECKS) == ours


@pytest.mark.parametrize(
    "text",
    [
        "万引き等の犯罪防止のため、防犯カメラの映像を記録します。",
        "お客様一人ひとりの権利を大切にします。",
        "3 km 以内の店に、2人以上で確かめてから、24時間以内だけ知らせます。記録は三年で消えます。",
        "第三者委員会の助言を受けています。",
        "2026年4月1日から実施しています。",
        "Requests are answered within 14 days, and two people check every alert.",
        "顔認証は使っていません。",
        "We never use face recognition.",
        "参加店以外の第三者には提供しません。",
        "We share nothing with anyone except participating shops.",
        "万引きの疑いがある人の写真を、近くの店に知らせます。",
        "全国万引犯罪防止機構の指針に沿っています。",
        "いま2店が参加しています。",
        "翌日には元の写真を消します。",
        "No alert is sent before two people approve it.",
        "犯人と決めつけることはありません。",
        "営業時間は9時から21時です。",
        "Opening hours: 9 to 17, every day.",
        "お電話は 0422-00-0000、〒180-0001 まで。",
        "個人情報保護法第27条によります。",
        "保存期間：24時間、そのあと30日で文も消えます。",
        "ふたり以上で確かめます。",
        "毎日、店の人が見回ります。",
        "第二日曜日は休みです。",
        "規則を決めた期間は 2026年4月1日からです。",
        "Since 1 April 2026 the rules are kept in a book.",
        "Call 0422-00-0000 about what is kept.",
        "ひとりで悩まないでください。",
    ],
)
def test_a_harmless_statement_may_stand(text: str) -> None:
    """R-022, R-026, L81, L93: a network can explain itself without being taken for a liar."""
    said = stating("", "", text) if text.isascii() else stating(text)
    for check in (no_provision, face_recognition, pictures, guilt, own_numbers, bare_purpose):
        assert check(said, TRUE) is None


@pytest.mark.parametrize(
    ("japanese", "english"),
    [
        ("2026年4月1日から、２人以上で確かめます。", "From April 1, 2026, at least two people check."),
        ("2026年12月1日から。１４日以内に答えます。", "Since 1 December 2026. Answers come within 14 days."),
    ],
)
def test_the_same_date_and_the_same_number_are_the_same_in_every_language(japanese: str, english: str) -> None:
    """R-029: full-width digits and the names of months contradict nothing."""
    assert languages(stating(japanese, japanese, english), TRUE) is None
    assert languages(stating(japanese, japanese, english.replace("2026", "2025")), TRUE)


def test_who_takes_part_in_nothing_may_say_that_it_provides_nothing() -> None:
    """R-029, L101: it is the membership that makes the sentence untrue."""
    alone = replace(TRUE, stores=frozenset())
    assert no_provision(stating("第三者に提供しません。"), alone) is None


def test_amounts_are_read_however_they_are_written() -> None:
    """R-027: full-width, kanji, words, weeks."""
    read = [
        (one.measure, one.value)
        for one in amounts("１４日、二十四時間、2週間、十五キロメートル、500 m、two people、三名様")
    ]
    assert read == [
        (Measure.TIME, 14 * 24),
        (Measure.TIME, 24),
        (Measure.TIME, 14 * 24),
        (Measure.DISTANCE, 15),
        (Measure.DISTANCE, 0.5),
        (Measure.PEOPLE, 2),
        (Measure.PEOPLE, 3),
    ]
