"""A voice can read every sheet out: looked at by pdfium, which knows nothing of how they were made."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import typst

from bot.language import sentences
from bot.paper.cards import cards_pdf
from bot.paper.form import paper_form
from bot.paper.letter import letter
from bot.paper.sheet import Size
from bot.paper.slip import slip
from bot.web.desk.entered import Receipt
from handlers.cards import Until
from policy.notices.facts import LANGUAGES
from policy.notices.posting import Kind
from policy.rights import Wish
from tests.bot.paper.conftest import RULES
from tests.bot.paper.test_cards import ENGLISH, JAPANESE
from tests.bot.paper.test_letters import VIEW
from tests.world.read_aloud import amiss

TOWN, PAGE, ZONE = "さくら通り商店街", "https://hansho.example.jp/r", ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 30, 10, tzinfo=ZONE)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("size", Size)
def test_what_hangs_on_a_wall_is_read_out_whole(
    notices: dict[tuple[Kind, Size], bytes], kind: Kind, size: Size
) -> None:
    """R-023, L85: tags, headings, words for the code, letters in the file; what is drawn for the eye alone says so."""
    assert amiss(notices[kind, size]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_person_gets_is_read_out_whole(language: str) -> None:
    """R-070, L146: the answer, the questions, the receipt; what the desk alone makes is looked at there."""
    t = sentences(language)
    receipt = Receipt("Q-2345678", "ABCD-2345-EFGH", (), Wish.REBUTTAL, language, AT, Until(AT))
    for made in (
        letter(VIEW, TOWN, RULES, t, language),
        paper_form(TOWN, PAGE, RULES, language),
        slip(receipt, f"{PAGE}/answer", TOWN, ZONE, RULES, t),
        cards_pdf([JAPANESE, ENGLISH], TOWN, sentences),
    ):
        assert amiss(made) == []


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("= One\n=== Three", "H3 after H1"),
        ("text without a heading", "does not begin with its heading"),
        (
            "= One\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"))",
            "a figure without words",
        ),
        ("= One\n#table(columns: 2)[a][b]", "a table without a heading"),
        ("= One", "does not say that it is PDF/UA-1"),
        ("= One", "no title to show"),
    ],
)
def test_what_no_voice_could_read_is_found(source: str, wrong: str) -> None:
    """R-023, L85: a check that finds nothing anywhere would be none."""
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    assert wrong in amiss(made)


def test_what_is_drawn_without_a_tag_is_found() -> None:
    """R-023, L85: the whole sheet, where somebody leaves the tags out."""
    made = typst.compile(b"= One", pdf_tags=False)
    assert isinstance(made, bytes)
    assert {"not tagged", f"drawn and never read: {1}"} <= {*amiss(made)}
