"""gettext catalogues: Japanese sentences are the msgids, English is ``bot/locale/en.po``.

``bot/locale/easy.po`` says the public pages' sentences in easy Japanese (やさしい日本語); it is written by hand.
What depends on a number names both forms, of which one is read: ``{stores} {stores:shop has|shops have}``.
"""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handlers.recipient import Sentences

WRITTEN = ("en", "easy")
LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class _Counted:
    """A value for a sentence's place, and the word beside it that depends on its number."""

    value: str | int

    def __format__(self, forms: str) -> str:
        one, between, more = forms.partition("|")
        return (one if str(self.value) == "1" else more) if between else format(self.value, forms)


@dataclass(frozen=True)
class Catalogue:
    """A ``Sentences`` over one gettext catalogue."""

    translations: gettext.NullTranslations

    def __call__(self, sentence: str, /, **values: str | int) -> str:
        read = self.translations.gettext(sentence)
        return read.format(**{name: _Counted(value) for name, value in values.items()}) if values else read


@cache
def sentences(language: str) -> Sentences:
    """The catalogue of a language; every language that has none reads Japanese."""
    if language not in WRITTEN:
        return Catalogue(gettext.NullTranslations())
    with (LOCALE / f"{language}.po").open("rb") as source:
        catalogue = read_po(source)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Catalogue(gettext.GNUTranslations(compiled))
