"""A card as LINE messages: a Flex bubble with buttons, quick replies for choices, plain text where a bubble won't fit.

Limits: ``LINE Messaging API reference`` (quick reply, Flex, action objects). LINE counts labels in grapheme clusters
and texts in UTF-16 units; cutting by UTF-16 units keeps both.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bot.line.looks import ACCENT, INK, LINK, MUTED, PAPER, QUIET, SYMBOL, WARY, WHITE
from bot.shorten import shorten, told_apart, units
from handlers.cards import Button, Message, PageLink, Style

TEXT_LIMIT = 5000
ALT_TEXT_LIMIT = 1500
QUICK_REPLIES = 13
QUICK_REPLY_LABEL = 20
BUTTON_LABEL = 40
DISPLAY_TEXT = 300
BUBBLE_BYTES = 30_000
"""30 KB, measured on the escaped JSON as the SDK sends it, the largest of the ways to count it."""

PHOTO = ({"type": "camera", "label": "カメラ Camera"}, {"type": "cameraRoll", "label": "アルバム Album"})
"""Quick replies that open the phone's camera and album; in both languages, since a message carries no catalogue."""

LABEL = 8
"""Characters of a label that three tenths of a row hold without breaking it into three lines."""

_EMPTY = "－"

_DESK = re.compile(r"^https?://[^/]+/desk/")

_DOMAIN = re.compile(r"(?<=\w)\.(?=\w)")


def render(card: Message) -> list[dict[str, Any]]:
    """One message in LINE's JSON form (a list, as every sending endpoint wants one)."""
    bubble = _bubble(card)
    if len(json.dumps(bubble)) > BUBBLE_BYTES:
        return [_plain(card)]
    message = {"type": "flex", "altText": _alt_text(card), "contents": bubble}
    return [_with_quick_replies(message, card.choices, asks_photo=card.asks_photo)]


def _alt_text(card: Message) -> str:
    """What the lock screen and old clients show."""
    return shorten(card.notice.strip() or _EMPTY, ALT_TEXT_LIMIT)


def _bubble(card: Message) -> dict[str, Any]:
    bubble: dict[str, Any] = {"type": "bubble", "size": "mega", "header": _header(card)}
    body = [_text(line, size="md", color=INK, lineSpacing="7px") for line in _written(*card.lines)]
    if card.facts:
        body.append(_table(card.facts))
    if body:
        bubble["body"] = _box(body, spacing="lg", paddingAll="18px", backgroundColor=WHITE)
    buttons = [_button(b, ACCENT[card.tone]) for b in (*card.buttons, *card.choices[_room(card.asks_photo) :])]
    if card.link:
        buttons.insert(0, _link(card.link))
    if buttons:
        bubble["footer"] = _box(buttons, spacing="md", paddingAll="14px", backgroundColor=WHITE)
    return bubble


def _header(card: Message) -> dict[str, Any]:
    accent = ACCENT[card.tone]
    title = _text(card.title.strip() or _EMPTY, size="lg", weight="bold", color=WHITE, lineSpacing="4px", flex=1)
    return _box(
        [_badge(SYMBOL[card.tone], accent), title],
        layout="horizontal",
        spacing="md",
        paddingAll="16px",
        backgroundColor=accent,
    )


def _badge(symbol: str, accent: str) -> dict[str, Any]:
    """A white disc; its letter does not grow with the reader's font size, since the disc does not either."""
    letter = {**_text(symbol, size="sm", weight="bold", color=accent, align="center"), "scaling": False}
    disc = _box([letter], width="28px", height="28px", cornerRadius="14px", backgroundColor=WHITE)
    return {**disc, "flex": 0, "justifyContent": "center", "alignItems": "center"}


def _table(facts: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Label beside value; a store's name beside what it did takes half of the row."""
    left, right = (5, 5) if any(len(value) < len(label) > LABEL for label, value in facts) else (3, 7)
    rows = [
        _box(
            [
                _text(label.strip() or _EMPTY, size="sm", color=MUTED, flex=left),
                _text(value.strip() or _EMPTY, size="md", color=INK, flex=right, lineSpacing="5px"),
            ],
            layout="horizontal",
            spacing="md",
        )
        for label, value in facts
    ]
    return _box(rows, spacing="md", paddingAll="14px", cornerRadius="10px", backgroundColor=PAPER)


def _button(button: Button, accent: str) -> dict[str, Any]:
    looks = {
        Style.PRIMARY: {"style": "primary", "color": accent},
        Style.DANGER: {"style": "secondary", "color": WARY},
    }.get(button.style, {"style": "secondary", "color": QUIET})
    return _pressable(_postback(button, shorten(_label(button), BUTTON_LABEL)), looks)


def _link(link: PageLink) -> dict[str, Any]:
    action = {"type": "uri", "label": shorten(link.label.strip() or _EMPTY, BUTTON_LABEL), "uri": _opens(link)}
    return _pressable(action, {"style": "secondary", "color": LINK})


def _pressable(action: dict[str, Any], looks: dict[str, str]) -> dict[str, Any]:
    return {"type": "button", "action": action, "height": "md", "adjustMode": "shrink-to-fit", "scaling": True, **looks}


def _postback(button: Button, label: str) -> dict[str, Any]:
    return {
        "type": "postback",
        "label": label,
        "data": button.id,
        "displayText": shorten(_label(button), DISPLAY_TEXT),
    }


def _label(button: Button) -> str:
    return button.label.strip() or _EMPTY


def _with_quick_replies(
    message: dict[str, Any], choices: tuple[Button, ...], *, asks_photo: bool = False
) -> dict[str, Any]:
    photo = [{"type": "action", "action": action} for action in PHOTO] if asks_photo else []
    shown = choices[: _room(asks_photo)]
    labels = told_apart([_label(button) for button in shown], QUICK_REPLY_LABEL)
    items = photo + [
        {"type": "action", "action": _postback(button, label)} for button, label in zip(shown, labels, strict=True)
    ]
    return {**message, "quickReply": {"items": items}} if items else message


def _room(asks_photo: bool) -> int:
    return QUICK_REPLIES - (len(PHOTO) if asks_photo else 0)


def _plain(card: Message) -> dict[str, Any]:
    """Too much for a bubble: the words alone, the page's address below them, every button as a quick reply."""
    address = f"\n\n{shorten(card.link.label, BUTTON_LABEL)}\n{_opens(card.link)}" if card.link else ""
    facts = [f"{label}: {value}" for label, value in card.facts]
    # Of a plain text LINE makes links by itself; only the address of our page shall be one.
    written = _DOMAIN.sub(".\u2060", "\n\n".join(_written(card.title, *card.lines, *facts)))
    words = shorten(written, TEXT_LIMIT - units(address))
    message = {"type": "text", "text": words + address}
    return _with_quick_replies(message, (*card.buttons, *card.choices))


def _written(*texts: str) -> list[str]:
    """LINE refuses empty texts."""
    return [text.strip() for text in texts if text.strip()]


def _text(text: str, **looks: str | int) -> dict[str, Any]:
    return {"type": "text", "text": text, "wrap": True, "scaling": True, **looks}


def _box(contents: list[dict[str, Any]], *, layout: str = "vertical", **looks: str) -> dict[str, Any]:
    return {"type": "box", "layout": layout, "contents": contents, **looks}


def _opens(link: PageLink) -> str:
    """The link as LINE gets it: the desk opens in the phone's own browser, since LINE's may offer no passkeys."""
    return f"{link.url}?openExternalBrowser=1" if _DESK.search(link.url) else link.url
