"""A card as Block Kit.

Limits: Slack's references of blocks, the button element and ``chat.postMessage``. Slack counts characters; cutting by
UTF-16 units is never laxer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from bot.shorten import shorten, told_apart
from handlers.cards import Button, Confirm, Message, PageLink, Style, Tone

_T = TypeVar("_T")

TITLE_LIMIT = 150
LINE_LIMIT = 3000
FACT_LIMIT = 2000
FACTS = 10
BUTTONS = 25
BUTTON_LABEL = 75
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_ANSWER = 100, 300, 30
NOTICE_LIMIT = 3000
"""Of the notification text; ``chat.postMessage`` cuts at 40,000, no screen shows as much as this."""

LINK = "link"
"""``action_id`` of a link; pressing it tells us too, and nobody waits for an answer."""

_LINES = 20
"""More paragraphs than this share one block, so that a message stays below Slack's 50 blocks."""

_FACT_BLOCKS = 20
"""For the same reason."""

_EMPTY = "－"

_WIDE = str.maketrans("*_~`", "＊＿～｀")
_EMOJI = re.compile(r":(?=[a-z0-9_+'-]+:)")
"""The first colon of ``:bell:``; that of a time stays."""

_SYMBOL = {
    Tone.PLAIN: "ℹ",
    Tone.QUESTION: "？",
    Tone.ALERT: "⚠",
    Tone.STOP: "■",
    Tone.DONE: "✔",
    Tone.PROBLEM: "！",
}
"""Slack shows most of these as emoji; where it does not, they are in every font."""


def render(card: Message) -> list[dict[str, Any]]:
    """The blocks: header, paragraphs, facts in two columns, link and buttons, choices."""
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": _plain(f"{_SYMBOL[card.tone]} {card.title.strip()}", TITLE_LIMIT)}
    ]
    blocks += [{"type": "section", "text": _plain(line, LINE_LIMIT)} for line in _paragraphs(card.lines)]
    blocks += _facts(card.facts)
    elements = [*_link(card.link), *_buttons("press", card.buttons)]
    blocks += [{"type": "actions", "elements": some} for some in _by(BUTTONS, elements)]
    blocks += [{"type": "actions", "elements": some} for some in _by(BUTTONS, _buttons("choice", card.choices))]
    return blocks


def notice(card: Message) -> str:
    """The text of the notification, which Slack reads as mrkdwn: nothing in it is left to be read so."""
    plain = _EMOJI.sub("：", card.notice.strip() or _EMPTY).translate(_WIDE)
    return _fitting(plain, NOTICE_LIMIT)


def _paragraphs(lines: Sequence[str]) -> list[str]:
    written = [line.strip() for line in lines if line.strip()]
    return written if len(written) <= _LINES else ["\n\n".join(written)]


def _fact(label: str, value: str) -> dict[str, Any]:
    """Both plain: a bold label would look like anything that a person put between two asterisks."""
    label = shorten(label.strip() or _EMPTY, FACT_LIMIT // 4)
    return _plain(f"{label}\n{value.strip() or _EMPTY}", FACT_LIMIT)


def facts_and_link(facts: Sequence[tuple[str, str]], link: PageLink | None) -> list[dict[str, Any]]:
    """What a modal says of its case above the questions, as cards say it."""
    return [*_facts(facts), *([{"type": "actions", "elements": _link(link)}] if link else [])]


def _facts(facts: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    told = [_fact(label, value) for label, value in facts[: FACTS * _FACT_BLOCKS]]
    return [{"type": "section", "fields": some} for some in _by(FACTS, told)]


def _link(link: PageLink | None) -> list[dict[str, Any]]:
    if not link:
        return []
    return [{"type": "button", "action_id": LINK, "text": _plain(link.label, BUTTON_LABEL), "url": link.url}]


def _buttons(kind: str, buttons: Sequence[Button]) -> list[dict[str, Any]]:
    labels = told_apart([button.label.strip() or _EMPTY for button in buttons], BUTTON_LABEL)
    return [
        {
            "type": "button",
            "action_id": f"{kind}:{number}",
            "text": _plain(labels[number], BUTTON_LABEL),
            "value": button.id,
            **({} if button.style == Style.PLAIN else {"style": button.style.value}),
            **({"confirm": _confirm(button.confirm)} if button.confirm else {}),
        }
        for number, button in enumerate(buttons)
    ]


def _confirm(asked: Confirm) -> dict[str, Any]:
    return {
        "title": _plain(asked.title, CONFIRM_TITLE),
        "text": _plain(asked.text, CONFIRM_TEXT),
        "confirm": _plain(asked.yes, CONFIRM_ANSWER),
        "deny": _plain(asked.no, CONFIRM_ANSWER),
        "style": Style.DANGER.value,
    }


def _plain(text: str, limit: int) -> dict[str, Any]:
    """Plain text: what a person typed is shown, never read as mark-up, nor as an emoji's name."""
    return {"type": "plain_text", "text": shorten(text.strip() or _EMPTY, limit), "emoji": False}


def _fitting(text: str, limit: int) -> str:
    """``text`` with mrkdwn's three special characters escaped, at most ``limit`` long, no escape cut in two."""
    room = limit
    while len(escaped := _escaped(shorten(text, room))) > limit:
        room -= max(1, (len(escaped) - limit) // len("&amp;"))
    return escaped


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _by(size: int, things: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (things[start : start + size] for start in range(0, len(things), size))
