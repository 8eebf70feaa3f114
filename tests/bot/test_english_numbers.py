"""One shop, two shops: wherever English counts something, the word beside the number fits it."""

from __future__ import annotations

import re

import pytest
from babel.messages.pofile import read_po

from bot.language import LOCALE, WRITTEN, sentences

COUNTED = re.compile(r"\{(?P<name>\w+)\} (?:(?!it )[a-z]+ )?(?P<word>[a-z]+s|people|(?:was|were|is|are|has|have))\b")
"""A place, and behind it a word in the plural or one that goes with a number."""

NO_NUMBERS = {"code", "detail", "km", "number", "platform", "seen", "who"}
"""Places of names and of what is read aloud."""

IN_BRACKETS = re.compile(r"\w\((?:s|es|ies)\)|\b1 [a-z]+s\b")


@pytest.mark.parametrize("language", WRITTEN)
def test_no_word_beside_a_number_is_in_the_plural_whatever_the_number(language: str) -> None:
    """R-127: a sentence says ``{stores:shop|shops}``, and neither "shop(s)" nor "1 shops"."""
    with (LOCALE / f"{language}.po").open("rb") as source:
        said = [str(message.string) for message in read_po(source) if message.id]
    wrong = [one for one in said if IN_BRACKETS.search(one)]
    wrong += [one for one in said for found in COUNTED.finditer(one) if found["name"] not in NO_NUMBERS]
    assert wrong == []


@pytest.mark.parametrize(("stores", "read"), [(0, "0 stores"), (1, "1 store"), (9, "9 stores"), ("1", "1 store")])
def test_the_word_fits_the_number(stores: int | str, read: str) -> None:
    """Whether the number comes as such or as it is written; Japanese needs no forms."""
    assert sentences("en")("{stores}店舗", stores=stores) == read
    assert sentences("ja")("{stores}店舗", stores=stores) == f"{stores}店舗"
