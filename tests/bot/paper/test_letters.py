"""What somebody outside gets on paper: the answer as a letter, and the questions to fill in by hand."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from bot.language import sentences
from bot.paper.form import paper_form
from bot.paper.letter import letter
from bot.web.public.answer import Answer, Said
from handlers.rights.reach import Reach
from handlers.wording.rights import WISHES
from policy.decision import Decided, Refused
from policy.notices.facts import LANGUAGES
from policy.rights import Part, Wish
from tests.bot.paper.conftest import RULES
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
    "34(1)",
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
    told = (ASKED, ANSWERED, VIEW.about, VIEW.number, "34(1)", t(WISHES[Wish.CORRECTION]), RULES.desk_telephone)
    for words in (
        *told,
        "半鐘堂 0422-00-0055",
        ERASED,
        RULES.certified_body,
        RULES.certified_body_telephone,
        t("{told} / {stores} 店", told=11, stores=12),
    ):
        assert "".join(words.split()) in text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_on_paper_what_the_page_asks(language: str) -> None:
    """R-070, R-077: one sheet in each language, with every wish, where to hand it in, and for how long one waits."""
    made = paper_form("さくら通り商店街", "https://hansho.example.jp/r", RULES, language)
    text = text_of(made)
    wishes = [sentences(language)(name) for name in WISHES.values()]
    for words in (*wishes, RULES.desk_address, RULES.certified_body_telephone, "hansho.example.jp/r"):
        assert "".join(words.split()) in text, words
    assert len(pypdfium2.PdfDocument(made)) == 1
