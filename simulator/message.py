"""What the bot wrote, as a person reads it on a phone of either kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Message:
    """One message from the bot, as a person reads it."""

    id: str
    text: str
    buttons: tuple[str, ...]
    links: tuple[str, ...]
    at: float
    revision: int
    raw: dict[str, Any] = field(repr=False, compare=False)

    def __str__(self) -> str:
        return self.text + "".join(f"\n[{label}]" for label in self.buttons)


def message_of(bubble: dict[str, Any]) -> Message:
    """A bubble of the control API that is the bot's."""
    labels = tuple(b["label"] for b in bubble["buttons"])
    links = tuple(b["url"] for b in bubble["buttons"] if b["url"])
    return Message(bubble["id"], bubble["text"], labels, links, bubble["at"], bubble["revision"], bubble["raw"])
