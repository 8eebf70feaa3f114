"""The neutral card that handlers queue and each platform renders, and its JSON form for the outbox."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Tone(StrEnum):
    """How a card looks: colour and header on LINE, emoji on Slack."""

    PLAIN = "plain"
    QUESTION = "question"
    ALERT = "alert"
    STOP = "stop"
    DONE = "done"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Button:
    """Something to press. ``id`` is opaque; its meaning lies in our database."""

    label: str
    id: str
    style: str = "plain"
    """plain, primary or danger."""


@dataclass(frozen=True)
class PageLink:
    """A link to one of our pages."""

    label: str
    url: str


@dataclass(frozen=True)
class Card:
    """One message, already in the reader's language. No picture, no personal detail beyond the alert's own text.

    Attributes:
        title: One line, at most 60 characters.
        lines: Paragraphs.
        facts: Label and value pairs, shown as a table.
        buttons: Stay under the card.
        choices: Quick answers to a question (LINE: quick replies; Slack: buttons).
        link: A page, if any.
        tone: How it looks.
        redraws: Takes the place of the reader's earlier card of the same topic, where the platform can do that.
    """

    title: str
    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    buttons: tuple[Button, ...] = ()
    choices: tuple[Button, ...] = ()
    link: PageLink | None = None
    tone: Tone = Tone.PLAIN
    redraws: bool = False

    def to_json(self) -> bytes:
        """Canonical bytes for the outbox."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @staticmethod
    def from_json(body: bytes) -> Card:
        """The card that ``to_json`` wrote."""
        raw: dict[str, Any] = json.loads(body)
        return Card(
            title=raw["title"],
            lines=tuple(raw["lines"]),
            facts=tuple((label, value) for label, value in raw["facts"]),
            buttons=tuple(Button(**b) for b in raw["buttons"]),
            choices=tuple(Button(**b) for b in raw["choices"]),
            link=PageLink(**raw["link"]) if raw["link"] else None,
            tone=Tone(raw["tone"]),
            redraws=raw["redraws"],
        )
