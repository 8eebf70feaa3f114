"""What handlers need beyond the database; ``bot.wiring`` supplies it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Sentences(Protocol):
    """A gettext catalogue: Japanese msgid in, the reader's sentence out."""

    def __call__(self, sentence: str, /, **values: str | int) -> str:
        """Translate, then fill the ``{name}`` places."""


@dataclass(frozen=True)
class Ports:
    """Sentences per language, signed page addresses, and randomness.

    Attributes:
        sentences: Language code ("ja", "en") → catalogue.
        page: Link id → absolute signed address of the page.
        random_id: A new unguessable id (≥ 128 bits, URL-safe).
    """

    sentences: Callable[[str], Sentences]
    page: Callable[[str], str]
    random_id: Callable[[], str]
