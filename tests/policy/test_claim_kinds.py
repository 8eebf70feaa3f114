"""What a network can say of itself that the product's facts contradict, as people would put it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.notices.claims import check_told, no_pictures, unread
from policy.notices.contradictions import CHECKS, contradictions
from policy.notices.facts import stated_by
from policy.notices.kinds import CLAIMS
from policy.notices.on_pictures import NO_PICTURES, SHOWS_PICTURES
from policy.notices.said import Contradiction, Cure, Said, Truth
from policy.rules import Rules
from tests.policy.true_sentences import TRUE_ONES
from tests.policy.untrue_sentences import UNTRUE
from tests.world.facts import NOW

STATED = stated_by("半鐘町", replace(Rules(), desk_telephone="0422-00-0000", desk_hours="平日 9–17 時"))
TRUE = Truth(STATED, frozenset({"one", "two"}), NOW, NOW)


def saying(text: str) -> Said:
    """The network adds it, in its language."""
    words = ("", "", text) if text.isascii() else ("", text, "") if " " in text else (text, "", "")
    return Said(replace(STATED, statement=words), TRUE.stores)


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in UNTRUE.items() for text in texts])
def test_what_the_product_contradicts_is_found_however_it_is_put(check: object, text: str) -> None:
    """R-001, R-022, R-025, R-026, R-042, R-029, R-043, R-087, R-099, R-111, R-112, R-118: told with its words."""
    assert check in CHECKS
    found: Contradiction | None = check(saying(text), TRUE)  # type: ignore[operator]
    assert found is not None
    assert found.cure is Cure.MEND
    assert str(found.values["words"])


@pytest.mark.parametrize("text", TRUE_ONES)
def test_what_is_so_may_be_said(text: str) -> None:
    """R-022, R-026, L81, L93: whoever explains what the product does is not taken for a liar."""
    assert [check.__name__ for check in UNTRUE if check(saying(text), TRUE)] == []


def test_who_uses_no_pictures_may_say_so() -> None:
    """R-003, R-029: it is the rules in force that make the sentence untrue."""
    wordy = replace(TRUE, stated=replace(STATED, text_only=True))
    assert no_pictures(saying("写真は使いません。"), wordy) is None


UNREAD = (
    "警察とも協力しています。",
    "画像はよその方のお目にふれません。",
    "データはながく手もとに置きます。",
    "決めるのは当店です。",
    "Footage goes where it has to.",
    "Our manager looks after alerts.",
)


@pytest.mark.parametrize("text", UNREAD)
def test_what_no_rule_can_read_is_put_before_a_person_with_the_fact_beside_it(text: str) -> None:
    """R-026, R-029, L93, L101: in doubt somebody reads it."""
    ((sentence, facts),) = unread(saying(text), TRUE)
    assert sentence in (text, text[:-1])
    assert set(facts) <= {one.fact for one in CLAIMS}
    assert facts


@pytest.mark.parametrize(
    "text", ["お気軽にお越しください。", "説明を求められてもお断りします。", "We sweep the street."]
)
def test_what_seems_to_be_about_something_else_is_read_all_the_same(text: str) -> None:
    """R-026, R-029, L93, L101: whether it really is, no pattern knows; it stands beside no fact."""
    assert unread(saying(text), TRUE) == ((text.rstrip("。."), ()),)


@pytest.mark.parametrize(
    "text",
    [
        "判断の理由は説明しません。",
        "あなたは万引き犯と確認されました。",
        "No appeal is possible.",
        "記録は消しません。",
    ],
)
def test_no_letter_and_no_hours_of_a_desk_say_it_either(text: str) -> None:
    """R-042, R-043, R-099: to a person as to everybody; a rule of the network says in its hours no more than hours."""
    assert not check_told("お申し出について確かめました。", text)
    assert contradictions(Said(replace(STATED, desk_hours=text), TRUE.stores), TRUE)


@pytest.mark.parametrize("text", ["平日 9–17 時（土日はお答えできません）", "お探しの画像は、もう保存していません。"])
def test_a_letter_says_what_is_no_longer_held_and_hours_when_nobody_answers(text: str) -> None:
    """R-070: the answer to one person is not what is said of everybody."""
    assert check_told(text)


def test_only_what_is_so_here_stands_beside_the_words() -> None:
    """R-003, R-029: whether pictures are used is one fact or the other."""
    wordy = replace(TRUE, stated=replace(STATED, text_only=True))
    ((_, pictured),), ((_, told),) = (
        unread(saying("画像は大切に扱います。"), TRUE),
        unread(saying("画像は大切に扱います。"), wordy),
    )
    assert NO_PICTURES.fact in pictured
    assert SHOWS_PICTURES.fact not in pictured
    assert SHOWS_PICTURES.fact in told
    assert NO_PICTURES.fact not in told
