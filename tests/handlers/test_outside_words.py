"""What everybody outside reads of an incident: drafts that can leave as they stand, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

from handlers.wording.nine import AlertScope, Known, drafted, heading
from handlers.wording.outside import notice, own_words, press
from policy.facts import AlertForm
from policy.incidents.body_form import Record
from policy.incidents.classification import Answers, Sure
from policy.incidents.kinds import Kind, What
from policy.incidents.nine import Item, check_notice
from policy.rules import Rules
from policy.verdict import Allow, Deny
from tests.world.facts import NOW

STORE = "半鐘堂薬局 本店"
RULES = replace(Rules(), desk_telephone="0422-00-0000", desk_hours="平日 9–17 時")


def known(what: What, form: AlertForm) -> Known:
    """An alert that was called back, and what is known of it."""
    alert = AlertScope("1123-AAAAA", STORE, form, NOW, 3, 4, 2, NOW + timedelta(minutes=5))
    return Known("半鐘町", what, Answers(Kind.LEAK, Sure.YES), NOW, NOW, (alert,))


def test_each_draft_of_a_notice_may_be_published_as_it_stands() -> None:
    """R-042, R-131: with shop and desk; whatever happened and was shown; and no person's name or number."""
    for what, form in product(What, AlertForm):
        about = known(what, form)
        draft, own = notice(about, RULES), own_words(about, RULES)
        assert isinstance(check_notice(draft.japanese, draft.english, own, drill=False), Allow), (what, form)
        assert STORE in draft.japanese
        assert STORE in draft.english
    about = known(What.LOST_PHONE, AlertForm.PICTURE)
    draft, own = notice(about, RULES), own_words(about, RULES)
    for added in ("犯人です。", "電話 0422-11-1111", "He is a thief."):
        assert isinstance(check_notice(draft.japanese + added, draft.english, own, drill=False), Deny), added
        assert isinstance(check_notice(draft.japanese, draft.english + added, own, drill=False), Deny), added
    assert isinstance(check_notice(draft.japanese, "", own, drill=False), Allow), "in Japanese alone"
    assert isinstance(check_notice("", draft.english, own, drill=False), Deny), "never in English alone"


def test_what_lay_behind_the_masks_is_told_too_if_it_may_be_out() -> None:
    """R-130, R-133: in the report, and to whom it is about; the number of people is asked, since others are in it."""
    about = known(What.LOST_PHONE, AlertForm.PICTURE)
    for sure, japanese, english in (
        (Sure.YES, "塗りつぶす前の画像", "pictures from before anything was painted over"),
        (Sure.MAYBE, "含まれるおそれがあり", "perhaps pictures from before"),
        (Sure.NO, "", ""),
    ):
        told = replace(about, answers=Answers(Kind.LEAK, Sure.YES, unmasked=sure))
        report, word, public = drafted(told), press(told, RULES), notice(told, RULES)
        for text in (report[Item.DATA], word.japanese, public.japanese):
            assert japanese in text
            assert ("加工方法等情報" in text) == (sure is not Sure.NO)
        for text in (word.english, public.english):
            assert english in text
            assert ("painted over where" in text) == (sure is not Sure.NO)
    shown = replace(about, what=What.SCREENSHOT, answers=Answers(Kind.LEAK, Sure.YES, unmasked=Sure.YES))
    assert drafted(shown)[Item.PEOPLE] == ""
    assert drafted(replace(shown, answers=Answers(Kind.LEAK, unmasked=Sure.NO)))[Item.PEOPLE].startswith("1人")


def test_what_a_form_asks_before_the_nine_items_comes_from_records() -> None:
    """R-134: when it was found, what kind it is, which case of the law, whether it could be read, who was told."""
    about = known(What.LOST_PHONE, AlertForm.PICTURE)
    answers = Answers(Kind.LOSS, sensitive=Sure.NO, property_risk=Sure.NO, malice=Sure.YES, encrypted=Sure.NO)
    told = heading(replace(about, answers=replace(answers, people=2), first_report_at=NOW))
    assert told[Record.LAW] == "第3号（不正の目的によるおそれ）"
    assert told[Record.ENCRYPTED] == "いいえ"
    assert told[Record.REPORTED].endswith("（速報）")
    assert "第4号（1,000人を超える）のおそれ" in heading(replace(about, answers=answers))[Record.LAW]
    assert heading(replace(about, answers=replace(answers, encrypted=Sure.YES)))[Record.LAW] == "なし"
    assert heading(replace(about, answers=None))[Record.KIND].startswith("未分類")


def test_both_languages_say_the_same() -> None:
    """R-131, R-137: the same days, the same desk, the same certainty; neither is half in the other."""
    about = known(What.SCREENSHOT, AlertForm.PICTURE)
    for draft in (notice(about, RULES), press(about, RULES)):
        own = {STORE, about.network, RULES.desk_hours}
        english = draft.english
        for one in own:
            english = english.replace(one, "")
        assert not re.search("[ぁ-んァ-ヶ一-龥]", english)
        assert f"{NOW.day} {NOW:%B} {NOW.year}" in english
        assert f"{NOW.year}年{NOW.month}月{NOW.day}日" in draft.japanese
        assert RULES.desk_telephone in draft.japanese
        assert RULES.desk_telephone in english
    wording = press(about, RULES)
    perhaps = press(replace(about, answers=None), RULES)
    assert "出たことがわかりました" in wording.japanese
    assert "has reached" in wording.english
    assert "出たおそれがあります" in perhaps.japanese
    assert "may have reached" in perhaps.english
    assert "withdrawn" in wording.english
    assert "withdrawn" not in press(replace(about, alerts=()), RULES).english
