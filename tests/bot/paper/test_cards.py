"""Invitation cards as they come from the printer."""

from __future__ import annotations

import pypdfium2

from bot.language import sentences
from bot.paper.cards import Card, cards_pdf
from tests.world.photographs import text_of

JAPANESE, ENGLISH = (
    Card(
        "P95",
        "新井 望",
        ("半鐘堂薬局 本店",),
        "ja",
        "登録 ABCD-EFGH",
        "2026-11-26 14:00",
        "https://hansho.example.jp/i/ABCD-EFGH",
    ),
    Card("P96", "Ann " * 20, (), "en", "登録 WXYZ-2345", "2026-11-26 14:00", ""),
)


def test_each_card_is_in_its_holders_language_and_four_fill_a_sheet() -> None:
    """R-001, R-113: whoever has no shop reads whose network it is; a long name takes no other card's place."""
    made = cards_pdf([JAPANESE, ENGLISH, *[JAPANESE] * 3], "さくら通り商店街", sentences)
    text = text_of(made)
    for words in (
        "半鐘に登録する",
        "半鐘堂薬局本店",
        "登録ABCD-EFGH",
        "JoinHansho",
        "さくら通り商店街",
        "登録WXYZ-2345",
    ):
        assert words in text, words
    assert len(pypdfium2.PdfDocument(made)) == 2
    assert len(pypdfium2.PdfDocument(cards_pdf([ENGLISH] * 4, "さくら通り商店街", sentences))) == 1
