"""What is said in public and isn't so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from policy.notices.amounts import Measure, amounts
from policy.notices.contradictions import (
    CHECKS,
    Cure,
    Said,
    Truth,
    bare_purpose,
    certified_body,
    contradictions,
    desk,
    languages,
    members,
    no_provision,
    numbers,
    old_posters,
    other_words,
    own_numbers,
    published_late,
)
from policy.notices.facts import stated_by
from policy.rules import Rules
from tests.world.facts import NOW

RULES = replace(Rules(), desk_telephone="0422-00-0000", desk_hours="平日 9–17 時")
STATED = stated_by("半鐘町", RULES)
STORES = frozenset({"one", "two"})
SAID, TRUE = Said(STATED, STORES), Truth(STATED, STORES, NOW, NOW)


def saying(**changes: Any) -> Said:
    """The same with other words or numbers."""
    return Said(replace(STATED, **changes), STORES)


def stating(japanese: str = "", easy: str = "", english: str = "") -> Said:
    """The network adds something."""
    return saying(statement=(japanese, easy, english))


def test_what_is_so_contradicts_nothing() -> None:
    """R-029: the text as shipped, once there is a desk, can be published."""
    assert contradictions(SAID, TRUE) == ()


@pytest.mark.parametrize(
    ("check", "said", "true", "cure"),
    [
        (no_provision, stating("画像を第三者に提供しません。"), TRUE, Cure.MEND),
        (no_provision, stating("法令による場合を除き、第三者への提供は行いません。"), TRUE, Cure.MEND),
        (no_provision, stating("", "ほかの 店に 見せません。"), TRUE, Cure.MEND),
        (no_provision, stating("", "", "We do not share images with third parties."), TRUE, Cure.MEND),
        (numbers, saying(text_days=7), TRUE, Cure.PUBLISH),
        (numbers, saying(radius_km=1), TRUE, Cure.PUBLISH),
        (numbers, saying(life_hours=12), TRUE, Cure.PUBLISH),
        (numbers, saying(approvals=3), TRUE, Cure.PUBLISH),
        (own_numbers, stating("写真は7日で消えます。"), TRUE, Cure.MEND),
        (own_numbers, stating("半径五キロの店に知らせます。"), TRUE, Cure.MEND),
        (own_numbers, stating("3人が確かめます。"), TRUE, Cure.MEND),
        (own_numbers, stating("", "", "Alerts end after twelve hours."), TRUE, Cure.MEND),
        (other_words, saying(desk_hours="24時間"), TRUE, Cure.PUBLISH),
        (members, Said(STATED, STORES | {"left"}), TRUE, Cure.PUBLISH),
        (members, Said(STATED, frozenset({"one"})), TRUE, Cure.PUBLISH),
        (desk, saying(desk_telephone=""), TRUE, Cure.MEND),
        (desk, saying(desk_hours=" "), TRUE, Cure.MEND),
        (certified_body, saying(certified_body=""), TRUE, Cure.MEND),
        (certified_body, saying(certified_body_telephone=""), TRUE, Cure.MEND),
        (published_late, SAID, replace(TRUE, first_published_at=None), Cure.PUBLISH),
        (published_late, SAID, replace(TRUE, first_published_at=None, first_sent_at=None), Cure.PUBLISH),
        (published_late, SAID, replace(TRUE, first_published_at=NOW + timedelta(seconds=1)), Cure.TELL),
        (bare_purpose, stating("防犯のため。"), TRUE, Cure.MEND),
        (bare_purpose, stating("お気軽にどうぞ。防犯のためにカメラを利用します。"), TRUE, Cure.MEND),
        (bare_purpose, stating("", "", "We use cameras for security purposes."), TRUE, Cure.MEND),
        (old_posters, SAID, replace(TRUE, old_posters=("H01",)), Cure.POST),
        (languages, stating("30日で消えます。", "30日で 消えます。", "Erased after 3 years."), TRUE, Cure.MEND),
        (
            languages,
            stating("2人以上で確かめます。", "ふたりより 多い 人が 見ます。", "Two people check."),
            TRUE,
            Cure.MEND,
        ),
        (languages, stating("見回りをしています。"), TRUE, Cure.MEND),
    ],
)  # fmt: skip
def test_each_contradiction_is_found_by_its_own_check(check: Any, said: Said, true: Truth, cure: Cure) -> None:
    """R-011, R-020, R-021, R-026, R-027, R-029, R-032, R-076, R-077, R-122: and whether it blocks."""
    found = check(said, true)
    assert found is not None
    assert found in contradictions(said, true)
    assert (found.cure, found.blocks) == (cure, cure is Cure.MEND)
    assert check(SAID, TRUE) is None


def test_no_check_is_left_out() -> None:
    """R-029: a contradiction that nobody asks about is none of them."""
    ours = {no_provision, numbers, own_numbers, members, other_words, desk, certified_body, published_late}
    assert set(CHECKS) == ours | {bare_purpose, old_posters, languages}


@pytest.mark.parametrize(
    "text",
    [
        "万引き等の犯罪防止のため、防犯カメラの映像を記録します。",
        "お客様一人ひとりの権利を大切にします。",
        "3 km 以内の店に、2人以上で確かめてから、24時間以内だけ知らせます。記録は三年で消えます。",
        "第三者委員会の助言を受けています。",
        "2026年4月1日から実施しています。",
        "Requests are answered within 14 days, and two people check every alert.",
    ],
)
def test_a_harmless_statement_may_stand(text: str) -> None:
    """R-026, L93: a network can explain itself without being taken for a liar."""
    for check in (no_provision, own_numbers, bare_purpose):
        assert check(stating(text), TRUE) is None


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
