"""What somebody outside gets on paper: the answer as a letter, and the questions to fill in by hand."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from bot.language import sentences
from bot.paper.form import paper_form
from bot.paper.letter import letter
from bot.paper.report import report_pdf
from bot.web.public.answer import Answer, Said
from handlers.incidents.report import Version
from handlers.recipient import read_in
from handlers.rights.reach import Reach
from handlers.wording.nine import MISSING
from handlers.wording.rights import WISHES
from handlers.wording.statements import free
from policy.decision import Decided, Refused
from policy.facts import AlertForm
from policy.incidents.clocks import Report
from policy.incidents.kinds import What
from policy.incidents.nine import Item, entry
from policy.notices.facts import LANGUAGES
from policy.rights import Part, Wish
from tests.bot.paper.conftest import RULES
from tests.handlers.test_outside_words import known
from tests.world.facts import NOW
from tests.world.photographs import text_of

ERASED = "2026-11-30 10:00 文章を消した（台帳の 12 番、0123456789abcdef）"
ASKED, ANSWERED = "わたしはその時間、ちがう店にいました。", "調べ直し、一部だけ直しました。"
VIEW = Answer(
    "Q-2345678",
    Wish.CORRECTION,
    True,
    False,
    True,
    "2026-11-30 10:00",
    "2026-12-15 00:00",
    (Said(Part.ANSWER, "2026-12-01 10:00", ANSWERED),),
    Decided.IN_PART,
    Refused.NOT_WRONG,
    "個人情報保護法 第34条第1・2・3項",
    "個人情報保護法 第34条第1項",
    ("店と日時が合う警戒情報：1 件", "取り下げた部分：服装や特徴"),
    Reach(11, 12),
    "2027-03-01 10:00",
    ASKED,
    "半鐘堂薬局 本店 2026-11-30 9:00",
    "2026-12-01",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_says_what_was_asked_found_and_decided_and_whom_to_turn_to(language: str) -> None:
    """R-011, R-070, R-071, R-076, R-077: law, desks, certified body, commission and the two weeks, on one page."""
    t = sentences(language)
    text = text_of(
        letter(replace(VIEW, desk="半鐘堂 0422-00-0055", gone=(ERASED,)), "さくら通り商店街", RULES, t, language)
    )
    told = (
        ASKED,
        ANSWERED,
        VIEW.about,
        VIEW.number,
        VIEW.law,
        VIEW.right,
        *VIEW.found,
        t(WISHES[Wish.CORRECTION]),
        RULES.desk_telephone,
    )
    for words in (
        *told,
        "半鐘堂 0422-00-0055",
        ERASED,
        RULES.certified_body,
        RULES.certified_body_telephone,
        read_in(t, free()),
        t("{told} / {stores} 店", told=11, stores=12),
    ):
        assert "".join(words.split()) in text, words


def test_the_certified_body_reads_the_report_in_its_own_form() -> None:
    """R-134: its headings in its order, from records and from what was kept; what it doesn't ask isn't lost."""
    form = "会社の名前＝報告者／いつ分かったか＝発覚日時／どんなことか＝概要／なぜか＝原因／責任者印＝空欄"
    rules = replace(RULES, certified_body_form=form)
    said = {Item.OUTLINE: "画面が撮られた。", Item.HARM: "拡散はない。"}
    kept = tuple(entry(item, said.get(item, ""), "") for item in Item)
    about = known(What.SCREENSHOT, AlertForm.PICTURE)
    version = Version(Report.FIRST, NOW, "P04", kept)
    text = text_of(report_pdf(version, "J-1", about, NOW, rules))
    order = (
        "会社の名前",
        about.network,
        "いつ分かったか",
        "どんなことか",
        "画面が撮られた。",
        "なぜか",
        MISSING,
        "責任者印",
        "拡散はない。",
    )
    places = [text.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "1．概要" not in text
    assert "1．概要" in text_of(report_pdf(version, "J-1", about, NOW, RULES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_on_paper_what_the_page_asks(language: str) -> None:
    """R-070, R-077: one sheet in each language, with every wish, where to hand it in, and for how long one waits."""
    made = paper_form("さくら通り商店街", "https://hansho.example.jp/r", RULES, language)
    text = text_of(made)
    wishes = [sentences(language)(name) for name in WISHES.values()]
    free_of_charge = read_in(sentences(language), free())
    for words in (*wishes, RULES.desk_address, RULES.certified_body_telephone, "hansho.example.jp/r", free_of_charge):
        assert "".join(words.split()) in text, words
    assert len(pypdfium2.PdfDocument(made)) == 1
